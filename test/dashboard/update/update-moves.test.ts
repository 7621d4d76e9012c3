// What is drawn on its way really went there.
import {expect, test} from 'vitest';
import {whatRuns} from '../../../source/dashboard/commands/what-runs.ts';
import {travelMs} from '../../../source/dashboard/state/moves.ts';
import {update} from '../../../source/dashboard/update/update.ts';
import type {State} from '../../../source/dashboard/state/state.ts';
import type {Read} from '../../../source/flows/read-answer.ts';
import {at, nowMs, openState, report, stateAfter} from '../desk.ts';

const read = (outcome: 'hit' | 'miss' | 'bypass'): Read =>
	({
		about: '',
		outcome,
		stores: {},
		stands: outcome !== 'bypass',
		latencyMs: 1,
		servedAtMs: nowMs,
		expiresAtMs: nowMs + 300_000,
		ageMs: 0,
		answer: report({Books: 1}),
	}) as Read;
const ended = (outcome: 'hit' | 'miss' | 'bypass', fillsMs: readonly number[] = []) =>
	({type: 'reads-ended', reads: [read(outcome)], asked: {queries: fillsMs.length, fillsMs, shed: 0}}) as const;
const watching: State = {...openState, screen: 'layers'};

test('a hit goes to the readers; a miss fills the cache first; past a cache that is away nothing goes through it', () => {
	expect(stateAfter(watching, ended('hit')).moves).toEqual({readers: [nowMs]});
	expect(stateAfter(watching, ended('miss', [4])).moves).toEqual({redis: [nowMs], readers: [nowMs]});
	expect(stateAfter(watching, ended('bypass')).moves).toEqual({});
});

test('facts go where they are placed, as far as any did', () => {
	const seeding: State = {...watching, job: {name: 'seed', done: 100, total: 500, cancelling: false, remarks: [], worstDelayMs: 0}};
	expect(stateAfter(watching, {type: 'facts-streamed', count: 3}).moves).toEqual({mongo: [nowMs]});
	expect(stateAfter(seeding, {type: 'job-progressed', done: 300, total: 500}).moves).toEqual({mongo: [nowMs]});
	expect(stateAfter(seeding, {type: 'job-progressed', done: 100, total: 500}).moves).toEqual({});
	expect(stateAfter({...seeding, job: {...seeding.job!, name: 'archive'}}, {type: 'job-progressed', done: 300, total: 500}).moves).toEqual({gcs: [nowMs]});
	expect(stateAfter({...seeding, job: {...seeding.job!, name: 'benchmark'}}, {type: 'job-progressed', done: 300, total: 500}).moves).toEqual({});
});

test('what is brought over goes from PostgreSQL to MongoDB, which is asked then what it holds', () => {
	const brought = {type: 'fill-told', news: {type: 'brought', changes: 5}} as const;
	const placing: State = {...watching, placedIn: 'postgres', held: {mongo: 100}};
	expect(stateAfter(placing, brought).moves).toEqual({mongo: [nowMs]});
	expect(update(placing, brought, nowMs).commands).toEqual([{type: 'estimate-facts'}]);
	expect(stateAfter(placing, {type: 'facts-streamed', count: 1}).moves).toEqual({postgres: [nowMs]});
	expect(stateAfter(watching, brought).moves).toEqual({});
});

test('of many at once one is drawn, and none for longer than it travels', () => {
	const arrive = (afterMs: number) => at(nowMs + afterMs, {type: 'facts-streamed', count: 1});
	expect(stateAfter(watching, arrive(0), arrive(50), arrive(100), arrive(250)).moves.mongo).toEqual([nowMs, nowMs + 250]);
	expect(stateAfter(watching, arrive(0), arrive(travelMs + 1)).moves.mongo).toEqual([nowMs + travelMs + 1]);
});

test('the clock ticks oftener only while somebody looks and something is on its way', () => {
	const moving = stateAfter(watching, {type: 'facts-streamed', count: 1});
	expect(whatRuns(watching).motion).toBeUndefined();
	expect(whatRuns(moving).motion).toBe(true);
	expect(whatRuns({...moving, screen: 'dashboard'}).motion).toBeUndefined();
	expect(whatRuns({...moving, helpPage: 0}).motion).toBeUndefined();
	expect(whatRuns(stateAfter(moving, at(nowMs + travelMs, {type: 'clock-ticked'}))).motion).toBeUndefined();
});

test('the layers are asked what they hold only while somebody looks, and not beside a benchmark', () => {
	expect(whatRuns(watching).look).toEqual({key: undefined, work: undefined, open: ''});
	expect(whatRuns({...watching, screen: 'dashboard'}).look).toBeUndefined();
	expect(whatRuns({...watching, job: {name: 'benchmark', done: 0, total: 0, cancelling: false, remarks: [], worstDelayMs: 0}}).look).toBeUndefined();
});
