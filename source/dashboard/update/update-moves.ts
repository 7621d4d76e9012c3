import {placedIn} from '../selectors/placed-in.ts';
import {type Moves, stepMs, travelMs, type Way} from '../state/moves.ts';
import type {State} from '../state/state.ts';
import type {Event} from './event.ts';

/** What is on its way after an event, which left `state`. */
export function movesAfter(before: State, event: Event, state: State, nowMs: number): Moves {
	const ways = waysOf(before, event, state);
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

/** The ways along which something really went. */
function waysOf({job: before}: State, event: Event, state: State): readonly Way[] {
	switch (event.type) {
		case 'reads-ended': {
			const served = event.reads.some(({outcome}) => outcome !== 'error' && outcome !== 'bypass');
			return [...event.asked.fillsMs.length > 0 ? ['redis' as const] : [], ...served ? ['readers' as const] : []];
		}

		case 'facts-streamed': {
			return [placedIn(state)];
		}

		case 'facts-seeded': {
			return event.result.stored > 0 ? [placedIn(state)] : [];
		}

		case 'job-progressed': {
			const into = {seed: placedIn(state), archive: 'gcs'} as const;
			const {name, done} = before ?? {};
			return (name === 'seed' || name === 'archive') && event.done > (done ?? 0) ? [into[name]] : [];
		}

		case 'facts-archived': {
			return event.result.created > 0 ? ['gcs'] : [];
		}

		default: {
			return [];
		}
	}
}
