import type {TogetherPhases} from '../../flows/measure-together.ts';
import {peakText} from '../../flows/together-words.ts';
import type {ArrivalsChoice} from '../../lab/arrivals-choice.ts';
import {formatDuration} from '../../words/duration.ts';
import {isOpen} from '../selectors/is-open.ts';
import {loadText, presentArrivals} from '../selectors/present-load.ts';
import {ghostLimit, type Laboratory, type SimulatedPoint, type Theory, type WhatIfAnswer} from '../state/laboratory-state.ts';
import type {State} from '../state/state.ts';
import {freshRun} from './fresh-run.ts';
import {note} from './note.ts';
import {startJob} from './start-job.ts';
import type {Handlers} from './step.ts';

/** Guess, theory, what-if and error budget. */
export type LaboratoryEvents = {
	'charts-swapped': object;
	'figures-shown': Pick<State['laboratory'], 'shows'>;
	/** All keys are to end together, without jitter and with it. */
	'jitter-wished': object;
	'jitter-measured': {phases: TogetherPhases};
	'guess-moved': {hitRate: number};
	'guess-left': object;
	'guess-placed': object;
	/** An answer of theory; `run` is the run it was asked in, as `State.recount` has it. */
	'theory-found': {theory: Omit<Theory, 'isCurrent'>; run: State['recount']};
	'what-if-wished': {ttlSeconds: number};
	'simulation-ended': {point: SimulatedPoint; answer: WhatIfAnswer};
	'simulation-failed': {reason: string};
	'answer-closed': object;
	'budget-chosen': {share: number};
};

/** How keys that end together are to be read. */
type JitterWanted = Pick<State, 'protection' | 'ttlSeconds'> & {
	readonly arrivals: ArrivalsChoice;
	readonly ownProcess: boolean;
	readonly fillSeconds: number;
};

export type LaboratoryCommands = {
	jitter: {wanted: JitterWanted};
};

export const laboratoryHandlers: Handlers<LaboratoryEvents, LaboratoryCommands> = {
	'charts-swapped': state => inLaboratory(state, {chartPair: state.laboratory.chartPair === 0 ? 1 : 0}),
	'figures-shown': (state, {shows}) => inLaboratory(state, {shows}),
	'jitter-wished'(state) {
		const {protection, ttlSeconds, viewers, addedFillSeconds} = state;
		const wanted = {protection, ttlSeconds, arrivals: presentArrivals(state), ownProcess: viewers.ownProcess, fillSeconds: addedFillSeconds};
		return startJob(inLaboratory(state, {shows: 'jitter'}), 'jitter', 0, {type: 'jitter', wanted});
	},
	'jitter-measured'(state, {phases}, nowMs) {
		const next = inLaboratory({...state, job: undefined}, {jitter: {...phases, loadText: loadText(state)}});
		return note(next, nowMs, `jitter: ${peakText(phases)}`, 'done');
	},
	'guess-moved': (state, {hitRate}) => inLaboratory(state, {guess: {hitRate, ttlSeconds: state.ttlSeconds, isPlacing: true}}),
	'guess-left': state => inLaboratory(state, {guess: undefined}),
	'guess-placed'(state, _, nowMs) {
		const {guess} = state.laboratory;
		if (!guess) {
			return state;
		}

		const next = inLaboratory(freshRun(state, nowMs, 'you placed a guess'), {guess: {...guess, isPlacing: false}});
		return note(next, nowMs, `guess: ${Math.round(guess.hitRate * 100)} % hits at a TTL of ${formatDuration(guess.ttlSeconds)}; the run starts`);
	},
	'theory-found': (state, {theory, run}) => inLaboratory(state, {theory: {...theory, isCurrent: run === state.recount}}),
	'what-if-wished': (state, {ttlSeconds}) => (isOpen(state) ? inLaboratory(state, {simulatingSeconds: ttlSeconds}) : state),
	'simulation-ended'(state, {point, answer}) {
		const others = state.laboratory.whatIf.filter(({ttlSeconds}) => ttlSeconds !== point.ttlSeconds);
		return inLaboratory(state, {simulatingSeconds: undefined, answer, whatIf: [...others, point].slice(-ghostLimit)});
	},
	'simulation-failed': (state, {reason}, nowMs) => note(inLaboratory(state, {simulatingSeconds: undefined}), nowMs, `what if: ${reason}`, 'failed'),
	'answer-closed': state => inLaboratory(state, {answer: undefined}),
	'budget-chosen': (state, {share}) => inLaboratory(state, {budgetShare: share}),
};

function inLaboratory(state: State, changes: Partial<Laboratory>): State {
	return {...state, laboratory: {...state.laboratory, ...changes}};
}
