import {describe, expect, test} from 'vitest';
import type {Event} from '../../../source/dashboard/update/event.ts';
import {ghostLimit} from '../../../source/dashboard/state/laboratory-state.ts';
import {emptyStatistics, type State} from '../../../source/dashboard/state/state.ts';
import {at, type Happening, nowMs, openState, stateAfter, statistics} from '../desk.ts';

const laterMs = nowMs + 5000;
const point = (ttlSeconds: number, hitRate = 0.9) => ({ttlSeconds, hitRate, meanAgeSeconds: 2, originPerSecond: 0.1, reads: 200_000});
const theory = {question: 'q', isCurrent: true, present: undefined, band: undefined, reads: 0, seenHitRate: undefined, curve: []};
const run: State = {
	...openState,
	statistics: statistics(100, 80, {sinceMs: nowMs - 1_000_000}),
	laboratory: {...openState.laboratory, theory, guess: {hitRate: 0.6, ttlSeconds: 300, isPlacing: false}, whatIf: [point(5)], simulatingSeconds: 86_400},
};
const after = (...happenings: ReadonlyArray<Event | Happening>) => stateAfter(run, ...happenings);
const newest = ({activity: [first]}: State) => first;

const viewers = {...openState.viewers, count: 30};
const protection = {...openState.protection, on: new Set(['lock', 'jitter'] as const)};
const otherLoads: ReadonlyArray<readonly [Happening, Partial<State>, string]> = [
	[at(laterMs, {type: 'viewers-chosen', viewers}), {viewers}, 'load: 30 viewers, each every 5 s'],
	[at(laterMs, {type: 'protection-chosen', protection}), {protection}, 'protection: lock, jitter'],
	[at(laterMs, {type: 'added-fill-chosen', seconds: 0.4}), {addedFillSeconds: 0.4}, 'slow origin: 400 ms added to each query'],
];

describe.each(otherLoads)('another load: $event.type', (event, changes, text) => {
	test('is taken over and told', () => {
		const next = after(event);
		expect(next).toMatchObject(changes);
		expect(newest(next)).toMatchObject({atMs: laterMs, text, kind: 'note'});
	});

	test('starts the statistics afresh and leaves no ghost: it does not belong beside the theory of this load', () => {
		const next = after({type: 'ttl-chosen', ttlSeconds: 300}, event);
		expect(after({type: 'ttl-chosen', ttlSeconds: 300}).laboratory.ghosts).toMatchObject([{ttlSeconds: 300, hitRate: 0.8}]);
		expect(next.statistics).toEqual(emptyStatistics(laterMs));
		expect(next.laboratory.ghosts).toEqual([]);
	});

	test('drops the guess, the theory and what was simulated: they were of the load before', () => {
		expect(after(event).laboratory).toMatchObject({guess: undefined, theory: {isCurrent: false}, whatIf: [], simulatingSeconds: undefined});
	});

	test('leaves TTL, budget, stampede, screen and what is shown alone', () => {
		const {activity: _, statistics: __, recount, laboratory, ...rest} = after(event);
		expect(recount?.before).toBe(run.statistics);
		const {activity: ___, statistics: ____, recount: _____, laboratory: before, ...same} = {...run, ...changes};
		expect(rest).toEqual(same);
		expect(laboratory).toMatchObject({budgetShare: before.budgetShare, stampede: before.stampede, chartPair: before.chartPair});
	});
});

test('a fast origin again is said as such', () => {
	expect(newest(after({type: 'added-fill-chosen', seconds: 0}))?.text).toBe('slow origin off');
});

test('another TTL drops the guess and keeps what was simulated: the load is the same', () => {
	const next = after(at(laterMs, {type: 'ttl-chosen', ttlSeconds: 60}));
	expect(next.laboratory).toMatchObject({guess: undefined, whatIf: [point(5)], simulatingSeconds: 86_400, ghosts: [{ttlSeconds: 300}]});
	expect(next.statistics).toEqual(emptyStatistics(laterMs));
});

describe('a guess', () => {
	test('is placed about the present TTL, and starts a run that it outlives', () => {
		const placed = after({type: 'ttl-chosen', ttlSeconds: 60}, {type: 'guess-moved', hitRate: 0.55}, at(laterMs, {type: 'guess-placed'}));
		expect(placed.laboratory.guess).toEqual({hitRate: 0.55, ttlSeconds: 60, isPlacing: false});
		expect(placed.statistics).toEqual(emptyStatistics(laterMs));
		expect(newest(placed)?.text).toBe('guess: 55 % hits at a TTL of 1 min; the run starts');
	});

	test('that is left is gone, and none that is placed changes nothing', () => {
		const left = after({type: 'guess-moved', hitRate: 0.55}, {type: 'guess-left'});
		expect(left.laboratory.guess).toBeUndefined();
		expect(left.statistics).toBe(run.statistics);
		expect(stateAfter(left, {type: 'guess-placed'})).toBe(left);
	});
});

describe('a stampede', () => {
	const measured = {originQueries: 1, waited: 12, tookMs: 400, fillMs: 400};

	test('stands beside its prediction, on the activity and in the laboratory, and ends the job', () => {
		const next = after({type: 'key-named', key: 'k'}, {type: 'stampede-wished'}, {type: 'stampede-ended', measured});
		// One of a process with a single-flight.
		expect(next).toMatchObject({job: undefined, laboratory: {stampede: {measured, predicted: 1}}, statistics: emptyStatistics(nowMs)});
		expect(newest(next)).toEqual({atMs: nowMs, text: 'stampede: 1 origin query (predicted 1), 12 reads waited, 400 ms', kind: 'done'});
	});

	test('without a formula says so', () => {
		// The lock ends before the fill does.
		const locked = after(
			{type: 'protection-chosen', protection: {...run.protection, lockSeconds: 0.1, on: new Set(['lock'])}},
			{type: 'viewers-chosen', viewers: {...viewers, ownProcess: true}},
			{type: 'stampede-ended', measured: {...measured, originQueries: 7}},
		);
		expect(newest(locked)?.text).toBe('stampede: 7 origin queries (no formula known), 12 reads waited, 400 ms');
	});
});

describe('what if', () => {
	const answer = {askedSeconds: 3600, sentences: ['It costs age.']};

	test('its answer stands until it is closed or the load changes; another TTL leaves it', () => {
		const stands = after({type: 'simulation-ended', point: point(3600), answer});
		expect(stateAfter(stands, {type: 'ttl-chosen', ttlSeconds: 60}).laboratory.answer).toBe(answer);
		expect(stateAfter(stands, {type: 'answer-closed'}).laboratory.answer).toBeUndefined();
		expect(stateAfter(stands, {type: 'viewers-chosen', viewers}).laboratory.answer).toBeUndefined();
	});

	test('a simulation is named while it runs, and its point stands afterwards', () => {
		const begun = after({type: 'what-if-wished', ttlSeconds: 3600});
		expect(begun.laboratory.simulatingSeconds).toBe(3600);
		expect(stateAfter(begun, {type: 'simulation-ended', point: point(3600), answer}).laboratory).toMatchObject({
			simulatingSeconds: undefined,
			whatIf: [point(5), point(3600)],
		});
	});

	test('the same TTL again replaces its point, and the oldest go', () => {
		const ended = (ttlSeconds: number, hitRate?: number): Event => ({type: 'simulation-ended', point: point(ttlSeconds, hitRate), answer});
		expect(after(ended(60), ended(5, 0.3)).laboratory.whatIf).toEqual([point(60), point(5, 0.3)]);
		const many = after(...Array.from({length: ghostLimit + 3}, (_, i) => ended(100 + i)));
		expect(many.laboratory.whatIf.map(({ttlSeconds}) => ttlSeconds)).toEqual(Array.from({length: ghostLimit}, (_, i) => 103 + i));
	});

	test('a failure is told, and leaves what stands', () => {
		const failed = after({type: 'simulation-failed', reason: 'no room'});
		expect(failed.laboratory).toMatchObject({simulatingSeconds: undefined, whatIf: [point(5)]});
		expect(newest(failed)).toEqual({atMs: nowMs, text: 'what if: no room', kind: 'failed'});
	});
});

test('the charts are swapped there and back, and theory is taken over', () => {
	expect(after({type: 'charts-swapped'}).laboratory.chartPair).toBe(1);
	expect(after({type: 'charts-swapped'}, {type: 'charts-swapped'}).laboratory.chartPair).toBe(0);
	const {isCurrent: _, ...found} = {...theory, question: 'another'};
	expect(after({type: 'theory-found', theory: found, run: run.recount}).laboratory.theory).toEqual({...found, isCurrent: true});
	// One that was asked in the run before is of another load.
	expect(after({type: 'added-fill-chosen', seconds: 1}, {type: 'theory-found', theory: found, run: run.recount}).laboratory.theory).toEqual({
		...found,
		isCurrent: false,
	});
});
