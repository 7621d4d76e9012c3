import {setTimeout as pause} from 'node:timers/promises';
import {offBy} from '../scenarios/shop/revenue-off.ts';
import type {RevenueReport} from '../scenarios/shop/revenue.ts';
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
	readonly today: {readonly meanCents: number; readonly mostCents: number; readonly meanShare: number | undefined};
	/** Over the report's window. */
	readonly window: {readonly meanCents: number; readonly meanShare: number | undefined};
	/** The last one asked for. */
	readonly truth: Truth;
};

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
	let shown: RevenueReport | undefined;
	let last: Truth | undefined;
	const today = createDistances();
	const inWindow = createDistances();
	/** What stands on the screens now is compared with what is true now, whatever is served while MongoDB answers. */
	const compare = async (signal: AbortSignal) => {
		const before = shown;
		if (!before) {
			return untilShownMs;
		}

		const truth = await measureTruth(origin, clock(), signal);
		const off = offBy(before, truth.report);
		today.add(off.today);
		inWindow.add(off.window);
		last = truth;
		return Math.max(apartMs, truth.tookMs / greatestShare);
	};

	return {
		show(answer) {
			shown = answer as RevenueReport;
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
		total: () => last && {comparisons: today.count(), today: today.total(), window: inWindow.total(), truth: last},
	};
}

function createDistances() {
	let count = 0;
	let cents = 0;
	let mostCents = 0;
	let shares = 0;
	let share = 0;
	return {
		count: () => count,
		add(off: {readonly cents: number; readonly share: number | undefined}) {
			count++;
			cents += Math.abs(off.cents);
			mostCents = Math.max(mostCents, Math.abs(off.cents));
			if (off.share !== undefined) {
				shares++;
				share += Math.abs(off.share);
			}
		},
		total: () => ({meanCents: count === 0 ? 0 : cents / count, mostCents, meanShare: shares === 0 ? undefined : share / shares}),
	};
}
