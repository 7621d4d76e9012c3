import {protectionText} from '../../lab/protections.ts';
import {formatDuration} from '../../words/duration.ts';
import type {Event} from '../state/event.ts';
import {freshRun} from './fresh-run.ts';
import {ghostLimit, type Laboratory} from '../state/laboratory-state.ts';
import {note} from './note.ts';
import {presentBudget} from '../selectors/present-budget.ts';
import {loadText} from '../selectors/present-load.ts';
import {stampedeReasons, stampedeText} from '../selectors/stampede-words.ts';
import type {State} from '../state/state.ts';

type ExperimentEvent = Extract<Event, {type:
	'viewers-chosen' | 'protection-chosen' | 'added-fill-chosen' | 'stampede-ended' | 'charts-swapped' | 'guess-moved' | 'guess-left' | 'guess-placed'
	| 'theory-found' | 'answer-closed' | 'simulation-started' | 'simulation-ended' | 'simulation-failed' | 'budget-chosen';}>;

/** The part of `update` that is about the load, the protections and the laboratory. */
export function updateExperiment(state: State, event: ExperimentEvent): State {
	const {laboratory} = state;
	const inLaboratory = (changes: Partial<Laboratory>): State => ({...state, laboratory: {...laboratory, ...changes}});
	switch (event.type) {
		case 'viewers-chosen': {
			const next = {...otherLoad(state, event.nowMs, 'the viewers changed'), viewers: event.viewers};
			return note(next, event.nowMs, `load: ${loadText(next)}`);
		}

		case 'protection-chosen': {
			const next = {...otherLoad(state, event.nowMs, 'the protection changed'), protection: event.protection};
			return note(next, event.nowMs, `protection: ${protectionText(event.protection)}`);
		}

		case 'added-fill-chosen': {
			const text = event.seconds === 0 ? 'the origin is as fast as it is' : `slow origin: ${formatDuration(event.seconds)} added to each query`;
			return note({...otherLoad(state, event.nowMs, 'the slow origin changed'), addedFillSeconds: event.seconds}, event.nowMs, text);
		}

		case 'stampede-ended': {
			const {measured, predicted} = event;
			const reasons = stampedeReasons(state, measured, predicted);
			// A cycle that was cut by hand is none of theory's.
			const next = {...freshRun(inLaboratory({stampede: {measured, predicted, reasons, atMs: event.nowMs}}), event.nowMs, 'the stampede ended', event.nowMs), job: undefined};
			// The newest line stands above: the result first, then where it comes from.
			return note(reasons.toReversed().reduce<State>((told, reason) => note(told, event.nowMs, reason), next), event.nowMs, stampedeText(measured, predicted), 'done');
		}

		case 'charts-swapped': {
			return inLaboratory({chartPair: laboratory.chartPair === 0 ? 1 : 0});
		}

		case 'guess-moved': {
			return inLaboratory({guess: {hitRate: event.hitRate, ttlSeconds: state.ttlSeconds, isPlacing: true}});
		}

		case 'guess-left': {
			return inLaboratory({guess: undefined});
		}

		case 'guess-placed': {
			if (!laboratory.guess) {
				return state;
			}

			const next = freshRun(state, event.nowMs, 'the guess was placed');
			const guess = {...laboratory.guess, isPlacing: false};
			return note({...next, laboratory: {...next.laboratory, guess}}, event.nowMs, `guess: ${Math.round(guess.hitRate * 100)} % hits at a TTL of ${formatDuration(guess.ttlSeconds)}; the run starts`);
		}

		case 'theory-found': {
			return inLaboratory({theory: event.theory});
		}

		case 'simulation-started': {
			return inLaboratory({simulatingSeconds: event.ttlSeconds});
		}

		case 'simulation-ended': {
			const {point, answer} = event;
			const others = laboratory.whatIf.filter(({ttlSeconds}) => ttlSeconds !== point.ttlSeconds);
			return inLaboratory({simulatingSeconds: undefined, answer, whatIf: [...others, point].slice(-ghostLimit)});
		}

		case 'answer-closed': {
			return inLaboratory({answer: undefined});
		}

		case 'simulation-failed': {
			return note(inLaboratory({simulatingSeconds: undefined}), event.nowMs, `what if: ${event.reason}`, event.reason === 'cancelled' ? 'note' : 'failed');
		}

		case 'budget-chosen': {
			const next = inLaboratory({budgetShare: event.share});
			return {...next, laboratory: {...next.laboratory, budget: presentBudget(next)}};
		}
	}
}

/** What was simulated and what was seen was of the load before: it does not belong beside the theory of this one. */
function otherLoad(state: State, nowMs: number, why: string): State {
	const next = freshRun(state, nowMs, why);
	return {...next, laboratory: {...next.laboratory, ghosts: [], whatIf: [], answer: undefined, simulatingSeconds: undefined}};
}
