import {type Moves, stepMs, travelMs, type Way} from '../state/moves.ts';
import type {State} from '../state/state.ts';
import type {Event, Events} from './event.ts';
import type {Named} from './step.ts';

/** What is on its way after an event, which left `state`. */
export function movesAfter(before: State, event: Event, state: State, nowMs: number): Moves {
	// TypeScript does not see that handler and event have the same name.
	const waysOf = went[event.type] as ((state: State, event: Event, before: State) => readonly Way[]) | undefined;
	const ways = waysOf?.(state, event, before) ?? [];
	if (ways.length === 0) {
		return state.moves;
	}

	const moves: Record<string, readonly number[]> = {...state.moves};
	for (const way of ways) {
		const standing = (state.moves[way] ?? []).filter(atMs => atMs > nowMs - travelMs && atMs <= nowMs);
		moves[way] = (standing.at(-1) ?? Number.NEGATIVE_INFINITY) > nowMs - stepMs ? standing : [...standing, nowMs];
	}

	return moves;
}

/** For each event that tells of something that really went, along which ways it did. */
const went: {readonly [Type in keyof Events]?: (state: State, event: Named<Events, Type>, before: State) => readonly Way[]} = {
	'reads-ended'(_, {reads, asked: {fillsMs}}) {
		const isServed = reads.some(({outcome}) => outcome !== 'error' && outcome !== 'bypass');
		return [...(fillsMs.length > 0 ? ['redis' as const] : []), ...(isServed ? ['readers' as const] : [])];
	},
	'facts-streamed': state => [state.placedIn],
	'facts-seeded': (state, {result: {stored}}) => (stored > 0 ? [state.placedIn] : []),
	'job-progressed'(state, {done}, {job}) {
		const isFurther = done > (job?.done ?? 0);
		return isFurther && job?.name === 'seed' ? [state.placedIn] : isFurther && job?.name === 'archive' ? ['gcs'] : [];
	},
	// While facts are placed in MongoDB itself, what is brought over is none of their way.
	'fill-told': (state, {news}) => (news.type === 'brought' && state.placedIn !== 'mongo' ? ['mongo'] : []),
	'facts-archived': (_, {result: {created}}) => (created > 0 ? ['gcs'] : []),
};
