import type {Popularity} from '../../chance/popularity.ts';
import {type ArrivalsChoice, readsPerSecond} from '../../lab/arrivals-choice.ts';
import type {CachePolicy} from '../../lab/cache-policy.ts';
import {policyOf} from '../../lab/protections.ts';
import {quantile} from '../../lab/quantiles.ts';
import type {ReadingLoad} from '../../lab/reading-load.ts';
import {formatCount} from '../../words/count.ts';
import {formatDuration} from '../../words/duration.ts';
import type {State} from '../state/state.ts';
import {presentRoom} from './present-room.ts';

/** How reads come at present: from the dashboard alone, or from the viewers. */
export function presentArrivals({viewers: {count, arrivals, everySeconds}, refreshSeconds}: Pick<State, 'viewers' | 'refreshSeconds'>): ArrivalsChoice {
	if (count === 0) {
		return {kind: 'poll', pollSeconds: refreshSeconds, viewers: 1};
	}

	return arrivals === 'poll'
		? {kind: 'poll', pollSeconds: everySeconds, viewers: count}
		: {kind: arrivals, ratePerSecond: count / everySeconds, viewers: count};
}

export function presentPolicy({ttlSeconds, protection}: Pick<State, 'ttlSeconds' | 'protection'>): CachePolicy {
	return policyOf(ttlSeconds, protection);
}

/** How popular the keys are that viewers read; undefined of a scenario with one key, and while the dashboard alone reads. */
export function presentPopularity({scenario, viewers}: Pick<State, 'scenario' | 'viewers'>): Popularity | undefined {
	return viewers.count > 0 ? scenario.question.abouts?.popularity : undefined;
}

/** The present load, as theory and the simulator take it; the fill time is the one measured, and before the first fill the one added. */
export function presentLoad(state: State): ReadingLoad {
	return {
		policy: presentPolicy(state),
		arrivals: presentArrivals(state),
		fillSeconds: presentFillSeconds(state) ?? state.addedFillSeconds,
		ownProcess: state.viewers.count > 0 && state.viewers.ownProcess,
		popularity: presentPopularity(state),
		keysInMemory: presentRoom(state),
	};
}

/** The same on the key of what is shown: of many keys it has its part of the reads, which come at random. */
export function loadOnShownKey(state: State): ReadingLoad {
	const {
		scenario: {
			question: {abouts},
		},
		about,
	} = state;
	const {popularity, keysInMemory: _, ...load} = presentLoad(state);
	const share = abouts && popularity?.[abouts.all.indexOf(about)];
	return share === undefined
		? load
		: {...load, arrivals: {kind: 'poisson', ratePerSecond: share * readsPerSecond(load.arrivals), viewers: state.viewers.count}};
}

/**
 * L as measured since the last change: the median of the last fills, since a cold or a crowded one is many times the usual.
 * The first fill of all stands for it while there is no other; undefined before the first since the change.
 */
export function presentFillSeconds({statistics: {fills, recentFillsMs}, coldFillMs}: Pick<State, 'statistics' | 'coldFillMs'>): number | undefined {
	const fillMs = recentFillsMs.length > 0 ? quantile(recentFillsMs, 0.5) : fills > 0 ? coldFillMs : undefined;
	return fillMs === undefined ? undefined : fillMs / 1000;
}

/** "1 viewer, every 1.2 s", "30 laptops, each every 5 s", "30 viewers, 6 reads a second (Poisson)". */
export function loadText({viewers: {count, arrivals, everySeconds, ownProcess}, refreshSeconds}: Pick<State, 'viewers' | 'refreshSeconds'>): string {
	if (count === 0) {
		return `1 viewer, every ${formatDuration(refreshSeconds)}`;
	}

	const who = `${formatCount(count)} ${ownProcess ? 'laptop' : 'viewer'}${count === 1 ? '' : 's'}`;
	const how = arrivals === 'poll' ? '' : arrivals === 'poisson' ? ', Poisson' : ', even';
	return `${who}, ${count === 1 ? '' : 'each '}every ${formatDuration(everySeconds)}${how}`;
}
