import type {Off, OffRow} from '../../../scenarios/error-model.ts';
import type {ReadCounts} from '../../../lab/read-counts.ts';
import {clockTime} from '../../selectors/clock-time.ts';
import {errorBlock} from '../../selectors/error-block.ts';
import {graceLeftSeconds, leftSeconds} from '../../selectors/key-left.ts';
import {predictedReads, settlesInSeconds} from '../../selectors/predicted-reads.ts';
import {loadText} from '../../selectors/present-load.ts';
import {beforeText, waitsUntilMs} from '../../selectors/recount.ts';
import {seenFigures} from '../../selectors/seen-figures.ts';
import type {State} from '../../state/state.ts';
import {layerTrouble} from '../../update/store-health.ts';

/** What is compared: seen and by theory. */
export type CacheFigures = {readonly hitRate: number; readonly meanAgeSeconds: number};

/** How far the shown value is off. `part`: what an answer consists of, where each may be off by itself. */
export type ErrorView =
	| {readonly kind: 'nothing'}
	/** `lateSeconds`: for this long it was not measured, which is too long; undefined while it is being measured. */
	| {readonly kind: 'unknown'; readonly lateSeconds: number | undefined; readonly rows: readonly OffRow[]; readonly part: string | undefined}
	| {
			readonly kind: 'known';
			readonly checkedAt: string;
			readonly everySeconds: number;
			readonly rows: readonly OffRow[];
			readonly worst: Off | undefined;
			readonly part: string | undefined;
	  };

/** Everything that the cache panel is a function of; times of day as the clocks show them. */
export type CacheView = Pick<ReadCounts, 'reads' | 'outcomes'> & {
	/** Misses of what is seldom asked about. */
	readonly rareMisses: number | undefined;
	/** "1 viewer, every 1.2 s". */
	readonly readers: string;
	readonly ttlSeconds: number;
	/** A new TTL acts with the next fill, not at once. */
	readonly actsNextFill: boolean;
	/** Until the key ends, and how long after that its answer is still kept. */
	readonly leftSeconds: number;
	readonly graceSeconds: number;
	readonly endsAt: string | undefined;
	readonly isKeyKnown: boolean;
	/** All keys of the scenario in Redis, where it has one for each of many. */
	readonly keys: {readonly count: number; readonly bytes: number} | undefined;
	/** What is wrong with Redis. */
	readonly trouble: string | undefined;
	readonly shed: number;
	readonly seen: CacheFigures | undefined;
	readonly theory: CacheFigures | 'computing' | 'no formula';
	/** Until seen and theory can be compared. */
	readonly settlesInSeconds: number;
	/** Since when reads are counted, or, where the old TTL still runs, from when on. */
	readonly since: string;
	readonly isOldTtlRunning: boolean;
	/** Why they are counted again, and what those before came to. */
	readonly why: string | undefined;
	readonly before: string | undefined;
	readonly shown: {readonly ageSeconds: number; readonly asOf: string} | undefined;
	readonly error: ErrorView;
};

export function cacheView(state: State): CacheView {
	const {
		holdings: {redis: keys},
	} = state;
	const {ttlSeconds, ttlMode, keyExpiresAtMs, isKeyKnown, layers, statistics, recount, shown, nowMs, timeZone} = state;
	const left = leftSeconds(state);
	return {
		readers: loadText(state),
		ttlSeconds,
		actsNextFill: ttlMode === 'next',
		leftSeconds: left,
		graceSeconds: graceLeftSeconds(state),
		endsAt: keyExpiresAtMs !== undefined && left > 0 ? clockTime(keyExpiresAtMs, timeZone) : undefined,
		isKeyKnown,
		keys: state.scenario.question.abouts && keys?.count !== undefined ? {count: keys.count, bytes: keys.bytes ?? 0} : undefined,
		trouble: layerTrouble('redis', layers.redis),
		reads: statistics.reads,
		outcomes: statistics.outcomes,
		rareMisses: statistics.rareMisses,
		shed: statistics.shed,
		seen: seenFigures(state, nowMs),
		theory: predictedReads(state),
		settlesInSeconds: settlesInSeconds(state, nowMs),
		since: clockTime(statistics.sinceMs, timeZone),
		isOldTtlRunning: waitsUntilMs(state) !== undefined,
		why: recount?.why,
		before: recount?.before && beforeText(recount),
		shown: shown && {
			ageSeconds: Math.round(Math.max(0, Math.max(nowMs, shown.servedAtMs) - shown.answer.asOfMs) / 1000),
			asOf: clockTime(shown.answer.asOfMs, timeZone),
		},
		error: errorView(state),
	};
}

function errorView(state: State): ErrorView {
	const {
		scenario: {
			error: {compare, part},
		},
		shown,
		truth,
		timeZone,
	} = state;
	const block = errorBlock(state);
	if (block.kind === 'nothing' || !shown) {
		return {kind: 'nothing'};
	}

	if (block.kind !== 'measured' || block.forSeconds !== undefined || !truth) {
		// What was measured too long ago says nothing of now: no figure, and no word that all is well.
		return {kind: 'unknown', lateSeconds: block.kind === 'measuring' ? undefined : block.forSeconds, rows: compare(shown.answer, shown.answer).rows, part};
	}

	return {kind: 'known', checkedAt: clockTime(block.atMs, timeZone), everySeconds: truth.everySeconds, ...block.off, part};
}
