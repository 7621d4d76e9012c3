import type {Truth} from '../../flows/measure-truth.ts';
import {isDown, type Read} from '../../flows/read-answer.ts';
import {withRead} from '../../lab/read-counts.ts';
import {note} from './note.ts';
import {storesLeft} from './store-health.ts';
import {fillLimit, type ReadStatistics, sampleLimit, type ShownRead, type State} from '../state/state.ts';

/** Reads taken from one batch for the chart: a crowd's reads come faster than it can show. */
const samplesPerBatch = 4;

/** What a load asked of the origin in a while. */
export type Asked = {
	readonly queries: number;
	/** Fills that ended with a value in the cache: from the query's start until its value stood, in milliseconds, in the order in which they ended. */
	readonly fillsMs: readonly number[];
	readonly shed: number;
};

/** Reads of the load ended, in this order. */
export function readsEnded(state: State, reads: readonly Read[], {queries, fillsMs, shed}: Asked): State {
	let next = state;
	for (const read of reads) {
		next = readEnded(next, read);
	}

	const {statistics} = next;
	const isCounted = reads.length === 0 || reads.at(-1)!.servedAtMs >= statistics.sinceMs;
	const usualFillsMs = next.coldFillMs === undefined ? fillsMs.slice(1) : fillsMs;
	const sampled = reads.filter(({outcome}) => outcome === 'hit' || outcome === 'miss');
	const every = Math.ceil(sampled.length / samplesPerBatch);
	return {
		...next,
		coldFillMs: next.coldFillMs ?? fillsMs[0],
		samples: keepSamples([
			...next.samples,
			...sampled
				.filter(({outcome}, i) => outcome === 'miss' || i % every === 0)
				.slice(0, samplesPerBatch)
				.map(({outcome, latencyMs}) => ({kind: outcome as 'hit' | 'miss', latencyMs})),
		]),
		statistics: {
			...statistics,
			originQueries: statistics.originQueries + (isCounted ? queries : 0),
			fills: statistics.fills + fillsMs.length,
			recentFillsMs: [...statistics.recentFillsMs, ...usualFillsMs].slice(-fillLimit),
			shed: statistics.shed + shed,
		},
	};
}

/** The truth is known again: what is shown is compared with it, unless it is newer than this truth. */
export function truthMeasured(
	state: State,
	{truth, everySeconds, isExtra = false}: {readonly truth: Truth; readonly everySeconds: number; readonly isExtra?: boolean},
): State {
	const {scenario, shown} = state;
	if (truth.about !== state.about) {
		return state;
	}

	// At midnight the headline begins again: what it was off by the day before is no part of it.
	const isOfNextDay = state.truth && scenario.error.compare(state.truth.answer, truth.answer).rows[0].missing !== undefined;
	const statistics = isOfNextDay ? {...state.statistics, truths: 0, offSum: 0} : state.statistics;
	const off = shown && shown.answer.asOfMs <= truth.answer.asOfMs ? scenario.error.compare(shown.answer, truth.answer) : undefined;
	return {
		...state,
		truth: {...truth, everySeconds, queries: (state.truth?.queries ?? 0) + 1},
		...(off && {off, offAtMs: truth.answer.asOfMs}),
		// What was read under another setting is none of this one's errors; and just after a change any value is right.
		statistics:
			isExtra || shown === undefined || off === undefined || shown.servedAtMs < statistics.sinceMs
				? statistics
				: {...statistics, truths: statistics.truths + 1, offSum: statistics.offSum + Math.abs(off.rows[0].amount)},
	};
}

function readEnded(state: State, read: Read): State {
	const statistics = countRead(begun(state, read), read, state.scenario.question.abouts?.rare?.has(read.about));
	const told = tellReason(storesLeft(state, read), read);
	const isKeyKnown = read.outcome === 'error' ? state.isKeyKnown && !isDown(read.stores.redis) : read.stands !== undefined;
	if (read.outcome === 'error') {
		return {...told, statistics, lastRead: read, isKeyKnown, keyExpiresAtMs: isKeyKnown ? state.keyExpiresAtMs : undefined};
	}

	// The clock ticks but once a second: what was served is not of the future, and no key lives longer than its TTL.
	const heard = {...told, nowMs: Math.max(state.nowMs, read.servedAtMs), statistics, lastRead: read};
	if (read.about !== state.about) {
		return heard;
	}

	const shown: ShownRead = read;
	return {
		...heard,
		shown,
		// The error of the value before is not this one's.
		...(read.answer.asOfMs !== state.shown?.answer.asOfMs && {shownSinceMs: read.servedAtMs, off: undefined}),
		isKeyKnown,
		keyExpiresAtMs: read.stands ? keyEnd(state, shown) : undefined,
	};
}

/** How long a reason is not said again where reads of other answers were between: viewers read many keys in turn. */
const reasonHoldsMs = 60_000;

/**
 * A reason is said once, not at each read of an outage. What the health of a store says already is not said again, nor what the miss says that a
 * coalesced read waited for.
 */
function tellReason(state: State, {about, outcome, reason, servedAtMs, stores}: Read): State {
	const {lastRead} = state;
	if (reason === undefined || outcome === 'coalesced' || isDown(stores.redis) || isDown(stores.mongo)) {
		return state;
	}

	const text = `${outcome}: ${reason}`;
	const isEnded = lastRead?.about === about && lastRead.reason === undefined;
	const isSaid = state.activity.some(line => line.text === text && servedAtMs - line.atMs < reasonHoldsMs);
	return (reason === lastRead?.reason && outcome === lastRead.outcome) || (isSaid && !isEnded)
		? state
		: note(state, servedAtMs, text, outcome === 'error' ? 'failed' : 'note');
}

/** When the key ends: as this value says, unless the end was moved since it was stored, or the key is gone. */
function keyEnd({shown, keyExpiresAtMs, keyRemovedAtMs}: State, read: ShownRead): number | undefined {
	if (read.servedAtMs <= keyRemovedAtMs) {
		return keyExpiresAtMs;
	}

	return keyExpiresAtMs !== undefined && read.answer.asOfMs === shown?.answer.asOfMs ? keyExpiresAtMs : read.expiresAtMs;
}

/** A key that went before its end was filled again: a TTL that waited for that acts from here. */
function begun({statistics, recount}: State, read: Read): ReadStatistics {
	const isFilled = read.outcome !== 'error' && read.stands && recount !== undefined && read.answer.asOfMs > recount.atMs;
	return isFilled && read.servedAtMs < statistics.sinceMs ? {...statistics, sinceMs: read.servedAtMs} : statistics;
}

function countRead(statistics: ReadStatistics, read: Read, isRare: boolean | undefined): ReadStatistics {
	// Until a TTL that acts with the next fill acts, reads are the one's before.
	if (read.servedAtMs < statistics.sinceMs) {
		return statistics;
	}

	const counted = withRead(statistics, read);
	return isRare && read.outcome === 'miss' ? {...counted, rareMisses: (counted.rareMisses ?? 0) + 1} : counted;
}

/** The oldest go a quarter at a time, so that the chart need not move with every read. */
export function keepSamples(samples: State['samples']): State['samples'] {
	return samples.length > sampleLimit ? samples.slice(-Math.ceil((sampleLimit * 3) / 4)) : samples;
}
