// Which way facts go, and that none is lost or doubled as that changes.
import {setImmediate as turn} from 'node:timers/promises';
import {describe, expect, test} from 'vitest';
import {createRandom, type Random} from '../../source/chance/random.ts';
import {placeFacts, type Placing} from '../../source/flows/place-facts.ts';
import {seedFacts} from '../../source/flows/seed-facts.ts';
import {streamFacts} from '../../source/flows/stream-facts.ts';
import {startMongoEngine} from '../../source/engines/mongo/start-mongo-engine.ts';
import {ordersLedger} from '../../source/scenarios/shop/orders-ledger.ts';
import {orders} from '../../source/scenarios/shop/orders.ts';
import {openMongoWindow, type MongoWindow} from '../../source/stores/mongo-window.ts';
import {openPostgresLedger, type PostgresLedger} from '../../source/stores/postgres-ledger.ts';
import {noLive, ofShop} from '../scenarios/shop/of-shop.ts';
import {until} from '../until.ts';
import {takePostgres} from '../shared-postgres.ts';

type Fact = {readonly id: number};

/** Stores of numbers, which take now less and now more time over everything. */
function world(random: Random, {fails = () => false}: {fails?: () => boolean} = {}) {
	const pass = async () => {
		for (let turns = random.below(4); turns > 0; turns--) {
			await turn();
		}
	};

	const window = new Set<number>();
	const ledger = new Set<number>();
	const into =
		(store: Set<number>) =>
		async (facts: Iterable<object>, {progress, signal}: {progress?: (stored: number) => void; signal?: AbortSignal | undefined} = {}) => {
			let stored = 0;
			let added = 0;
			for (const {id} of facts as Iterable<Fact>) {
				await pass();
				if (signal?.aborted) {
					break;
				}

				stored++;
				added += store.has(id) ? 0 : 1;
				store.add(id);
				progress?.(stored);
			}

			return {stored, added};
		};

	const intoLedger = into(ledger);
	const placing = placeFacts({
		...ofShop,
		cache: noLive,
		window: {
			prepare: pass,
			identity: async () => undefined,
			name: async () => undefined,
			count: async () => window.size,
			insert: async (facts, options) => (await into(window)(facts, options)).stored,
			async *stream() {
				for (const id of Array.from(window)) {
					yield {id};
					await pass();
				}
			},
		},
	});
	const store = {
		prepare: pass,
		estimate: async () => ledger.size,
		async insert(facts: Iterable<object>, options?: {signal?: AbortSignal | undefined}) {
			if (fails()) {
				throw new Error('the ledger is on fire');
			}

			return intoLedger(facts, options);
		},
		move: async () => 0,
	} as unknown as PostgresLedger;
	return {placing, window, ledger, store};
}

const {signal} = new AbortController();

/** Arrivals, three at a time, until told to end; the ids of all that were placed. */
function arrivals(placing: Placing, from: number) {
	const placed: number[] = [];
	let isOn = true;
	const run = async () => {
		for (let id = from; isOn; id += 3) {
			const facts = [{id}, {id: id + 1}, {id: id + 2}];
			await placing.arrive(facts);
			placed.push(...facts.map(fact => fact.id));
			await turn();
		}
	};

	const running = run();
	return {
		placed,
		async end() {
			isOn = false;
			await running;
		},
	};
}

const numbers = (from: number, count: number) => Array.from({length: count}, (_, i) => ({id: from + i}));

describe('a ledger that takes over', () => {
	test('has what the window had and what arrived meanwhile; what comes later is placed there alone, and none is lost', async () => {
		for (let seed = 0; seed < 100; seed++) {
			const random = createRandom(`take over ${seed}`);
			const {placing, window, ledger, store} = world(random);
			await placing.insert(numbers(0, random.below(30)));
			const streams = [arrivals(placing, 10_000), arrivals(placing, 20_000)];
			// A seed that runs as it begins, and one that is wanted while it goes on.
			const earlier = placing.insert(numbers(1000, random.below(20)));
			const taking = placing.takeOver(store, {signal});
			const later = placing.insert(numbers(2000, 5));
			expect(placing.layer).toBe('mongo');
			await taking;
			expect(placing.layer).toBe('postgres');
			const windowIds = [...window];
			await turn();
			await Promise.all([...streams.map(async ({end}) => end()), earlier, later]);
			// The ids that the window holds, the ledger holds; the rest of what was placed it holds alone.
			expect(windowIds.filter(id => !ledger.has(id))).toEqual([]);
			expect([...window]).toEqual(windowIds);
			const placed = [...windowIds.filter(id => id < 10_000), ...numbers(2000, 5).map(({id}) => id), ...streams.flatMap(stream => stream.placed)];
			expect([...ledger].sort((a, b) => a - b)).toEqual([...new Set(placed)].sort((a, b) => a - b));
			expect(windowIds.some(id => id >= 2000 && id < 10_000)).toBe(false);
		}
	});

	test('between the beginning of a seed and its first fact gets all of it', async () => {
		const {placing, window, ledger, store} = world(createRandom('between'));
		await placing.insert(numbers(0, 5));
		const seed = await placing.beginSeed({count: 3, days: 1, seed: 1, nowMs: 0});
		const taking = placing.takeOver(store, {signal});
		expect(await seed.insert(numbers(100, 3))).toBe(3);
		await taking;
		expect([...ledger]).toEqual([0, 1, 2, 3, 4, 100, 101, 102]);
		expect(window.size).toBe(5);
	});

	test('and fails leaves everything as it was; it may try again', async () => {
		for (let seed = 0; seed < 20; seed++) {
			const random = createRandom(`fail ${seed}`);
			let tries = 0;
			const at = random.below(2);
			const {placing, window, ledger, store} = world(random, {fails: () => tries++ === at});
			await placing.insert(numbers(0, 3));
			const stream = arrivals(placing, 10_000);
			await expect(placing.takeOver(store, {signal})).rejects.toThrow('the ledger is on fire');
			expect(placing.layer).toBe('mongo');
			await placing.insert(numbers(100, 3));
			expect(await placing.takeOver(store, {signal})).toBeGreaterThan(0);
			await stream.end();
			expect([...window].filter(id => !ledger.has(id))).toEqual([]);
			expect(stream.placed.filter(id => !ledger.has(id))).toEqual([]);
		}
	});

	test('is given up with the signal, and who waits for it goes on', async () => {
		const {placing, store, window, ledger} = world(createRandom('give up'));
		await placing.insert(numbers(0, 50));
		const controller = new AbortController();
		const taking = placing.takeOver(store, {signal: controller.signal});
		const seed = placing.insert(numbers(100, 2));
		const cancelled = new AbortController();
		const other = placing.insert(numbers(200, 2), {signal: cancelled.signal});
		cancelled.abort();
		expect(await other).toBe(0);
		controller.abort(new Error('closed'));
		await expect(taking).rejects.toThrow('closed');
		expect(await seed).toBe(2);
		expect([window.has(100), ledger.has(100), placing.layer]).toEqual([true, false, 'mongo']);
	});
});

test('with the embedded engines: seeded, adopted while orders arrive, and streamed on, with moves', async () => {
	const [mongo, postgres] = await Promise.all([startMongoEngine({}), takePostgres()]);
	const window: MongoWindow = await openMongoWindow(`mongodb://127.0.0.1:${mongo.port}`, orders, {embeddedVersion: 'test'});
	const ledger = await openPostgresLedger(
		`postgres://shopstream@127.0.0.1:${postgres.port}/shopstream`,
		{...orders, ledger: ordersLedger},
		{embeddedVersion: 'test'},
	);
	const placing = placeFacts({...ofShop, window, cache: noLive});
	const wanted = {count: 2500, days: 35, seed: 42, nowMs: Date.now()};
	expect(await seedFacts({...ofShop, placing}, wanted)).toMatchObject({stored: 2500});
	const controller = new AbortController();
	const came: string[] = [];
	const streaming = streamFacts(
		{...ofShop, placing},
		{
			perSecond: () => 200,
			seed: 42,
			random: createRandom(1),
			signal: controller.signal,
			elapsed: () => performance.now(),
			stored: facts => came.push(...(facts as Array<{id: string}>).map(({id}) => id)),
		},
	);
	await until(() => came.length > 0);
	const told: number[] = [];
	const taken = await placing.takeOver(ledger, {signal, told: facts => told.push(facts)});
	expect(taken).toBeGreaterThan(2500);
	expect(told.slice(0, 2)).toEqual([1000, 2000]);
	const idsOf = async (store: Pick<MongoWindow, 'stream'>) => {
		const ids: string[] = [];
		for await (const fact of store.stream(0, Date.now() + 60_000)) {
			ids.push((fact as {id: string}).id);
		}

		return ids.sort();
	};

	const inWindow = await idsOf(window);
	const before = came.length;
	await until(() => came.length > before + 50);
	controller.abort();
	await streaming;
	const inLedger = await idsOf(ledger);
	expect(new Set(inLedger).size).toBe(inLedger.length);
	expect(inWindow.filter(id => !inLedger.includes(id))).toEqual([]);
	expect(came.filter(id => !inLedger.includes(id))).toEqual([]);
	expect(inLedger).toHaveLength(2500 + came.length);
	expect(await window.count()).toBe(inWindow.length);
	// Orders went on: more have come than the seed had, which has what came by midnight.
	const again = await placing.takeOver(ledger, {signal});
	expect(again).toBe(0);
	await Promise.all([window.close(), ledger.close()]);
	await Promise.all([mongo.close(), postgres.giveBack()]);
});
