import {describe, expect, test} from 'vitest';
import type {Event} from '../../../source/dashboard/update/event.ts';
import {update} from '../../../source/dashboard/update/update.ts';
import {activityLimit, initialState, sampleLimit, type ShownRead, type State} from '../../../source/dashboard/state/state.ts';
import {runLimit} from '../../../source/dashboard/state/benchmark-run.ts';
import type {ArchiveResult} from '../../../source/flows/archive-facts.ts';
import {type LatencySample, summariseSamples} from '../../../source/flows/measure-latency.ts';
import type {Read} from '../../../source/flows/read-answer.ts';
import {shop} from '../../../source/scenarios/shop/shop.ts';
import type {Backend} from '../../../source/stores/backend.ts';
import {at, type Happening, nowMs, stateAfter} from '../desk.ts';
import {byLayer} from '../../../source/layers/layers.ts';

const start = initialState({scenario: shop, ascii: false, refreshSeconds: 1.2, timeZone: 'UTC', ttlSeconds: 300}, 80, 24, nowMs);

const after = (...happenings: ReadonlyArray<Event | Happening>) => stateAfter(start, ...happenings);

/** The newest line of the activity. */
const newest = ({activity}: State) => activity[0];

const figures = {todayCents: 100, revenueCents: 5000, orders: 3, units: 4};
const valued = {
	latencyMs: 4.5,
	servedAtMs: nowMs,
	expiresAtMs: nowMs + 300_000,
	ageMs: 0,
	answer: {asOfMs: nowMs, windowDays: 30, day: '2026-11-24', timeZone: 'UTC', categories: [{category: 'Books', ...figures}], totals: figures},
};
const up = {state: 'up'} as const;
const silent = {state: 'silent', reason: 'no answer'} as const;
const miss: ShownRead = {about: '', outcome: 'miss', stores: {redis: up, mongo: up}, stands: true, ...valued};
const hit: ShownRead = {about: '', outcome: 'hit', stores: {redis: up}, stands: true, ...valued, latencyMs: 0.2, ageMs: 72_000};
const bypass: ShownRead = {
	about: '',
	outcome: 'bypass',
	stores: {redis: silent, mongo: up},
	stands: undefined,
	...valued,
	reason: 'Redis at x does not answer',
};
const stale: ShownRead = {
	about: '',
	outcome: 'stale',
	stores: {redis: up, mongo: silent},
	stands: true,
	...valued,
	ageMs: 400_000,
	reason: 'MongoDB at x did not answer',
};
const error: Read = {
	about: '',
	outcome: 'error',
	stores: {redis: up, mongo: silent},
	stands: undefined,
	latencyMs: 5000,
	servedAtMs: nowMs,
	reason: 'MongoDB at x did not answer',
};
/** A read, and what it asked of the origin. */
const read = (given: Read): Event => {
	const filled = given.outcome === 'miss' || given.outcome === 'bypass';
	return {type: 'reads-ended', reads: [given], asked: {queries: filled ? 1 : 0, fillsMs: filled ? [4] : [], shed: 0}};
};

const backend = (name: string): Backend => ({kind: 'embedded', label: `embedded engine, ${name}`, version: '0.1.0', address: `${name}://127.0.0.1:1`});
const {postgres, ...first} = byLayer(({title}) => backend(title));
const opened: Event = {type: 'services-opened', backends: {...first, mongo: backend('mongodb'), gcs: backend('http')}, factsHeld: 12, firstFacts: 500};

function samples(count: number): LatencySample[] {
	return Array.from({length: count}, (_, i) => ({kind: i % 11 === 0 ? 'miss' : 'hit', latencyMs: i % 11 === 0 ? 4 : 0.2}));
}

describe('the surroundings', () => {
	test('time and size are taken over', () => {
		expect(after(at(nowMs + 1000, {type: 'clock-ticked'})).nowMs).toBe(nowMs + 1000);
		expect(after({type: 'resized', columns: 120, rows: 40})).toMatchObject({columns: 120, rows: 40});
	});

	test('open stores are up, with what stands behind them', () => {
		expect(start).toMatchObject({layers: {mongo: {health: 'opening', backend: undefined}}});
		expect(after(opened)).toMatchObject({
			held: {mongo: 12},
			layers: {mongo: {health: 'up', backend: {label: 'embedded engine, mongodb'}}, redis: {health: 'up'}, gcs: {health: 'up'}},
		});
	});

	test('orders are counted anew', () => {
		expect(after(opened, {type: 'layer-counted', layer: 'mongo', held: 99}).held.mongo).toBe(99);
	});

	test('a layer that is not read from is judged by its counts, MongoDB by the reads', () => {
		const health = {state: 'silent', reason: 'no answer'} as const;
		const down = after(opened, {type: 'layer-not-counted', layer: 'gcs', health});
		expect(down).toMatchObject({layers: {gcs: {health: 'silent'}}, activity: [{text: 'GCS does not answer', kind: 'failed'}]});
		expect(stateAfter(down, {type: 'layer-not-counted', layer: 'gcs', health}).activity).toHaveLength(1);
		expect(stateAfter(down, {type: 'layer-counted', layer: 'gcs', held: 7})).toMatchObject({
			held: {mongo: 12, gcs: 7},
			layers: {gcs: {health: 'up'}},
			activity: [{text: 'GCS answers again'}, {}],
		});
		expect(after(opened, {type: 'layer-not-counted', layer: 'mongo', health}).layers.mongo.health).toBe('up');
	});

	test('an event changes a copy', () => {
		const {scenario: _, ...data} = start;
		const before = structuredClone(data);
		after(opened, read(miss), {type: 'ttl-chosen', ttlSeconds: 1});
		expect(start).toMatchObject(before);
	});
});

describe('a read', () => {
	test('a miss is shown, counted, sampled, and has filled the key', () => {
		expect(after(opened, read(miss))).toMatchObject({
			shown: miss,
			lastRead: miss,
			keyExpiresAtMs: nowMs + 300_000,
			samples: [{kind: 'miss', latencyMs: 4.5}],
			statistics: {reads: 1, outcomes: {hit: 0, miss: 1}, ageSumMs: 0, fills: 1},
			activity: [],
		});
	});

	test('of a crowd that ends together the chart gets a few, spread over it, and the misses first seen', () => {
		const crowd = Array.from({length: 40}, (_, i) => ({...hit, latencyMs: i}));
		const asked = {queries: 0, fillsMs: [], shed: 0};
		const sampled = (reads: readonly Read[]) => after(opened, {type: 'reads-ended', reads, asked}).samples.map(({latencyMs}) => latencyMs);
		expect(sampled(crowd)).toEqual([0, 10, 20, 30]);
		expect(sampled(crowd.with(5, {...miss, latencyMs: 5}))).toEqual([0, 5, 10, 20]);
	});

	test('a hit adds its age and no fill', () => {
		expect(after(opened, read(miss), read(hit), read(hit)).statistics).toMatchObject({reads: 3, outcomes: {hit: 2, miss: 1}, ageSumMs: 144_000, fills: 1});
	});

	test("a hit leaves the key's end where a change of TTL moved it", () => {
		const moved = nowMs + 60_000;
		expect(after(opened, read(miss), {type: 'expiry-moved', expiresAtMs: moved}, read(hit)).keyExpiresAtMs).toBe(moved);
		expect(after(opened, read(hit)).keyExpiresAtMs).toBe(nowMs + 300_000);
	});

	test('a hit says nothing of MongoDB', () => {
		expect(after(opened, read(error), read(hit)).layers).toMatchObject({mongo: {health: 'silent'}, redis: {health: 'up'}});
		expect(after(opened, read(error), read(miss)).layers).toMatchObject({mongo: {health: 'up'}});
	});

	test('a bypass shows its value, has Redis down and no key, and is no sample', () => {
		const state = after(opened, read(miss), read(bypass));
		expect(state).toMatchObject({
			shown: bypass,
			keyExpiresAtMs: undefined,
			isKeyKnown: false,
			layers: {redis: {health: 'silent'}, mongo: {health: 'up'}},
			statistics: {outcomes: {bypass: 1}, fills: 2},
		});
		expect(state.samples).toHaveLength(1);
		expect(newest(state)).toEqual({atMs: nowMs, text: 'Redis does not answer', kind: 'failed'});
	});

	test('a stale value is shown, with MongoDB down', () => {
		expect(after(opened, read(miss), read(stale))).toMatchObject({
			shown: stale,
			layers: {mongo: {health: 'silent'}, redis: {health: 'up'}},
			statistics: {outcomes: {stale: 1}, ageSumMs: 400_000},
		});
	});

	test('an error leaves the value that stands, and is a failure in the activity', () => {
		const state = after(opened, read(miss), read(error));
		expect(state).toMatchObject({shown: miss, lastRead: error, layers: {mongo: {health: 'silent'}}, statistics: {reads: 2, outcomes: {error: 1}}});
		expect(newest(state)).toEqual({atMs: nowMs, text: 'MongoDB does not answer', kind: 'failed'});
	});

	test('a reason is said once while it lasts, and again when it comes back', () => {
		expect(after(opened, read(error), read(error), read(error)).activity).toHaveLength(1);
		expect(after(opened, read(error), read(miss), read(error)).activity.map(({text}) => text)).toEqual([
			'MongoDB does not answer',
			'MongoDB answers again',
			'MongoDB does not answer',
		]);
		const corrupt: Read = {...miss, reason: 'the value at x was not ours to serve'};
		expect(after(opened, read(corrupt), read(corrupt), read(hit), read(corrupt)).activity).toHaveLength(2);
	});

	test('a Redis that refuses to store says why once, and no key is claimed until a value stands', () => {
		const refused = {redis: {state: 'refuses', reason: 'out of memory'}, mongo: up} as const;
		const unstored: Read = {...miss, stores: refused, stands: false, reason: 'Redis at x refuses to store: out of memory'};
		const state = after(opened, read(miss), read(unstored), read({...unstored, outcome: 'coalesced'}), read(unstored));
		expect(state).toMatchObject({
			shown: unstored,
			isKeyKnown: true,
			keyExpiresAtMs: undefined,
			layers: {redis: {health: 'refuses', reason: 'out of memory', isReadOnly: true}, mongo: {health: 'up'}},
		});
		expect(state.activity).toEqual([{atMs: nowMs, text: 'Redis refuses to store: out of memory', kind: 'failed'}]);
		// A hit says nothing of storing.
		expect(stateAfter(state, read(hit)).layers.redis.health).toBe('refuses');
		const well = stateAfter(stateAfter(state, read(hit)), read(miss));
		expect(well).toMatchObject({keyExpiresAtMs: nowMs + 300_000, layers: {redis: {health: 'up'}}});
		expect(newest(well)?.text).toBe('Redis answers again');
	});

	test.each([
		['asks for a password', 'Redis refuses: asks for a password'],
		['still loading its data', 'Redis refuses: still loading its data'],
	])('a Redis that refuses to read (%s) says so, and nothing is known of its key', (reason, said) => {
		const state = after(opened, read(miss), read({...bypass, stores: {redis: {state: 'refuses', reason}, mongo: up}, reason: `Redis at x refuses: ${reason}`}));
		expect(state).toMatchObject({isKeyKnown: false, keyExpiresAtMs: undefined, layers: {redis: {health: 'refuses', reason}}});
		expect(newest(state)?.text).toBe(said);
		expect(stateAfter(state, read(hit)).layers.redis.health).toBe('up');
	});

	test('old samples go, so that memory stays bounded', () => {
		const state = after(...Array.from({length: sampleLimit * 3}, (_, i) => read({...hit, latencyMs: i})));
		expect(state.samples.length).toBeLessThanOrEqual(sampleLimit);
		expect(state.samples.length).toBeGreaterThanOrEqual(sampleLimit / 2);
		expect(state.samples.at(-1)?.latencyMs).toBe(sampleLimit * 3 - 1);
	});
});

describe('the TTL', () => {
	test('a new one starts the statistics afresh and is told', () => {
		const state = after(opened, read(miss), at(nowMs + 5000, {type: 'ttl-chosen', ttlSeconds: 45}));
		expect(state).toMatchObject({ttlSeconds: 45, statistics: {sinceMs: nowMs + 5000, reads: 0, outcomes: {miss: 0}, fills: 0}});
		expect(newest(state)?.text).toBe('TTL 45 s, now');
	});

	test('on its way through many presets is one line of activity, and so is the slow origin', () => {
		const chosen = after(
			...[120, 60, 30].map(ttlSeconds => ({type: 'ttl-chosen', ttlSeconds}) as const),
			...[0.1, 0.4].map(seconds => ({type: 'added-fill-chosen', seconds}) as const),
			{type: 'ttl-chosen', ttlSeconds: 15},
		);
		expect(chosen.activity.map(({text}) => text)).toEqual(['TTL 15 s, now', 'slow origin: 400 ms added to each query', 'TTL 30 s, now']);
	});

	test('its mode is told, and with it when the next one acts', () => {
		const state = after({type: 'ttl-mode-chosen', mode: 'next'}, {type: 'ttl-chosen', ttlSeconds: 60});
		expect(state).toMatchObject({ttlMode: 'next', activity: [{text: 'TTL 1 min, with the next fill'}, {text: 'TTL changes act with the next fill'}]});
	});

	test('one that waits for the next fill is counted from then, whatever else changes, and from a fill that comes sooner', () => {
		const endMs = after(opened, read(miss)).keyExpiresAtMs!;
		const waiting: ReadonlyArray<Event | Happening> = [
			opened,
			read(miss),
			{type: 'ttl-mode-chosen', mode: 'next'},
			at(nowMs + 1, {type: 'ttl-chosen', ttlSeconds: 3600}),
		];
		const since = (...more: ReadonlyArray<Event | Happening>) => after(...waiting, ...more).statistics.sinceMs;
		expect(endMs).toBeGreaterThan(nowMs + 5000);
		expect(since()).toBe(endMs);
		expect(since(at(nowMs + 2, {type: 'viewers-chosen', viewers: {...start.viewers, count: 30}}))).toBe(endMs);
		expect(since(at(nowMs + 2, {type: 'paused', isPaused: true}))).toBe(endMs);
		expect(since(at(nowMs + 2, {type: 'key-removed'}))).toBe(nowMs + 2);
		expect(since({type: 'ttl-mode-chosen', mode: 'now'}, at(nowMs + 2, {type: 'ttl-chosen', ttlSeconds: 60}))).toBe(nowMs + 2);
		// Reads of the old value count for nothing; a fill before the end does.
		expect(after(...waiting, read({...hit, servedAtMs: nowMs + 3})).statistics).toMatchObject({sinceMs: endMs, reads: 0});
		const filled = {...miss, servedAtMs: nowMs + 2000, answer: {...valued.answer, asOfMs: nowMs + 1990}};
		expect(after(...waiting, read(filled)).statistics).toMatchObject({sinceMs: nowMs + 2000, reads: 1});
	});

	test("the key's end is moved, or the key removed", () => {
		expect(after(read(miss), {type: 'expiry-moved', expiresAtMs: nowMs + 7}).keyExpiresAtMs).toBe(nowMs + 7);
		expect(after(read(miss), {type: 'expiry-moved', expiresAtMs: undefined}).keyExpiresAtMs).toBeUndefined();
		const removed = after(read(miss), {type: 'key-removed'});
		expect(removed.keyExpiresAtMs).toBeUndefined();
		expect(newest(removed)?.text).toMatch(/next read is a miss/);
	});

	test('a key that went before its end is told, unless a read was served since it was asked', () => {
		const missed = after(read(miss), at(nowMs + 2, {type: 'key-missed', askedAtMs: nowMs + 1}));
		expect(missed.keyExpiresAtMs).toBeUndefined();
		expect(newest(missed)?.text).toBe('the key vanished early: evicted, removed by somebody, or a clock jumped');
		const stored = after(read(miss), at(nowMs + 2, {type: 'key-missed', askedAtMs: nowMs}));
		expect(stored).toEqual(after(read(miss)));
		// One that a stampede has removed is no news, and neither is one that has ended of itself.
		const fired = after(
			opened,
			{type: 'key-named', key: 'k'},
			read(miss),
			{type: 'stampede-wished'},
			at(nowMs + 2, {type: 'key-missed', askedAtMs: nowMs + 1}),
		);
		expect(fired.job?.name).toBe('stampede');
		expect(fired.activity.map(({text}) => text).join('\n')).not.toMatch(/vanished/);
		const ended = after(read(miss), at(nowMs + 300_001, {type: 'key-missed', askedAtMs: nowMs + 1}));
		expect(ended).toEqual(after(read(miss)));
	});
});

describe('long work', () => {
	const seeding: Event = {type: 'seed-wished', count: 500};
	const benchmarking: Event = {type: 'benchmark-wished', mode: 'burst'};
	const archiving: Event = {type: 'archive-wished'};

	test('has its progress, and says that it is being cancelled', () => {
		expect(after(opened, seeding).job).toEqual({name: 'seed', done: 0, total: 500, cancelling: false, remarks: [], worstDelayMs: 0});
		expect(after(opened, seeding, {type: 'job-progressed', done: 120, total: 500}, {type: 'cancel-wished'}).job).toEqual({
			name: 'seed',
			done: 120,
			total: 500,
			cancelling: true,
			remarks: [],
			worstDelayMs: 0,
		});
	});

	test('progress without work is dropped', () => {
		expect(after(opened, {type: 'job-progressed', done: 1, total: 2}, {type: 'cancel-wished'}).job).toBeUndefined();
	});

	test('a seed ends with what is held now', () => {
		const state = after(opened, seeding, {type: 'facts-seeded', result: {stored: 500, wanted: 500, tookMs: 38.24, expiring: 0}, held: {mongo: 512}});
		expect(state).toMatchObject({job: undefined, held: {mongo: 512}, mayWrite: true});
		expect(newest(state)).toEqual({atMs: nowMs, text: 'seeded 500 orders in 38.2 ms', kind: 'done'});
	});

	test('a seed cancelled half-way says how much it stored', () => {
		expect(newest(after(opened, seeding, {type: 'facts-seeded', result: {stored: 1200, wanted: 50_000, tookMs: 9, expiring: 0}, held: {mongo: 1200}}))).toEqual(
			{atMs: nowMs, text: 'seed cancelled: 1,200 of 50,000 orders stored', kind: 'note'},
		);
	});

	test("a benchmark's reads are on the chart and counted apart", () => {
		const state = after(opened, read(hit), benchmarking, {type: 'latency-sampled', samples: samples(30), done: 30, total: 440});
		expect(state.samples).toHaveLength(31);
		expect(state.measuring).toHaveLength(30);
		expect(state.job).toMatchObject({done: 30, total: 440});
	});

	test('a benchmark ends with its measurement', () => {
		const measurement = {mode: 'burst' as const, addedFillMs: 0, samples: samples(440), ...summariseSamples(samples(440))};
		const state = after(opened, benchmarking, {type: 'latency-measured', measurement, cancelled: false});
		expect(state).toMatchObject({job: undefined, measuring: undefined, runs: [{measurement, speedup: measurement.speedup, atMs: nowMs, remarks: []}]});
		expect(newest(state)).toEqual({atMs: nowMs, text: 'benchmark (burst, 440 reads): a hit is 20 × faster, 95 % interval of this run 20 to 20', kind: 'done'});
	});

	test('a benchmark during which something changed, or the computer was saturated, says so and is marked', () => {
		const measurement = {mode: 'burst' as const, addedFillMs: 0, samples: samples(440), ...summariseSamples(samples(440))};
		const ended: Event = {type: 'latency-measured', measurement, cancelled: false};
		const slower = (seconds: number): Event => ({type: 'added-fill-chosen', seconds});
		const changed = after(opened, slower(0.1), benchmarking, slower(0.4), slower(1), {type: 'ttl-chosen', ttlSeconds: 5}, ended);
		expect(changed.runs[0]?.remarks).toEqual(['the slow origin changed', 'the TTL changed']);
		expect(newest(changed)?.text).toContain(' ! the slow origin changed; the TTL changed');
		const saturated = after(
			opened,
			{type: 'delay-measured', delayMs: 900},
			benchmarking,
			{type: 'delay-measured', delayMs: 5},
			{type: 'delay-measured', delayMs: 48},
			{type: 'delay-measured', delayMs: 2},
			ended,
		);
		expect(saturated.runs[0]?.remarks).toEqual(['the computer was saturated (48 ms late)']);
		expect(after(opened, benchmarking, {type: 'delay-measured', delayMs: 5}, ended).runs[0]?.remarks).toEqual([]);
		expect(after(opened, {type: 'stream-wished', isStreaming: true}, benchmarking, ended).runs[0]?.remarks).toEqual(['orders arrived']);
	});

	test('the last benchmarks stand, so that their spread is seen', () => {
		const measurement = {mode: 'burst' as const, addedFillMs: 0, samples: [], ...summariseSamples(samples(440))};
		const state = after(
			opened,
			...Array.from({length: runLimit + 3}, (_, i) => [benchmarking, at(nowMs + i, {type: 'latency-measured', measurement, cancelled: false})]).flat(),
		);
		expect(state.runs.map(({atMs}) => atMs - nowMs)).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
	});

	test('a benchmark cut too short for a figure leaves the one before standing', () => {
		const whole = {mode: 'burst' as const, addedFillMs: 0, samples: samples(440), ...summariseSamples(samples(440))};
		const short = {mode: 'paced' as const, addedFillMs: 0, samples: samples(5), ...summariseSamples(samples(5))};
		const state = after(opened, benchmarking, {type: 'latency-measured', measurement: whole, cancelled: false}, benchmarking, {
			type: 'latency-measured',
			measurement: short,
			cancelled: true,
		});
		expect(state.runs.map(({measurement}) => measurement)).toEqual([whole]);
		expect(newest(state)).toEqual({atMs: nowMs, text: 'benchmark cancelled (paced, 5 reads): too few reads for a figure', kind: 'note'});
		expect(after(opened, benchmarking, {type: 'latency-measured', measurement: short, cancelled: true}).runs).toEqual([]);
	});

	test('an archive says what it wrote, and what is odd about it', () => {
		const result = {
			scenario: shop,
			source: 'PostgreSQL',
			days: [{state: 'new'}, {state: 'new'}, {state: 'changed'}, {state: 'same'}],
			totals: {days: 4, rows: 1500, worth: 123_456, parts: 5},
			created: 3,
			today: '2026-11-26',
			warnings: ['This archive is odd.'],
		} as unknown as ArchiveResult;
		const state = after(opened, archiving, {type: 'facts-archived', result});
		expect(state).toMatchObject({job: undefined, held: {gcs: 5}, layers: {gcs: {health: 'up', backend: {label: 'embedded engine, http'}}}});
		expect(state.activity.slice(0, 2)).toEqual([
			{atMs: nowMs, text: 'This archive is odd.', kind: 'failed'},
			{
				atMs: nowMs,
				text: 'archived from PostgreSQL: 2 days, 1 changed, 3 objects, CRC32C agrees; 4 days with 1,500 orders, 1,234.56 stand; today is left out until it is over',
				kind: 'done',
			},
		]);
		const again = {...result, days: [], created: 0, today: undefined, warnings: []} as unknown as ArchiveResult;
		expect(newest(after(opened, archiving, {type: 'facts-archived', result: again}))?.text).toBe(
			'archived from PostgreSQL: nothing changed, 0 objects, CRC32C agrees; 4 days with 1,500 orders, 1,234.56 stand',
		);
	});

	test('an archive that was cut short says what stands, the header agrees, and the layer is what the failure says', () => {
		const cancelling = {
			type: 'job-failed',
			reason: 'archive cancelled: 3 objects stand',
			cancelled: true,
			stands: 'archive cancelled: 3 objects stand',
			archivedObjects: 3,
		} as const;
		const cancelled = after(opened, archiving, cancelling);
		expect(cancelled).toMatchObject({job: undefined, held: {gcs: 3}, layers: {gcs: {health: 'up'}}});
		expect(newest(cancelled)).toEqual({atMs: nowMs, text: 'archive cancelled: 3 objects stand', kind: 'note'});
		const failed = after(opened, archiving, cancelling, archiving, {
			type: 'job-failed',
			reason: 'refused: rate',
			cancelled: false,
			stands: 'refused: rate; 2 objects stand',
			archivedObjects: 2,
			left: {store: 'gcs', health: {state: 'refuses', reason: 'rate'}},
		});
		expect(failed).toMatchObject({held: {gcs: 3}, layers: {gcs: {health: 'refuses', reason: 'rate'}}});
		expect(newest(failed)).toEqual({atMs: nowMs, text: 'archive: refused: rate; 2 objects stand', kind: 'failed'});
	});

	test('work that failed is named, work that was cancelled is no failure', () => {
		const failed = after(opened, benchmarking, {type: 'job-failed', reason: 'Redis is gone', cancelled: false});
		expect(failed).toMatchObject({job: undefined, measuring: undefined});
		expect(newest(failed)).toEqual({atMs: nowMs, text: 'benchmark: Redis is gone', kind: 'failed'});
		expect(newest(after(opened, seeding, {type: 'job-failed', reason: 'aborted', cancelled: true}))).toEqual({
			atMs: nowMs,
			text: 'seed cancelled: at least 0 of 500 orders stand',
			kind: 'note',
		});
	});
});

describe('the order stream', () => {
	const on: Event = {type: 'stream-wished', isStreaming: true};

	test('is placed in PostgreSQL once that took over, and counted there', () => {
		const open: Event = {type: 'layer-opened', layer: 'postgres', backend: postgres};
		const taking = after(opened, on, open, {type: 'ledger-taking-over', facts: 3000}, {type: 'facts-streamed', count: 2});
		expect(taking).toMatchObject({placedIn: 'mongo', held: {mongo: 14}});
		expect(newest(taking)?.text).toBe('PostgreSQL takes over the orders of MongoDB: 3,000 so far');
		const {state, commands} = update(taking, {type: 'ledger-took-over', taken: 3014}, nowMs);
		expect(commands).toEqual([{type: 'count-facts'}]);
		expect(state.activity.map(({text}) => text).slice(0, 2)).toEqual([
			'PostgreSQL took over 3,014 orders from MongoDB: new orders are placed there',
			'PostgreSQL is open',
		]);
		expect(stateAfter({...state, held: {mongo: 14, postgres: 3014}}, {type: 'facts-streamed', count: 5})).toMatchObject({
			held: {mongo: 14, postgres: 3019},
			streamed: 7,
		});
		// What is taken over is there at once: a count before that is none of the orders.
		expect(stateAfter(taking, {type: 'layer-counted', layer: 'postgres', held: 0}).held).toEqual({mongo: 14});
		const failed = after(opened, open, {type: 'ledger-not-taken-over', reason: 'its disk is full'});
		expect(failed.placedIn).toBe('mongo');
		expect(newest(failed)).toMatchObject({kind: 'failed', text: 'orders go straight to MongoDB, PostgreSQL did not take over: its disk is full'});
	});

	test('goes to a PostgreSQL that was named from the start, which is asked about as MongoDB is; nothing is seeded', () => {
		const server: Backend = {kind: 'server', label: 'PostgreSQL 15.18', version: '15.18', address: 'postgres://h/shop'};
		const named = after({type: 'services-opened', backends: {...first, postgres: server}, factsHeld: 0, firstFacts: 500});
		expect(named).toMatchObject({placedIn: 'postgres', job: undefined});
		expect(update(named, on, nowMs)).toMatchObject({state: {isStreaming: false}, commands: [{type: 'check-writing', wish: {about: 'stream'}}]});
		expect(stateAfter(named, {type: 'writing-checked', wish: {about: 'stream'}, held: {mongo: 0, postgres: 7}})).toMatchObject({
			question: {about: 'stream'},
			isStreaming: false,
		});
		// How many there are is not known before they are counted, however many arrive meanwhile.
		expect(stateAfter(named, {type: 'facts-streamed', count: 3}).held).toEqual({mongo: 0});
		expect(stateAfter(named, {type: 'layer-counted', layer: 'postgres', held: 7}, {type: 'facts-streamed', count: 3}).held).toEqual({mongo: 0, postgres: 10});
		expect(stateAfter(named, {type: 'writing-checked', wish: {about: 'stream'}, held: {mongo: 0, postgres: 0}})).toMatchObject({isStreaming: true});
	});

	test('counts what arrives', () => {
		const state = after(opened, {type: 'stream-rate-chosen', perSecond: 5}, on, {type: 'facts-streamed', count: 3}, {type: 'facts-streamed', count: 4});
		expect(state).toMatchObject({isStreaming: true, streamed: 7, held: {mongo: 19}, factsPerSecond: 5});
		expect(newest(state)?.text).toBe('order stream on, 5 a second');
	});

	test('says at its end how many there were, and starts from none', () => {
		const state = after(opened, on, {type: 'facts-streamed', count: 1200}, {...on, isStreaming: false});
		expect(newest(state)?.text).toBe('order stream off after 1,200 orders');
		expect(stateAfter(state, on).streamed).toBe(0);
	});
});

describe('what the user opened', () => {
	test('a pause, and its end', () => {
		const paused = after({type: 'paused', isPaused: true});
		expect([paused.isPaused, newest(paused)?.text]).toEqual([true, 'paused: nothing is read']);
		expect(stateAfter(paused, {type: 'paused', isPaused: false}).isPaused).toBe(false);
	});

	test('the help', () => {
		expect(after({type: 'help-turned', page: 1}).helpPage).toBe(1);
		expect(after({type: 'help-turned', page: 1}, {type: 'help-turned', page: undefined}).helpPage).toBeUndefined();
	});

	test('a prompt: opened, typed into, refused, typed into again, closed', () => {
		const refused = after({type: 'prompt-opened', kind: 'ttl'}, {type: 'prompt-typed', text: '5x'}, {type: 'prompt-refused', refusal: 'no'});
		expect(refused.prompt).toEqual({kind: 'ttl', text: '5x', refusal: 'no'});
		expect(stateAfter(refused, {type: 'prompt-typed', text: '5'}).prompt).toEqual({kind: 'ttl', text: '5'});
		expect(stateAfter(refused, {type: 'prompt-closed'}).prompt).toBeUndefined();
		expect(after({type: 'prompt-typed', text: '5'}, {type: 'prompt-refused', refusal: 'no'}).prompt).toBeUndefined();
	});

	describe('a wish to write into a MongoDB of others', () => {
		const server: Backend = {kind: 'server', label: 'MongoDB 8.0.4', version: '8.0.4', address: 'mongodb://h:27017'};
		const others = (factsHeld: number): State => ({
			...after(opened),
			held: {mongo: factsHeld},
			layers: {...after(opened).layers, mongo: {health: 'up', backend: server}},
		});
		const seeding: Event = {type: 'seed-wished', count: 500};
		const streaming: Event = {type: 'stream-wished', isStreaming: true};

		test.each([
			[seeding, {about: 'seed', count: 500}],
			[streaming, {about: 'stream'}],
		] as const)('$0.type is asked about first, with a fresh count', (wish, question) => {
			const {state, commands} = update(others(9), wish, nowMs);
			expect(state).toEqual({...others(9), question});
			expect(commands).toEqual([{type: 'count-facts'}]);
		});

		test('that seems empty is counted first, and asked about if it is not', () => {
			const {state, commands} = update(others(0), seeding, nowMs);
			expect([state, commands]).toEqual([others(0), [{type: 'check-writing', wish: {about: 'seed', count: 500}}]]);
			const wish = {about: 'seed', count: 500} as const;
			expect(stateAfter(state, {type: 'writing-checked', wish, held: {mongo: 3}})).toMatchObject({question: wish, held: {mongo: 3}, job: undefined});
			for (const held of [{mongo: 0}, {}]) {
				expect(update(state, {type: 'writing-checked', wish, held}, nowMs)).toMatchObject({
					state: {question: undefined, job: {name: 'seed'}},
					commands: [{type: 'seed', count: 500}],
				});
			}
		});

		test('yes does it and allows writing for this run, no does not, and neither takes a yes back', () => {
			const asked = stateAfter(others(9), seeding);
			const agreed = update(asked, {type: 'question-answered', yes: true}, nowMs);
			expect(agreed).toMatchObject({state: {question: undefined, mayWrite: true, job: {name: 'seed', total: 500}}, commands: [{type: 'seed', count: 500}]});
			expect(update(asked, {type: 'question-answered', yes: false}, nowMs)).toEqual({state: others(9), commands: []});
			expect(stateAfter(others(9), streaming, {type: 'question-answered', yes: true})).toMatchObject({isStreaming: true, mayWrite: true});
			expect(stateAfter({...agreed.state, job: undefined}, streaming)).toMatchObject({question: undefined, isStreaming: true});
		});
	});
});

describe('the activity', () => {
	const noted = (text: string, failed = false): Event => ({type: 'noted', text, failed});

	test('is told newest first, failures as such', () => {
		expect(after(noted('one'), noted('two', true)).activity).toEqual([
			{atMs: nowMs, text: 'two', kind: 'failed'},
			{atMs: nowMs, text: 'one', kind: 'note'},
		]);
	});

	test('forgets the oldest', () => {
		const state = after(...Array.from({length: activityLimit + 5}, (_, i) => noted(String(i))));
		expect(state.activity).toHaveLength(activityLimit);
		expect(newest(state)?.text).toBe(String(activityLimit + 4));
	});
});

test('what is left out is named when it changes, once', () => {
	const cancelled = {type: 'left-out-found', leftOut: [{reason: "status 'cancelled'", count: 2}]} as const;
	const none = {type: 'left-out-found', leftOut: []} as const;
	expect(after(opened, none).activity).toEqual([]);
	expect(after(opened, cancelled, cancelled, none).activity.map(({text}) => text)).toEqual([
		'no document is left out any more',
		"2 documents left out: status 'cancelled' (2)",
	]);
	expect(after(opened, cancelled).leftOut).toEqual(cancelled.leftOut);
});
