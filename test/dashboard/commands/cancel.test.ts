// What is cancelled while its store says nothing, as a dead tunnel does: it ends long before the store's own time limit.
import {afterEach, expect, test} from 'vitest';
import type {Event} from '../../../source/dashboard/update/event.ts';
import {timeLimitsMs} from '../../../source/time-limits.ts';
import {type BreakableProxy, openBreakableProxy} from '../../breakable-proxy.ts';
import {postgresServers} from '../../postgres-servers.ts';
import {bothRedises} from '../../redis-server.ts';
import {until} from '../../until.ts';
import {openWorld, type TestedWorld} from './open-world.ts';

const closing: Array<() => Promise<unknown>> = [];
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) {
		await close();
	}
});

/** Wishes for work, and agrees to it where that is asked. */
async function begin({dispatch, state}: TestedWorld, wish: Event, name: string): Promise<void> {
	dispatch(wish);
	await until(() => state().question ?? state().job);
	if (state().question) {
		dispatch({type: 'question-answered', yes: true});
	}

	await until(() => state().job?.name === name);
}

/** Stalls the store once the work has sent it something more, cancels, and waits for the end of the work: it comes before the store's own limit is over. */
async function cancelInSilence(world: TestedWorld, proxy: BreakableProxy, wish: Event, name: string, limitMs: number): Promise<void> {
	const {dispatch, next, state} = world;
	let sent = 0;
	const ended = next('job-failed');
	await begin(world, wish, name);
	proxy.onSent = () => {
		sent++;
		if (sent > 3) {
			proxy.stall();
		}
	};
	await until(() => sent > 3);
	const cancelledAt = performance.now();
	dispatch({type: 'cancel-wished'});
	expect(await ended).toMatchObject({cancelled: true});
	expect(performance.now() - cancelledAt).toBeLessThan(0.8 * limitMs);
	expect(state().job).toBeUndefined();
}

for (const {name: server, isEmbedded, start} of postgresServers) {
	const open = async () => {
		const {url, stop} = await start();
		closing.push(stop);
		const target = new URL(url);
		const proxy = await openBreakableProxy(Number(target.port));
		closing.push(async () => proxy.close());
		target.port = String(proxy.port);
		const world = await openWorld({postgresUrl: target.href});
		closing.push(async () => world.close());
		return {world, proxy};
	};

	test(`a history over ${server} that went silent`, async () => {
		const {world, proxy} = await open();
		await cancelInSilence(world, proxy, {type: 'history-to-make-wished', count: 100_000}, 'history', timeLimitsMs.databaseCommand);
	});

	// The embedded engine has no scratch copy to lose a day of: once a day is lost there, it comes back first.
	test.skipIf(isEmbedded)(`a drill over ${server} that went silent`, async () => {
		const {world, proxy} = await open();
		const {dispatch, next} = world;
		const seeded = next('facts-seeded');
		await begin(world, {type: 'seed-wished', count: 300}, 'seed');
		await seeded;
		const archived = next('facts-archived');
		dispatch({type: 'archive-wished'});
		await archived;
		await cancelInSilence(world, proxy, {type: 'drill-wished'}, 'drill', timeLimitsMs.databaseCommand);
	});

	test(`what was placed in ${server} before contend or a history was cancelled is told`, async () => {
		const {world} = await open();
		const {dispatch, next, state} = world;
		await until(() => state().placedIn === 'postgres');
		for (const [wish, name, hasPlaced, told] of [
			[{type: 'contention-wished'}, 'contend', () => state().job!.done > 2, /^contend cancelled: at least [1-9][\d,]* orders? placed in PostgreSQL$/],
			[
				{type: 'history-to-make-wished', count: 200_000},
				'history',
				() => state().job!.stage === 'seeding' && state().job!.done > 0,
				/^history cancelled: at least [1-9][\d,]* of 200,000 orders placed$/,
			],
		] as const) {
			const ended = next('job-failed');
			await begin(world, wish, name);
			await until(hasPlaced);
			dispatch({type: 'cancel-wished'});
			await ended;
			expect(state().activity[0]).toMatchObject({kind: 'note', text: expect.stringMatching(told)});
		}
	});
}

test('a stampede over many keys of a Redis that went silent', async () => {
	const {url, stop} = await bothRedises[0].start();
	closing.push(stop);
	const proxy = await openBreakableProxy(Number(new URL(url).port));
	closing.push(async () => proxy.close());
	const world = await openWorld({scenario: 'merchants', orders: '1000', redisUrl: `redis://127.0.0.1:${proxy.port}`});
	closing.push(async () => world.close());
	await cancelInSilence(world, proxy, {type: 'jitter-wished'}, 'jitter', timeLimitsMs.redisCommand);
});
