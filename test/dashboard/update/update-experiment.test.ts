import {describe, expect, test} from 'vitest';
import type {Event} from '../../../source/dashboard/state/event.ts';
import {ghostLimit} from '../../../source/dashboard/state/laboratory-state.ts';
import {emptyStatistics, type State} from '../../../source/dashboard/state/state.ts';
import {update} from '../../../source/dashboard/update/update.ts';
import {nowMs, openState, statistics} from '../desk.ts';

const laterMs = nowMs + 5000;
const point = (ttlSeconds: number, hitRate = 0.9) => ({ttlSeconds, hitRate, meanAgeSeconds: 2, originPerSecond: 0.1, errorShare: undefined, reads: 200_000});
const theory = {question: 'q', isCurrent: true, present: undefined, band: undefined, reads: 0, seenHitRate: undefined, curve: []};
const run: State = {
	...openState,
	statistics: statistics(100, 80, {sinceMs: nowMs - 1_000_000}),
	laboratory: {...openState.laboratory, theory, guess: {hitRate: 0.6, ttlSeconds: 300, isPlacing: false}, whatIf: [point(5)], simulatingSeconds: 86_400},
};
const after = (...events: readonly Event[]) => events.reduce(update, run);
const newest = ({activity: [first]}: State) => first;

const viewers = {...openState.viewers, count: 30};
const protection = {...openState.protection, on: new Set(['lock', 'jitter'] as const)};
const otherLoads: ReadonlyArray<readonly [Event, Partial<State>, string]> = [
	[{type: 'viewers-chosen', viewers, nowMs: laterMs}, {viewers}, 'load: 30 viewers, each every 5 s'],
	[{type: 'protection-chosen', protection, nowMs: laterMs}, {protection}, 'protection: lock, jitter'],
	[{type: 'added-fill-chosen', seconds: 0.4, nowMs: laterMs}, {addedFillSeconds: 0.4}, 'slow origin: 400 ms added to each query'],
];

describe.each(otherLoads)('another load: $type', (event, changes, text) => {
	test('is taken over and told', () => {
		const next = after(event);
		expect(next).toMatchObject(changes);
		expect(newest(next)).toEqual({atMs: laterMs, text, kind: 'note'});
	});

	test('starts the statistics afresh and leaves no ghost: it does not belong beside the theory of this load', () => {
		const next = after({type: 'ttl-chosen', ttlSeconds: 300, nowMs}, event);
		expect(after({type: 'ttl-chosen', ttlSeconds: 300, nowMs}).laboratory.ghosts).toMatchObject([{ttlSeconds: 300, hitRate: 0.8}]);
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
	expect(newest(after({type: 'added-fill-chosen', seconds: 0, nowMs}))?.text).toBe('the origin is as fast as it is');
});

test('another TTL drops the guess and keeps what was simulated: the load is the same', () => {
	const next = after({type: 'ttl-chosen', ttlSeconds: 60, nowMs: laterMs});
	expect(next.laboratory).toMatchObject({guess: undefined, whatIf: [point(5)], simulatingSeconds: 86_400, ghosts: [{ttlSeconds: 300}]});
	expect(next.statistics).toEqual(emptyStatistics(laterMs));
});

describe('a guess', () => {
	test('is placed about the present TTL, and starts a run that it outlives', () => {
		const placed = after({type: 'ttl-chosen', ttlSeconds: 60, nowMs}, {type: 'guess-moved', hitRate: 0.55}, {type: 'guess-placed', nowMs: laterMs});
		expect(placed.laboratory.guess).toEqual({hitRate: 0.55, ttlSeconds: 60, isPlacing: false});
		expect(placed.statistics).toEqual(emptyStatistics(laterMs));
		expect(newest(placed)?.text).toBe('guess: 55 % hits at a TTL of 1 min; the run starts');
	});

	test('that is left is gone, and none that is placed changes nothing', () => {
		const left = after({type: 'guess-moved', hitRate: 0.55}, {type: 'guess-left'});
		expect(left.laboratory.guess).toBeUndefined();
		expect(left.statistics).toBe(run.statistics);
		expect(update(left, {type: 'guess-placed', nowMs})).toBe(left);
	});
});

describe('a stampede', () => {
	const measured = {originQueries: 1, waited: 12, tookMs: 400, fillMs: 400};

	test('stands beside its prediction, on the activity and in the laboratory, and ends the job', () => {
		const next = after({type: 'job-started', name: 'stampede', total: 0}, {type: 'stampede-ended', measured, predicted: 9.0909, nowMs});
		expect(next).toMatchObject({job: undefined, laboratory: {stampede: {measured, predicted: 9.0909}}, statistics: emptyStatistics(nowMs)});
		expect(newest(next)).toEqual({atMs: nowMs, text: 'stampede: 1 origin query (predicted 9.1), 12 reads waited, 400 ms', kind: 'done'});
	});

	test('without a formula says so', () => {
		expect(newest(after({type: 'stampede-ended', measured: {...measured, originQueries: 7}, predicted: undefined, nowMs}))?.text).toBe('stampede: 7 origin queries (no formula known), 12 reads waited, 400 ms');
	});
});

describe('what if', () => {
	const answer = {askedSeconds: 3600, sentences: ['It costs age.']};

	test('its answer stands until it is closed or the load changes; another TTL leaves it', () => {
		const stands = after({type: 'simulation-ended', point: point(3600), answer, nowMs});
		expect(update(stands, {type: 'ttl-chosen', ttlSeconds: 60, nowMs}).laboratory.answer).toBe(answer);
		expect(update(stands, {type: 'answer-closed'}).laboratory.answer).toBeUndefined();
		expect(update(stands, {type: 'viewers-chosen', viewers, nowMs}).laboratory.answer).toBeUndefined();
	});

	test('a simulation is named while it runs, and its point stands afterwards', () => {
		const begun = after({type: 'simulation-started', ttlSeconds: 3600});
		expect(begun.laboratory.simulatingSeconds).toBe(3600);
		expect(update(begun, {type: 'simulation-ended', point: point(3600), answer, nowMs}).laboratory).toMatchObject({simulatingSeconds: undefined, whatIf: [point(5), point(3600)]});
	});

	test('the same TTL again replaces its point, and the oldest go', () => {
		const ended = (ttlSeconds: number, hitRate?: number): Event => ({type: 'simulation-ended', point: point(ttlSeconds, hitRate), answer, nowMs});
		expect(after(ended(60), ended(5, 0.3)).laboratory.whatIf).toEqual([point(60), point(5, 0.3)]);
		const many = after(...Array.from({length: ghostLimit + 3}, (_, i) => ended(100 + i)));
		expect(many.laboratory.whatIf.map(({ttlSeconds}) => ttlSeconds)).toEqual(Array.from({length: ghostLimit}, (_, i) => 103 + i));
	});

	test('a failure is told, and leaves what stands', () => {
		const failed = after({type: 'simulation-failed', reason: 'no room', nowMs});
		expect(failed.laboratory).toMatchObject({simulatingSeconds: undefined, whatIf: [point(5)]});
		expect(newest(failed)).toEqual({atMs: nowMs, text: 'what if: no room', kind: 'failed'});
	});
});

test('the charts are swapped there and back, and theory is taken over', () => {
	expect(after({type: 'charts-swapped'}).laboratory.chartPair).toBe(1);
	expect(after({type: 'charts-swapped'}, {type: 'charts-swapped'}).laboratory.chartPair).toBe(0);
	const found = {...theory, question: 'another'};
	expect(after({type: 'theory-found', theory: found}).laboratory.theory).toBe(found);
});
