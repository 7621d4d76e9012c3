// What is changed for a while in a PostgreSQL of others: it is put back when the dashboard is closed in the middle.
import pg from 'pg';
import {expect, onTestFinished, test} from 'vitest';
import {startRedisEngine} from '../../../source/engines/redis/start-redis-engine.ts';
import {openServices, type Services} from '../../../source/services.ts';
import {openBreakableProxy} from '../../breakable-proxy.ts';
import {postgresServers} from '../../postgres-servers.ts';
import {until} from '../../until.ts';
import {createWorld, openWorld, type TestedWorld} from './open-world.ts';

const leftBehind = /^PostgreSQL may still have the indexes of this comparison: drop index if exists shopstream\.compare_orders/;

/** A comparison that has made its indexes. */
async function compare({dispatch, state, next}: TestedWorld, hasIndexes: () => Promise<boolean>): Promise<void> {
	const seeded = next('facts-seeded');
	dispatch({type: 'seed-wished', count: 3000});
	await until(() => state().question ?? state().job);
	if (state().question) {
		dispatch({type: 'question-answered', yes: true});
	}

	await seeded;
	dispatch({type: 'comparison-wished'});
	await until(hasIndexes);
}

/** The dashboard's world over a PostgreSQL, closed at the end whatever comes. */
async function openOver(postgresUrl: string): Promise<TestedWorld> {
	const world = await openWorld({postgresUrl});
	onTestFinished(async () => void (await world.close()));
	return world;
}

for (const {name, start} of postgresServers) {
	const open = async () => {
		const {url, stop} = await start();
		onTestFinished(stop);
		const client = new pg.Client({connectionString: url});
		await client.connect();
		onTestFinished(async () => client.end());
		const indexes = async () => Number((await client.query("select count(*) from pg_class where relkind = 'i' and relname like 'compare%'")).rows[0].count);
		return {url, client, indexes};
	};

	test(`${name} queues nothing any more for a MongoDB that goes with the dashboard`, async () => {
		const {url, client} = await open();
		const followed = async () => (await client.query('select from shopstream.windows where is_followed')).rows.length;
		// It is waited for a moment only, which a busy machine may need for other things.
		await until(async () => {
			const world = await openOver(url);
			await until(async () => (await followed()) > 0);
			await world.close();
			return (await client.query('update shopstream.windows set is_followed = false where is_followed')).rowCount === 0;
		});
	});

	test(`${name} has no index of a comparison any more, or it is said`, async () => {
		const {url, client, indexes} = await open();
		const world = await openOver(url);
		await compare(world, async () => (await indexes()) > 0);
		for (const sentence of await world.close()) {
			expect(sentence).toMatch(leftBehind);
			await client.query(sentence.slice(sentence.indexOf('drop ')));
		}

		expect(await indexes()).toBe(0);
	});

	test(`what ${name} has still, since it did not answer, is said with what undoes it`, async () => {
		const {url, client, indexes} = await open();
		const target = new URL(url);
		const proxy = await openBreakableProxy(Number(target.port));
		onTestFinished(async () => proxy.close());
		target.port = String(proxy.port);
		const world = await openOver(target.href);
		await compare(world, async () => (await indexes()) > 0);
		proxy.stall();
		const [sentence] = await world.close();
		expect(sentence).toMatch(leftBehind);
		await client.query(sentence!.slice(sentence!.indexOf('drop ')));
	});
}

test('what is left in a Redis of others is known before all else has closed, which may never be', async () => {
	const engine = await startRedisEngine({});
	onTestFinished(async () => engine.close());
	let refuses = false;
	let opened: Services | undefined;
	const {dispatch, events, state, runner} = createWorld(
		{scenario: 'merchants', redisUrl: `redis://127.0.0.1:${engine.port}`, orders: '200', refresh: '100ms'},
		async (...given) => {
			opened = await openServices(...given);
			const {cache} = opened;
			const run: typeof cache.run = async (work, ...more) => {
				if (refuses && JSON.stringify(work).includes('CONFIG')) {
					throw new Error('refused');
				}

				return cache.run(work, ...more);
			};
			return {...opened, cache: {...cache, run}, close: async () => new Promise(() => {})};
		},
	);
	onTestFinished(async () => opened?.close());
	await runner.open();
	await until(() => state().shown);
	dispatch({type: 'memory-wished', keys: 50});
	await until(() => state().question);
	dispatch({type: 'question-answered', yes: true});
	await until(() => events.some(({type}) => type === 'memory-limited'));
	refuses = true;
	void runner.close();
	const [sentence] = await until(() => (runner.undone().length > 0 ? runner.undone() : undefined));
	expect(sentence).toMatch(/^Redis still has the memory of this experiment \(refused\): give it back with CONFIG SET maxmemory \d+ /);
});
