import {once} from 'node:events';
import {join} from 'node:path';
import {Worker} from 'node:worker_threads';
import pty from '@lydell/node-pty';
import {Redis} from 'ioredis';
import {MongoClient} from 'mongodb';
import {readAnswer} from '../../source/flows/read-answer.ts';
import {placeFacts} from '../../source/flows/place-facts.ts';
import {seedFacts} from '../../source/flows/seed-facts.ts';
import {plainPolicy} from '../../source/lab/cache-policy.ts';
import {median} from '../../source/lab/quantiles.ts';
import {createCatalogue} from '../../source/scenarios/shop/catalogue.ts';
import {generateOrders} from '../../source/scenarios/shop/generate-orders.ts';
import {plainEnvironment} from '../terminal/terminal.ts';
import {archiveTimes} from './archive.ts';
import {history} from './history.ts';
import type {OrderTimes} from './making-orders.ts';
import {running} from './running.ts';
import {noLive, ofShop, openShopCache, openShopWindow} from '../scenarios/shop/of-shop.ts';

type Places = {readonly root: string; readonly bareInk: string; readonly quick: boolean};

/** Measures everything, two sides in turn, and prints one table. */
export async function measure(places: Places): Promise<void> {
	const rows = [
		await firstFrame(places),
		await cacheHit(places),
		await seeding(places),
		...(await longHistory(places)),
		...(await archiving(places)),
		await makingOrders(),
		...(await runningRows(places)),
	];
	console.log('| what | ours | against | ratio | at most |\n|---|---|---|---|---|');
	for (const row of rows) {
		console.log(`| ${row.join(' | ')} |`);
	}
}

/** Runs a program in a pseudo-terminal and gives the time until its output holds a text. */
async function timeUntil(file: string, wanted: string, columns = 80, rows = 24): Promise<number> {
	const startedAt = performance.now();
	const child = pty.spawn(process.execPath, [file], {name: 'xterm-256color', cols: columns, rows, env: plainEnvironment()});
	let output = '';
	const ms = await new Promise<number>(resolve => {
		child.onData(data => {
			output += data;
			if (output.includes(wanted)) {
				resolve(performance.now() - startedAt);
			}
		});
	});
	const ended = new Promise(resolve => child.onExit(resolve));
	child.kill('SIGTERM');
	const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
	await ended;
	clearTimeout(timer);
	return ms;
}

async function firstFrame({root, bareInk, quick}: Places): Promise<string[]> {
	const ours: number[] = [];
	const bare: number[] = [];
	for (let i = 0; i < (quick ? 5 : 25); i++) {
		bare.push(await timeUntil(bareInk, 'first frame'));
		ours.push(await timeUntil(join(root, 'dist/cli.js'), 'Revenue by category'));
	}

	return row('first frame in a pseudo-terminal', median(ours)!, 'bare bundled Ink program', median(bare)!, 'ms', '1.2 ×');
}

async function startEngine(root: string, name: string): Promise<{port: number; end(): Promise<void>}> {
	const worker = new Worker(join(root, 'dist/engine-worker.js'), {workerData: {name, options: {}}});
	const [{port}] = (await once(worker, 'message')) as [{port: number}];
	return {port, end: async () => void (await worker.terminate())};
}

async function cacheHit({root, quick}: Places): Promise<string[]> {
	const [redis, mongo] = [await startEngine(root, 'redis'), await startEngine(root, 'mongo')];
	const url = `redis://127.0.0.1:${redis.port}`;
	const window = await openShopWindow(`mongodb://127.0.0.1:${mongo.port}`);
	const cache = await openShopCache(url);
	await seedFacts({...ofShop, placing: placeFacts({...ofShop, window, cache: noLive})}, {count: 500, days: 35, seed: 42, nowMs: Date.now()});
	const policy = plainPolicy(3600);
	const key = 'shopstream:{bench:hit}';
	const path = {...ofShop, window, cache, key, policy: () => policy, flight: {current: undefined}};
	await readAnswer(path);
	const bareClient = new Redis(url);
	const ours: number[] = [];
	const bare: number[] = [];
	// Over its first 2,000 rounds a GET alone gets from 200 to 90 µs, as Node compiles what it uses: until then that is what is measured.
	const warming = 2000;
	for (let i = 0; i < warming + (quick ? 3000 : 10_000); i++) {
		const [bareMs, ourMs] = await inTurn(
			i,
			async () => {
				const startedAt = performance.now();
				JSON.parse((await bareClient.get(key))!);
				return performance.now() - startedAt;
			},
			async () => {
				const startedAt = performance.now();
				const {outcome} = await readAnswer(path);
				if (outcome !== 'hit') {
					throw new Error(`a read was a ${outcome}`);
				}

				return performance.now() - startedAt;
			},
		);
		if (i >= warming) {
			bare.push(bareMs);
			ours.push(ourMs);
		}
	}

	bareClient.disconnect();
	await cache.close();
	await window.close();
	await Promise.all([redis.end(), mongo.end()]);
	return row('a cache hit through readAnswer, p50', median(ours)! * 1000, 'ioredis GET + JSON.parse', median(bare)! * 1000, 'µs', '1.12 ×');
}

/** Two timed sides, the one first that was second in the round before: what comes second finds a warmer machine. */
async function inTurn(round: number, one: () => Promise<number>, other: () => Promise<number>): Promise<[number, number]> {
	if (round % 2 === 0) {
		const oneMs = await one();
		return [oneMs, await other()];
	}

	const otherMs = await other();
	return [await one(), otherMs];
}

async function seeding({root, quick}: Places): Promise<string[]> {
	const count = quick ? 10_000 : 50_000;
	const wanted = {count, days: 35, seed: 42, nowMs: Date.now()};
	const documents = [...generateOrders(wanted, await createCatalogue(42))].map(({id, ...order}) => ({_id: id as never, ...order}));
	const ours: number[] = [];
	const bare: number[] = [];
	for (let i = 0; i < 3; i++) {
		const first = await startEngine(root, 'mongo');
		const client = await MongoClient.connect(`mongodb://127.0.0.1:${first.port}`);
		const collection = client.db('shopstream').collection('orders');
		await collection.createIndex({placedAt: 1}, {expireAfterSeconds: 35 * 86_400});
		const startedAt = performance.now();
		for (let at = 0; at < documents.length; at += 1000) {
			await collection.insertMany(documents.slice(at, at + 1000), {ordered: false});
		}

		bare.push(performance.now() - startedAt);
		await client.close();
		await first.end();
		const second = await startEngine(root, 'mongo');
		const window = await openShopWindow(`mongodb://127.0.0.1:${second.port}`);
		ours.push((await seedFacts({...ofShop, placing: placeFacts({...ofShop, window, cache: noLive})}, wanted)).tookMs);
		await window.close();
		await second.end();
	}

	return row(
		`seeding ${count.toLocaleString('en-US')} orders, generated and stored`,
		median(ours)!,
		'insertMany of the same documents',
		median(bare)!,
		'ms',
		'–',
	);
}

async function longHistory({quick}: Places): Promise<string[][]> {
	const count = quick ? 20_000 : 1_000_000;
	const took = await history(count, quick ? 1 : 3);
	if (!took) {
		console.error('No PostgreSQL is named by SHOPSTREAM_TEST_POSTGRES_URL: a long history is not measured.');
		return [];
	}

	return [
		row(
			`seeding ${count.toLocaleString('en-US')} orders over five years into PostgreSQL`,
			took.oursMs,
			'INSERT … SELECT generate_series',
			took.bareMs,
			'ms',
			'2 ×',
		),
	];
}

async function archiving({root, quick}: Places): Promise<string[][]> {
	const count = quick ? 20_000 : 1_000_000;
	const {archiveMs, aloneMs, memoryBytes, ledger} = await archiveTimes(root, count);
	const what = `archiving ${count.toLocaleString('en-US')} orders of ${quick ? 'a month' : 'five years'}`;
	return [
		row(`${what} (${ledger}, embedded bucket)`, archiveMs, 'serialising and compressing them alone', aloneMs, 'ms', '1.3 ×'),
		[`memory above the resting process while ${what}`, `${(memoryBytes / 1e6).toFixed(0)} MB`, '–', '–', '150 MB'],
	];
}

/** Both are made in a thread of their own: where orders were kept before, as for the seeding above, V8 puts later ones into old space, which is slower. */
async function makingOrders(): Promise<string[]> {
	const worker = new Worker(new URL('making-orders.mjs', import.meta.url));
	const [{oursNs, fakersNs}] = (await once(worker, 'message')) as [OrderTimes];
	return row('making an order', oursNs, 'faker for every field', fakersNs, 'ns', '0.02 ×');
}

async function runningRows({root, quick}: Places): Promise<string[][]> {
	const took = await running(root, quick);
	if (!took) {
		console.error('Threads do not tell here what they take: a dashboard at rest is not measured.');
		return [];
	}

	const {refreshBytes, secondBytes, rest, watched, readsAlone} = took;
	const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
	const bytes = (count: number) => `${count.toFixed(0)} bytes`;
	return [
		[
			'a refresh in which one reading changed, and a second of the clocks, at 120 × 40',
			bytes(refreshBytes + secondBytes),
			`the clocks: ${bytes(secondBytes)}`,
			'–',
			'600 bytes',
		],
		['at rest, a read every 1.2 s: bytes a second', bytes(rest.bytes), '–', '–', '600 bytes'],
		['at rest: of a core, the thread that draws', percent(rest.drawing), `all threads, engines too: ${percent(rest.all)}`, '–', '4 %'],
		['with 200 viewers: bytes a second', bytes(watched.bytes), '–', '–', '3,000 bytes'],
		[
			'with 200 viewers: of a core, all threads, above the same reads without a screen',
			percent(watched.all - readsAlone.all),
			`those reads in lab: ${percent(readsAlone.all)}`,
			'–',
			'15 %',
		],
	];
}

function row(what: string, ours: number, against: string, floor: number, unit: string, atMost: string): string[] {
	return [what, `${ours.toFixed(0)} ${unit}`, `${against}: ${floor.toFixed(0)} ${unit}`, `${(ours / floor).toFixed(ours < floor / 10 ? 3 : 2)} ×`, atMost];
}
