import type {ArrivalsChoice} from '../../lab/arrivals-choice.ts';
import type {CachePolicy} from '../../lab/cache-policy.ts';
import {layers as layerRecords} from '../../layers/layers.ts';
import {screenOf} from '../screens/screens.ts';
import {isOpen} from '../selectors/is-open.ts';
import {isTimed} from '../selectors/is-timed.ts';
import {presentArrivals, presentPolicy} from '../selectors/present-load.ts';
import {type TheoryQuestion, theoryQuestion} from '../selectors/theory-question.ts';
import {type WhatIfQuestion, whatIfQuestion} from '../selectors/what-if-question.ts';
import {travelMs} from '../state/moves.ts';
import {refillWaitedFor} from '../selectors/refill-text.ts';
import type {State} from '../state/state.ts';

/** Who reads; another one is another load, and begins again. */
export type Readers = Pick<State, 'about' | 'viewers' | 'protection' | 'addedFillSeconds'>;

/** What runs for as long as the state says so, each with what it runs with; undefined: it does not run. */
export type Runs = {
	/** A policy that changes within a load acts on what is read next. */
	readonly load: {readonly readers: Readers; readonly arrivals: ArrivalsChoice; readonly policy: CachePolicy} | undefined;
	/** Of the value that is shown, known by its as-of. */
	readonly truth: {readonly readers: Readers; readonly asOfMs: number | undefined} | undefined;
	/** With the key that is thought to stand. */
	readonly counts: {readonly key: string | undefined} | undefined;
	/** Whether the layers are asked what they hold: while somebody looks, of the key of the answer, and again once work has ended. */
	readonly look: {readonly key: string | undefined; readonly work: string | undefined; readonly open: string} | undefined;
	/** Whether what moves between the layers is drawn on its way. */
	readonly motion: true | undefined;
	/** Whether the layers that the lesson does not begin with are opened; not beside work, which may be measured. */
	readonly later: true | undefined;
	/** Whether MongoDB is filled from PostgreSQL. */
	readonly fill: true | undefined;
	/** Whether what Redis keeps live is looked after. */
	readonly upkeep: true | undefined;
	readonly stream: {readonly perSecond: number} | undefined;
	readonly theory: TheoryQuestion | undefined;
	readonly simulation: WhatIfQuestion | undefined;
};

/** What is to run in a state. */
export function whatRuns(state: State): Runs {
	const {about, isPaused, job, viewers, protection, addedFillSeconds, shown, cacheKey, keyExpiresAtMs, isStreaming, factsPerSecond, laboratory} = state;
	const mayAsk = mayRead(state) && !isTimed(job);
	const isLooking = screenOf(state).showsLayers && state.helpPage === undefined;
	const readers = mayRead(state) && !isPaused && !refillWaitedFor(state) ? {about, viewers, protection, addedFillSeconds} : undefined;
	return {
		load: readers && {readers, arrivals: presentArrivals(state), policy: presentPolicy(state)},
		truth: mayAsk && readers ? {readers, asOfMs: shown?.answer.asOfMs} : undefined,
		counts: mayAsk ? {key: keyExpiresAtMs === undefined ? undefined : cacheKey} : undefined,
		look: isLooking && mayAsk ? {key: cacheKey, work: job?.name, open: openLayers(state)} : undefined,
		motion: isLooking && isMoving(state) ? true : undefined,
		later: isOpen(state) && shown && !job ? true : undefined,
		fill: isOpen(state) && state.layers.postgres.backend ? true : undefined,
		upkeep: mayAsk && state.scenario.live?.keep ? true : undefined,
		stream: isOpen(state) && isStreaming && !standsStill(state) ? {perSecond: factsPerSecond} : undefined,
		theory: theoryQuestion(state, screenOf(state).showsTheory),
		simulation: laboratory.simulatingSeconds === undefined ? undefined : whatIfQuestion(state, laboratory.simulatingSeconds),
	};
}

/** The names of those that are open: another one is looked into at once. */
function openLayers({layers}: State): string {
	return layerRecords
		.filter(({name}) => layers[name].backend)
		.map(({name}) => name)
		.join(' ');
}

/** What is live has no past: it is compared with the others while nothing changes. */
function standsStill({scenario: {live}, job}: State): boolean {
	return live?.question !== undefined && job?.name === 'compare';
}

function isMoving({moves, nowMs}: State): boolean {
	return Object.values(moves).some(times => times.some(atMs => atMs > nowMs - travelMs));
}

/** Whether there may be something to read: not while the first facts of an embedded MongoDB are on their way. */
function mayRead(state: State): boolean {
	const {job, held, layers} = state;
	return isOpen(state) && !(job?.name === 'seed' && held.mongo === 0 && layers.mongo.backend?.kind === 'embedded');
}
