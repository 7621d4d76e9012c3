import {createUniform} from '../chance/random.ts';
import {type ArrivalsChoice, readsPerSecond} from '../lab/arrivals-choice.ts';
import {firstReadsEachSecond, spreadSeconds} from '../lab/expiring-together.ts';
import {policyOf, type Protection} from '../lab/protections.ts';
import {hasIdleXfetch, type ReadingLoad, sharingOf} from '../lab/reading-load.ts';
import {type ExpiredTogether, expireTogether} from './expire-together.ts';
import type {ManyKeysPath} from './run-viewers.ts';

/** Many keys that ended together under one protection, and what theory says of it. */
export type TogetherPhase = {
	readonly load: ReadingLoad;
	readonly protection: Protection;
	/** Each firing. */
	readonly measured: readonly ExpiredTogether[];
	/** The mean number of queries in each second; undefined where no formula is known. */
	readonly predicted: readonly number[] | undefined;
};

/** Under the protection asked for alone, or without jitter and then with it. */
export type TogetherPhases = {readonly first: TogetherPhase; readonly withJitter: TogetherPhase | undefined};

/** Nobody waits longer for one phase, and beyond that the keys of a long TTL end as they do before. */
const longestSeconds = 60;

/** What still comes after the last key may have ended. */
const afterSeconds = 5;

/** For how long it is counted under a protection, in seconds. */
export function togetherSeconds(ttlSeconds: number, protection: Protection): number {
	return Math.min(longestSeconds, Math.ceil(spreadSeconds(policyOf(ttlSeconds, protection))) + afterSeconds);
}

/** The same protection with a single-flight alone, and with jitter beside it. */
export function withoutAndWithJitter(protection: Protection): readonly [Protection, Protection] {
	return [
		{...protection, on: new Set(['single-flight'])},
		{...protection, on: new Set(['single-flight', 'jitter'])},
	];
}

type MeasureOptions = {
	readonly protection: Protection;
	readonly ttlSeconds: number;
	readonly arrivals: ArrivalsChoice;
	readonly ownProcess: boolean;
	/** Added to each query of the origin. */
	readonly fillSeconds: number;
	readonly firings: number;
	readonly seed: number;
	readonly signal: AbortSignal;
	/** Called before each firing, with how long it is counted. */
	readonly began?: (seconds: number) => void;
	/** Called with the seconds of a firing that have gone by. */
	readonly told?: (second: number) => void;
};

/** Fills the keys of all that can be asked about together, and counts what reaches the origin when they end. */
export async function measureTogether(
	path: Pick<ManyKeysPath, 'scenario' | 'window' | 'timeZone' | 'cache' | 'clock'>,
	{protection, ttlSeconds, arrivals, ownProcess, fillSeconds, firings, seed, signal, began, told}: MeasureOptions,
): Promise<TogetherPhase> {
	const policy = policyOf(ttlSeconds, protection);
	const popularity = path.scenario.question.abouts!.popularity;
	const load = {policy, arrivals, ownProcess, fillSeconds, popularity};
	const seconds = togetherSeconds(ttlSeconds, protection);
	const measured: ExpiredTogether[] = [];
	for (let fired = 0; fired < firings; fired++) {
		began?.(seconds);
		measured.push(
			await expireTogether(
				{...path, keepsEmpty: true, policy: () => policy, uniform: createUniform(`together ${seed} ${fired}`), addedFillMs: () => fillSeconds * 1000},
				{arrivals, ownProcess, seconds, seed: `${seed} ${fired}`, signal, told},
			),
		);
	}

	const isPlain = sharingOf(load) === 'all' && policy.staleSeconds === 0 && hasIdleXfetch(load);
	return {
		load,
		protection,
		measured,
		predicted: isPlain ? firstReadsEachSecond({...policy, popularity, ratePerSecond: readsPerSecond(arrivals)}, seconds) : undefined,
	};
}

/** The mean over the firings, second by second. */
export function seenEachSecond({measured}: TogetherPhase): number[] {
	return measured[0]!.queries.map((_, second) => measured.reduce((sum, {queries}) => sum + queries[second]!, 0) / measured.length);
}
