// A scenario that the source knows nothing of, from its first fact to the archive and the screen, on the embedded engines.
import {render} from 'ink-testing-library';
import {Redis} from 'ioredis';
import {MongoClient} from 'mongodb';
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {createRandom} from '../../../source/chance/random.ts';
import {Screen} from '../../../source/dashboard/app.tsx';
import {bodies} from '../../../source/dashboard/screens/bodies.ts';
import {createRunner} from '../../../source/dashboard/commands/create-runner.ts';
import {initialState} from '../../../source/dashboard/state/state.ts';
import {createStore} from '../../../source/dashboard/store.ts';
import {type AnswerKey, createAnswerKey, ownKey} from '../../../source/flows/answer-key.ts';
import {type ArchiveEnds, archiveFacts} from '../../../source/flows/archive-facts.ts';
import {windowSource} from '../../../source/flows/archive-source.ts';
import {readPart} from '../../../source/flows/read-part.ts';
import {askLive} from '../../../source/flows/ask-live.ts';
import {comparePlans} from '../../../source/flows/compare-plans.ts';
import {keepAllLive} from '../../../source/flows/keep-live.ts';
import {measureLatency} from '../../../source/flows/measure-latency.ts';
import {measureTruth} from '../../../source/flows/measure-truth.ts';
import {type Read, readAnswer, type ReadPath} from '../../../source/flows/read-answer.ts';
import {createReadFeed} from '../../../source/flows/read-feed.ts';
import {rehearseStampedes} from '../../../source/flows/rehearse-stampedes.ts';
import {runViewers} from '../../../source/flows/run-viewers.ts';
import {placeFacts, type Placing} from '../../../source/flows/place-facts.ts';
import {seedFacts, type SeedResult} from '../../../source/flows/seed-facts.ts';
import {createSharedClock} from '../../../source/flows/shared-clock.ts';
import {streamFacts} from '../../../source/flows/stream-facts.ts';
import {createErrorWatch} from '../../../source/flows/watch-error.ts';
import {type CachePolicy, plainPolicy} from '../../../source/lab/cache-policy.ts';
import {archiveJson, reportJson} from '../../../source/reports/json-report.ts';
import {archiveText} from '../../../source/reports/archive-text.ts';
import {compareJson} from '../../../source/reports/rivals-json.ts';
import {compareText} from '../../../source/reports/rivals-text.ts';
import {runReport} from '../../../source/reports/run-report.ts';
import {reportText} from '../../../source/reports/text-report.ts';
import {backendsOf} from '../../../source/layers/layers.ts';
import {openServices, type Services} from '../../../source/services.ts';
import {StoreFailure} from '../../../source/stores/store-failure.ts';
import {configOf} from '../../config-of.ts';
import {openDesk} from '../../dashboard/desk.ts';
import {until} from '../../until.ts';
import {birds, type Flock, type Sighting} from './birds.ts';

const nowMs = Date.now();
const signal = new AbortController().signal;
const config = {...configOf('report', {timeZone: 'UTC', orders: '3'}), scenario: birds};

describe('three sightings', () => {
	let services: Services & {readonly placing: Placing};
	let raw: Redis;
	let mongo: MongoClient;
	let key: AnswerKey;
	let policy: CachePolicy;
	let seeded: SeedResult;
	let path: ReadPath;

	const flockOf = (read: Read): Flock => {
		expect(read.outcome).not.toBe('error');
		return (read as unknown as {readonly answer: Flock}).answer;
	};
	const birdsOf = (read: Read) => flockOf(read).kinds.map(({kind, birds}) => [kind, birds]);
	const counterOf = async (lake: string) => (await raw.hvals(`shopstream:live:birds:${lake}`)).reduce((sum, birds) => sum + Number(birds), 0);
	const live = async (about: string) => (await askLive(services, {about, asOfMs: nowMs})) as Flock;

	beforeAll(async () => {
		const opened = await openServices(config);
		services = {...opened, placing: placeFacts(opened)};
		raw = new Redis(services.cache.backend.address);
		mongo = await MongoClient.connect(services.window.backend.address);
		key = createAnswerKey(services);
		seeded = await seedFacts(services, {count: 3, days: 7, seed: 1, nowMs});
		await key.resolve();
	});

	beforeEach(async () => {
		policy = plainPolicy(300);
		path = {...services, key, policy: () => policy, flight: {current: undefined}, clock: () => nowMs};
		await raw.del([key.of('Bled')!, key.of('Como')!]);
	});

	afterAll(async () => {
		raw?.disconnect();
		await mongo?.close();
		await services?.close();
	});

	test('stand in a collection of their own with its TTL index, and in the counters that Redis keeps', async () => {
		expect(seeded).toMatchObject({stored: 3, wanted: 3, expiring: 0});
		const collection = mongo.db('shopstream').collection('sightings');
		expect(
			await collection
				.find({}, {projection: {_id: 0, lake: 1, kind: 1, birds: 1}})
				.sort({seenAt: -1})
				.toArray(),
		).toEqual([
			{lake: 'Bled', kind: 'heron', birds: 2},
			{lake: 'Bled', kind: 'coot', birds: 7},
			{lake: 'Como', kind: 'heron', birds: 1},
		]);
		expect((await collection.indexes()).find(({key}) => 'seenAt' in key)).toMatchObject({expireAfterSeconds: 7 * 86_400});
		expect([await services.window.count(), await services.window.leftOut(nowMs)]).toEqual([3, []]);
		expect([await counterOf('Bled'), await counterOf('Como')]).toEqual([9, 1]);
	});

	test('are asked about by the lake, each with a key and an answer of its own', async () => {
		const miss = await readAnswer(path);
		expect(miss).toMatchObject({about: 'Bled', outcome: 'miss', stands: true});
		expect(birdsOf(miss)).toEqual([
			['coot', 7],
			['heron', 2],
		]);
		expect(await readAnswer(path)).toMatchObject({about: 'Bled', outcome: 'hit', answer: flockOf(miss)});
		const other = await readAnswer({...path, about: 'Como'});
		expect([other.outcome, birdsOf(other)]).toEqual(['miss', [['heron', 1]]]);
		expect(key.current).toMatch(/^shopstream:\{birds:Bled:[\da-f]{16}:UTC\}$/);
		expect(await raw.exists(key.of('Bled')!, key.of('Como')!)).toBe(2);
		expect(JSON.parse((await raw.get(key.of('Como')!))!)).toMatchObject({schema: 'shopstream.birds/1', lake: 'Como', kinds: [{kind: 'heron', birds: 1}]});
	});

	test('make no answer of a lake without any, and that is not kept', async () => {
		expect(await readAnswer({...path, about: 'Garda'})).toMatchObject({outcome: 'miss', stands: false, reason: 'an empty answer is not kept'});
	});

	test('are answered from what Redis keeps live as MongoDB answers them, at the same instant', async () => {
		for (const about of ['Bled', 'Como']) {
			expect(await live(about)).toEqual((await measureTruth({...services, about}, nowMs)).answer);
		}

		expect((await measureTruth(services, nowMs)).live).toEqual(await live('Bled'));
	});

	test('are counted again where somebody changed a counter, with a word', async () => {
		await raw.hset('shopstream:live:birds:Bled', 'coot', 700);
		expect(await keepAllLive(services, nowMs)).toEqual(['1 counter of birds mended']);
		expect([await counterOf('Bled'), await keepAllLive(services, nowMs)]).toEqual([9, []]);
	});

	test('are compared in the ways that their question has: without SQL by MongoDB, from Redis and live', async () => {
		const rivals = {...services, ledger: undefined, clock: () => nowMs};
		const comparison = await comparePlans(rivals);
		expect(comparison).toMatchObject({equal: true, different: [], indexes: undefined, view: undefined, inserts: undefined, growth: undefined, facts: 3});
		expect(comparison.rows.map(({plan, title, total}) => [plan, title, total])).toEqual([
			['mongo', 'MongoDB', 9],
			['redis', 'Redis hit', 9],
			['redis-live', 'Redis counters', 9],
		]);
		const of = {scenario: services.scenario, comparison, backends: backendsOf(services)};
		expect(compareText(of)).toContain(
			'All 3 answers of one instant are equal: 9.\nPostgreSQL is not compared: it is not asked this question.\nThe counters know no end of seven days.\n',
		);
		expect(compareJson(of)).toMatchObject({index: null, view: null, insert: null, growth: null, rows: [{birds: 9}, {birds: 9}, {birds: 9}]});
		await raw.hincrby('shopstream:live:birds:Bled', 'coot', 1);
		expect(await comparePlans(rivals, {catchUpMs: 0})).toMatchObject({equal: false, different: ['redis-live'], rows: [{total: 9}, {total: 9}, {total: 10}]});
		await keepAllLive(services, nowMs);
	});

	test('are served stale while MongoDB fails, and then not any more', async () => {
		policy = {...plainPolicy(60), staleOnErrorSeconds: 600};
		await readAnswer(path);
		const failing = {...path, clock: () => nowMs + 90_000, window: {ask: async () => Promise.reject(new Error('MongoDB is on fire'))}};
		expect(await readAnswer(failing)).toMatchObject({outcome: 'stale', ageMs: 90_000, reason: 'MongoDB is on fire'});
		policy = plainPolicy(60);
		expect(await readAnswer(failing)).toMatchObject({outcome: 'error', reason: 'MongoDB is on fire'});
	});

	test('are read by viewers, each about the lake it draws', async () => {
		const ending = new AbortController();
		const feed = createReadFeed();
		const reads: Read[] = [];
		feed.watch(read => {
			reads.push(read);
		});
		const viewers = runViewers(path, {
			arrivals: {kind: 'poll', pollSeconds: 0.05, viewers: 10},
			ownProcess: true,
			seed: 1,
			signal: ending.signal,
			feed,
			shed: () => expect.unreachable(),
		});
		// How many wait for the first fills hangs on the computer; then all find a key.
		await until(() => reads.filter(({outcome}) => outcome === 'hit').length >= 30);
		ending.abort();
		await viewers;
		const whole = reads.filter(({outcome}) => outcome !== 'error');
		expect(new Set(whole.map(({about}) => about))).toEqual(new Set(['Bled', 'Como']));
		expect(whole.every(read => flockOf(read).lake === read.about)).toBe(true);
	});

	test('make a stampede when the key ends under a crowd', async () => {
		const {
			each: [stampede],
		} = await rehearseStampedes(
			{
				...services,
				clock: Date.now,
				keepsEmpty: true,
				key: ownKey('stampede'),
				policy: () => ({...plainPolicy(600), singleFlight: false}),
				addedFillMs: () => 100,
			},
			{
				arrivals: {kind: 'poll', pollSeconds: 0.5, viewers: 50},
				ownProcess: true,
				firings: 1,
				seed: 2,
				signal,
			},
		);
		expect(stampede!.originQueries).toBeGreaterThan(1);
	});

	test('are measured: a miss against hits and what is live', async () => {
		const {samples} = await measureLatency(services, {mode: 'burst', misses: 2, hitsPerMiss: 2});
		expect(samples.map(({kind}) => kind)).toEqual(['miss', 'hit', 'hit', 'live', 'live', 'miss', 'hit', 'hit', 'live', 'live']);
	});

	test('go to the archive under their own name, and a repeat makes nothing new', async () => {
		const source = windowSource(services.window, services.scenario);
		const result = await archiveFacts({...services, source}, {asOfMs: nowMs, withToday: true});
		expect(result).toMatchObject({totals: {rows: 3, worth: 10}, run: {name: 'manifests/sightings/runs/r000001.json'}, warnings: [], leftOut: []});
		const parts = result.days.flatMap(({manifest}) => manifest?.parts ?? []);
		expect(parts.every(({name}) => /^sightings\/dt=[\d-]+\/part-00001\.jsonl\.gz$/.test(name))).toBe(true);
		const read: Sighting[] = [];
		for (const part of parts) {
			for await (const {fact} of readPart(services.archive, part, services.scenario)) {
				read.push(fact as Sighting);
			}
		}

		expect(read.map(({birds}) => birds).sort((a, b) => a - b)).toEqual([1, 2, 7]);
		expect(await archiveFacts({...services, source}, {asOfMs: nowMs + 1, withToday: true})).toMatchObject({
			totals: {rows: 3},
			created: 0,
			run: {created: false},
		});
		expect(archiveText(result, 'b', backendsOf(services))).toContain('with 3 sightings, birds 10,');
		expect(archiveJson(result, 'b', backendsOf(services))).toMatchObject({source: 'MongoDB', archived: {rows: 3, birds: 10}});
	});

	test('are reported as text and as JSON', async () => {
		const clock = createSharedClock();
		const report = await runReport({...services, clock}, config, signal, () => undefined);
		const text = reportText(report);
		expect(
			text
				.split('\n')
				.slice(0, 7)
				.map(line => line.trimEnd()),
		).toEqual([
			'Birds seen at Lake Bled, last 7 days',
			'',
			expect.stringMatching(/^kind +birds +sightings +at a time +share$/) as string,
			expect.stringMatching(/^coot +7 +1 +7\.0 +77\.8 %$/) as string,
			expect.stringMatching(/^heron +2 +1 +2\.0 +22\.2 %$/) as string,
			expect.stringMatching(/^Total +9 +2 +4\.5 +100\.0 %$/) as string,
			'',
		]);
		expect(text).toMatch(/Read: MISS in .*\nRedis counters and MongoDB gave equal answers at one instant \(9\)\.\n/);
		expect(reportJson(report)).toMatchObject({
			schema: 'shopstream.birds-report/1',
			lake: 'Bled',
			kinds: [
				{kind: 'coot', birds: 7, sightings: 1},
				{kind: 'heron', birds: 2, sightings: 1},
			],
			read: {outcome: 'miss'},
			live: {equal: true, birds: 9},
			bench: {live: {count: 200}},
		});
	});

	test('become more, and the cached answer is off by what came since, as a watch over it says too', async () => {
		const shown = await readAnswer(path);
		const before = await counterOf('Bled');
		const ending = new AbortController();
		const come: Sighting[] = [];
		await streamFacts(services, {
			perSecond: () => 200,
			seed: 1,
			random: createRandom('birds'),
			signal: ending.signal,
			clock: () => nowMs,
			elapsed: () => performance.now(),
			stored(facts) {
				come.push(...(facts as Sighting[]));
				ending.abort();
			},
		});
		const more = come.reduce((sum, {birds}) => sum + birds, 0);
		expect(more).toBeGreaterThan(0);
		expect(await counterOf('Bled')).toBe(before + more);
		expect(await live('Bled')).toEqual((await measureTruth(services, nowMs)).answer);
		const truth = await measureTruth(services, nowMs);
		expect(birds.error.compare(flockOf(shown), truth.answer as Flock).rows[0]).toMatchObject({name: 'the flock', amount: -more, truth: 9 + more});
		const watch = createErrorWatch(services, () => nowMs);
		watch.show(flockOf(shown));
		await watch.compare(signal);
		expect(watch.total()?.off[0]).toMatchObject({id: 'flock', mean: more, most: more, meanShare: more / (9 + more)});
		expect(await readAnswer(path)).toMatchObject({outcome: 'hit', answer: flockOf(shown)});
	});

	test('stand though Redis does not take what it keeps of them, and the failure says so', async () => {
		const refusal = new StoreFailure('redis', 'refuses', 'out of memory', 'Redis refuses: out of memory');
		const cache = {run: async () => Promise.reject(refusal)};
		await expect(seedFacts({...services, placing: placeFacts({...services, cache})}, {count: 3, days: 7, seed: 1, nowMs: nowMs + 1})).rejects.toMatchObject({
			store: 'redis',
			message: 'Redis refuses: out of memory; 3 of 3 sightings stand',
		});
	});
});

test('on the dashboard: seeded, read, streamed, and how far off', async () => {
	const told = {...configOf('dashboard', {timeZone: 'UTC', orders: '3', refresh: '100ms'}), scenario: birds};
	const clock = createSharedClock();
	const store = createStore(initialState(told, 120, 40, clock.now()), clock.now);
	const runner = createRunner({config: told, store, openServices, clock, quit() {}, leave() {}});
	await runner.open();
	await until(() => store.state().lastRead?.outcome === 'hit' && store.state().off);
	const screen = () =>
		render(<Screen bodies={bodies} state={store.state()} />)
			.lastFrame()!
			.replaceAll(/ +/g, ' ');
	expect(screen()).toContain('│ coot 7 1 7.0 ');
	expect(screen()).toContain('seeded 3 sightings');
	expect(store.state()).toMatchObject({cacheKey: expect.stringMatching(/^shopstream:\{birds:Bled:/) as string, held: {mongo: 3}});
	store.dispatch({type: 'stream-wished', isStreaming: true});
	await until(() => (store.state().off?.rows[0].amount ?? 0) < 0);
	store.dispatch({type: 'viewers-chosen', viewers: {count: 10, arrivals: 'poll', everySeconds: 0.1, ownProcess: false}});
	await until(() => store.state().lastRead?.about === 'Como');
	expect(store.state().shown?.about).toBe('Bled');
	await runner.close();
});

test('without an archive, key and command say so', async () => {
	const {archive: _, ...unarchived} = birds;
	const desk = openDesk({scenario: unarchived});
	desk.press('a');
	expect(desk.commands).toEqual([]);
	expect(desk.state().activity[0]?.text).toBe('a: sightings are not archived');
	await expect(archiveFacts({scenario: unarchived} as unknown as ArchiveEnds, {asOfMs: nowMs})).rejects.toMatchObject({
		message: 'Sightings are not archived',
		exitCode: 2,
	});
});
