import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import type {Event} from '../../../source/dashboard/update/event.ts';
import {presentFillSeconds} from '../../../source/dashboard/selectors/present-load.ts';
import type {Viewers} from '../../../source/dashboard/state/state.ts';
import {type Protection, usualProtection} from '../../../source/lab/protections.ts';
import {until} from '../../until.ts';
import {openWorld, type TestedWorld} from './open-world.ts';

const nobody: Viewers = {count: 0, arrivals: 'poll', everySeconds: 5, ownProcess: false};
const only = (...on: Array<typeof usualProtection.on extends ReadonlySet<infer Name> ? Name : never>): Protection => ({...usualProtection, on: new Set(on)});

let world: TestedWorld;

beforeAll(async () => {
	world = await openWorld();
});

afterAll(async () => {
	await world.close();
});

beforeEach(async () => {
	world.dispatch({type: 'added-fill-chosen', seconds: 0});
	world.dispatch({type: 'protection-chosen', protection: usualProtection});
	world.dispatch({type: 'ttl-chosen', ttlSeconds: 300});
	world.dispatch({type: 'viewers-chosen', viewers: nobody});
	await world.next('reads-ended', ({reads}) => reads.some(({outcome}) => outcome === 'hit'));
});

/** The reads told in a row of events. */
const readsOf = (events: readonly Event[]) => events.flatMap(event => (event.type === 'reads-ended' ? event.reads : []));

/** Changes something and waits until as many reads of the new run are counted: the events from the change on, and when it was. */
async function changed(change: () => void, reads: number) {
	const from = world.events.length;
	// The shared clock rounds its milliseconds for itself.
	const atMs = Date.now() - 2;
	const askedBefore = world.asked.revenue;
	change();
	const begin = world.events.findLastIndex(({type}) => type.endsWith('-chosen'));
	expect(begin).toBeGreaterThanOrEqual(from);
	await until(() => world.state().statistics.reads >= reads);
	return {events: world.events.slice(begin), atMs, askedBefore};
}

/** Fires a stampede and gives what it came to; one that fails says why. */
async function stampede() {
	const from = world.events.length;
	world.dispatch({type: 'stampede-wished'});
	const ended = await until(() => world.events.slice(from).find(({type}) => type === 'stampede-ended' || type === 'job-failed'));
	if (ended.type !== 'stampede-ended') {
		throw new Error(`the stampede came to no end: ${JSON.stringify(ended)}`);
	}

	return ended;
}

describe('viewers', () => {
	test('read in place of the dashboard, which reads again without them', async () => {
		// The dashboard would read ten times a second, the one viewer reads twice.
		const alone = await changed(() => world.dispatch({type: 'viewers-chosen', viewers: {...nobody, count: 1, everySeconds: 0.5}}), 4);
		const [first, , , fourth] = readsOf(alone.events);
		expect(fourth!.servedAtMs - first!.servedAtMs).toBeGreaterThan(1300);
		const crowd = await changed(() => world.dispatch({type: 'viewers-chosen', viewers: {...nobody, count: 50, everySeconds: 0.1}}), 200);
		expect(readsOf(crowd.events).at(-1)!.servedAtMs - crowd.atMs).toBeLessThan(20_000);
		// A crowd is told in batches.
		expect(crowd.events.filter(({type}) => type === 'reads-ended').length).toBeLessThan(100);
		const back = await changed(() => world.dispatch({type: 'viewers-chosen', viewers: nobody}), 6);
		// Each for itself; on a busy machine more than six are told before anybody looks.
		expect(new Set(back.events.flatMap(event => (event.type === 'reads-ended' ? [event.reads.length] : [])))).toEqual(new Set([1]));
		const [begun, , , , , ended] = readsOf(back.events);
		expect(ended!.servedAtMs - begun!.servedAtMs).toBeGreaterThan(400);
	});

	test.each([
		['of one process share its single-flight', false],
		['that are laptops do not', true],
	])('%s', async (_, ownProcess) => {
		world.dispatch({type: 'added-fill-chosen', seconds: 0.15});
		await changed(() => world.dispatch({type: 'viewers-chosen', viewers: {...nobody, count: 40, everySeconds: 0.3, ownProcess}}), 40);
		const {measured} = await stampede();
		const {predicted} = world.state().laboratory.stampede!;
		if (ownProcess) {
			expect(measured.originQueries).toBeGreaterThan(5);
			expect(predicted).toBeGreaterThan(10);
		} else {
			expect([measured.originQueries, predicted]).toEqual([1, 1]);
		}

		expect(measured.waited).toBeGreaterThan(5);
		expect(world.state().laboratory.stampede).toMatchObject({measured});
	});
});

describe('a change starts a fresh statistic', () => {
	/** Every read of the new run began in it. */
	function expectOfThisRun({events, atMs}: {events: readonly Event[]; atMs: number}) {
		expect(
			readsOf(events)
				.map(({servedAtMs, latencyMs}) => servedAtMs - latencyMs - atMs)
				.filter(beganMs => beganMs < -5),
		).toEqual([]);
	}

	const busy = {...nobody, count: 100, everySeconds: 0.2};

	test.each<[string, () => void]>([
		['viewers', () => world.dispatch({type: 'viewers-chosen', viewers: {...busy, count: 80}})],
		['protection', () => world.dispatch({type: 'protection-chosen', protection: only('single-flight', 'jitter')})],
		['added fill', () => world.dispatch({type: 'added-fill-chosen', seconds: 0.01})],
		['the TTL', () => world.dispatch({type: 'ttl-chosen', ttlSeconds: 60})],
	])('%s: no read of before is counted in it', async (name, change) => {
		await changed(() => world.dispatch({type: 'viewers-chosen', viewers: busy}), 100);
		// In the midst of a batch: some reads have ended that are not told yet.
		const {gets} = world.asked;
		await until(() => world.asked.gets > gets + 20);
		const run = await changed(change, 60);
		if (name === 'the TTL') {
			// The load goes on: a read that is under way at the change is of the run in which it ends.
			expect(
				readsOf(run.events)
					.map(({servedAtMs}) => servedAtMs - run.atMs)
					.filter(endedMs => endedMs < 0),
			).toEqual([]);
		} else {
			expectOfThisRun(run);
		}

		const {statistics} = world.state();
		expect(Object.values(statistics.outcomes).reduce((sum, count) => sum + count, 0)).toBe(statistics.reads);
		expect(statistics.reads).toBe(readsOf(run.events).length);
		expect(statistics.sinceMs).toBeGreaterThanOrEqual(run.atMs);
	});

	test('a slow read under way at the change neither counts, nor its fill, nor does it hold up the new run', async () => {
		// After one shadow query there is none for two seconds: what MongoDB answers next is the read's.
		await world.next('truth-measured');
		world.dispatch({type: 'added-fill-chosen', seconds: 4});
		const {answered} = world.asked;
		world.dispatch({type: 'expiry-wished'});
		await until(() => world.asked.answered > answered);
		const {atMs, events} = await changed(() => world.dispatch({type: 'added-fill-chosen', seconds: 0}), 3);
		expect(Date.now() - atMs).toBeLessThan(3500);
		expectOfThisRun({events, atMs});
		await until(() => world.state().statistics.fills > 0);
		expect(presentFillSeconds(world.state())).toBeLessThan(1);
		expect(world.state().statistics.fills).toBe(world.state().statistics.originQueries);
	});

	test('laptops that wait for a lock at the change stop, and ask nothing of the origin any more', async () => {
		world.dispatch({type: 'protection-chosen', protection: only('lock')});
		world.dispatch({type: 'added-fill-chosen', seconds: 5});
		await changed(() => world.dispatch({type: 'viewers-chosen', viewers: {...nobody, count: 60, everySeconds: 0.5, ownProcess: true}}), 20);
		world.dispatch({type: 'expiry-wished'});
		const locks = world.asked.locks;
		await until(() => world.asked.locks > locks + 200);
		const run = await changed(() => {
			world.dispatch({type: 'added-fill-chosen', seconds: 0});
			world.dispatch({type: 'viewers-chosen', viewers: nobody});
		}, 10);
		expectOfThisRun(run);
		const {statistics, truth} = world.state();
		expect(statistics.originQueries).toBeLessThanOrEqual(statistics.reads);
		expect(world.asked.revenue - run.askedBefore).toBeLessThanOrEqual(statistics.originQueries + 3);
		expect(truth).toBeDefined();
	});

	test('a read asked for by hand while one is under way loses nothing', async () => {
		await world.next('truth-measured');
		world.dispatch({type: 'added-fill-chosen', seconds: 0.4});
		const {answered} = world.asked;
		world.dispatch({type: 'expiry-wished'});
		await until(() => world.asked.answered > answered);
		const reading = world.next('reads-ended', ({reads}) => reads.some(({outcome}) => outcome === 'miss'));
		world.dispatch({type: 'read-wished'});
		world.dispatch({type: 'read-wished'});
		await reading;
		expect(world.state().statistics.outcomes.miss).toBe(1);
		expect(world.state().statistics.originQueries).toBe(1);
	});
});

test('shadow queries are no queries of the lesson: what MongoDB was asked is both together', async () => {
	const from = {revenue: world.asked.revenue, truths: world.state().truth?.queries ?? 0};
	world.dispatch({type: 'viewers-chosen', viewers: {...nobody, count: 20, everySeconds: 0.2}});
	world.dispatch({type: 'ttl-chosen', ttlSeconds: 0.1});
	await until(() => (world.state().truth?.queries ?? 0) >= from.truths + 2);
	await until(() => {
		const {statistics, truth} = world.state();
		return statistics.originQueries > 5 && world.asked.revenue - from.revenue === statistics.originQueries + truth!.queries - from.truths;
	});
	// A query whose read has not ended yet is ahead of its miss.
	await until(() => {
		const {statistics} = world.state();
		return statistics.originQueries === statistics.outcomes.miss;
	});
});

test('a stampede counts what was asked from the expiry until a value stood, and no shadow query', async () => {
	world.dispatch({type: 'protection-chosen', protection: only()});
	world.dispatch({type: 'added-fill-chosen', seconds: 0.2});
	await changed(() => world.dispatch({type: 'viewers-chosen', viewers: {...nobody, count: 60, everySeconds: 0.5, ownProcess: true}}), 30);
	let before: number | undefined;
	let between: number | undefined;
	// A question for the truth has two halves: what is left are the queries of reads.
	const askedByReads = () => world.asked.revenue - world.asked.values;
	world.watch.removing = () => {
		before = askedByReads();
	};
	world.watch.stored = () => {
		// A fill that began earlier may be stored before the key is removed.
		between ??= before === undefined ? undefined : askedByReads() - before;
	};
	const {measured} = await stampede();
	const {predicted} = world.state().laboratory.stampede!;
	world.watch.removing = undefined;
	world.watch.stored = undefined;
	expect(measured.originQueries).toBeGreaterThan(3);
	// Queries may begin in the instant between the value's being stored and its being counted; on a busy machine it is long.
	expect(Math.abs(measured.originQueries - between!)).toBeLessThanOrEqual(4);
	expect(predicted).toBeGreaterThan(10);
	expect(world.state().job).toBeUndefined();
});

test('a pause stops reads and truth, and afterwards both go on', async () => {
	world.dispatch({type: 'viewers-chosen', viewers: {...nobody, count: 20, everySeconds: 0.2}});
	await world.next('truth-measured');
	world.dispatch({type: 'paused', isPaused: true});
	const {reads} = world.state().statistics;
	// What was under way may still end; from the second tick on nothing is.
	await world.next('clock-ticked');
	const {gets, revenue} = world.asked;
	await world.next('clock-ticked');
	await world.next('clock-ticked');
	expect([world.asked.gets, world.asked.revenue, world.state().statistics.reads]).toEqual([gets, revenue, reads]);
	// A change while paused waits for the end of the pause.
	world.dispatch({type: 'viewers-chosen', viewers: {...nobody, count: 30, everySeconds: 0.2}});
	await world.next('clock-ticked');
	expect([world.asked.gets, world.state().statistics.reads]).toEqual([gets, 0]);
	world.dispatch({type: 'paused', isPaused: false});
	await Promise.all([world.next('reads-ended'), world.next('truth-measured')]);
});
