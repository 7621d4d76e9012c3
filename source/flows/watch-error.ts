import {setTimeout as pause} from 'node:timers/promises';
import type {OffRow} from '../scenarios/error-model.ts';
import type {Answer} from '../scenarios/scenario.ts';
import type {Origin} from './ask-question.ts';
import {measureTruth, type Truth} from './measure-truth.ts';

/** Two comparisons are at least so far apart, in milliseconds … */
const apartMs = 1000;

/** … and take at most this share of the time, so that they hardly slow the load that they watch. */
const greatestShare = 0.1;

/** Until there is something to compare, it is looked for so often, in milliseconds. */
const untilShownMs = 50;

/** How far off the figures were that a load was served, by comparisons with the truth while it ran. */
export type ObservedError = {
	readonly comparisons: number;
	/** Figure by figure, the headline first. */
	readonly off: readonly ObservedOff[];
	/** The last one asked for. */
	readonly truth: Truth;
};

/** How far off one figure was: the row of the last comparison, and the mean and the greatest distance of all. */
type ObservedOff = OffRow & {readonly mean: number; readonly most: number; readonly meanShare: number | undefined};

/** Compares what is shown with what MongoDB says, over and over, until `signal` fires. */
export type ErrorWatch = {
	/** The value that a read was served: shown until the next one. */
	show(answer: Answer): void;
	/** Rejects when MongoDB fails. */
	run(signal: AbortSignal): Promise<void>;
	/** Once, out of turn; resolves with the milliseconds that it is best to wait until the next. */
	compare(signal: AbortSignal): Promise<number>;
	/** Undefined before the first comparison. */
	total(): ObservedError | undefined;
};

export function createErrorWatch(origin: Origin, clock: () => number): ErrorWatch {
	let shown: Answer | undefined;
	let last: Truth | undefined;
	let comparisons = 0;
	const distances = new Map<string, Distances>();
	/** What stands on the screens now is compared with what is true now, whatever is served while MongoDB answers. */
	const compare = async (signal: AbortSignal) => {
		const before = shown;
		if (!before) {
			return untilShownMs;
		}

		const truth = await measureTruth(origin, clock(), signal);
		for (const row of origin.scenario.error.compare(before, truth.answer).rows) {
			distances.set(row.id, withRow(distances.get(row.id), row));
		}

		comparisons++;
		last = truth;
		return Math.max(apartMs, truth.tookMs / greatestShare);
	};

	return {
		show(answer) {
			shown = answer;
		},
		async run(signal) {
			while (!signal.aborted) {
				const pauseMs = await compare(signal).catch((error: unknown) => {
					if (signal.aborted) {
						return 0;
					}

					throw error;
				});
				await pause(pauseMs, undefined, {signal}).catch(() => undefined);
			}
		},
		compare,
		total: () => last && {comparisons, off: [...distances.values()].map(observed), truth: last},
	};
}

/** The distances of one figure together. */
type Distances = {
	readonly row: OffRow;
	readonly count: number;
	readonly sum: number;
	readonly most: number;
	readonly shares: number;
	readonly shareSum: number;
};

function withRow({count, sum, most, shares, shareSum}: Omit<Distances, 'row'> = {count: 0, sum: 0, most: 0, shares: 0, shareSum: 0}, row: OffRow): Distances {
	const amount = Math.abs(row.amount);
	return {
		row,
		count: count + 1,
		sum: sum + amount,
		most: Math.max(most, amount),
		shares: shares + (row.share === undefined ? 0 : 1),
		shareSum: shareSum + Math.abs(row.share ?? 0),
	};
}

function observed({row, count, sum, most, shares, shareSum}: Distances): ObservedOff {
	return {...row, mean: sum / count, most, meanShare: shares === 0 ? undefined : shareSum / shares};
}
