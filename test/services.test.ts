// The engines here run in the built worker: dist/ must be built first, as `npm test` does.
import {mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {once} from 'node:events';
import {type AddressInfo, connect, createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {configOf} from './config-of.ts';
import {placeFacts} from '../source/flows/place-facts.ts';
import {seedFacts} from '../source/flows/seed-facts.ts';
import {backendsOf, firstLayers, laterLayers} from '../source/layers/layers.ts';
import {openServices} from '../source/services.ts';
import {gcsBackings, openStores, storeBackings} from './open-stores.ts';
import {revenueOf} from './scenarios/shop/of-shop.ts';
import {isThorough, rounds} from './thorough.ts';
import {takePostgres} from './shared-postgres.ts';

let base: string;

beforeEach(() => {
	base = mkdtempSync(join(tmpdir(), 'services-test-'));
	vi.stubEnv('TMPDIR', base);
});

afterEach(() => {
	vi.unstubAllEnvs();
	rmSync(base, {recursive: true, force: true});
});

const config = (flags: Record<string, unknown> = {}) => configOf('report', flags);

/** Temporary folders of the program; the engines that a test starts itself may have theirs. */
const scratchFolders = () => readdirSync(base).filter(name => name.startsWith('shopstream-'));

/** Ports that nobody listens at. */
async function freePorts(count: number): Promise<readonly number[]> {
	const listening = Array.from({length: count}, () => createServer().listen(0, '127.0.0.1'));
	await Promise.all(listening.map(async each => once(each, 'listening')));
	const ports = listening.map(each => (each.address() as AddressInfo).port);
	await Promise.all(listening.map(async each => once(each.close(), 'close')));
	return ports;
}

const wanted = {count: 120, days: 30, seed: 1, nowMs: Date.now()};

/** Whether somebody listens at an address such as `redis://127.0.0.1:40123`. */
async function listens(address: string): Promise<boolean> {
	return new Promise(resolve => {
		const socket = connect(Number(new URL(address).port), '127.0.0.1');
		socket.once('connect', () => {
			socket.destroy();
			resolve(true);
		});
		socket.once('error', () => resolve(false));
	});
}

describe('nothing named', () => {
	test('an embedded engine for each layer, on loopback ports of their own; closed, nothing of them is left', async () => {
		const services = await openServices(config());
		const {window, cache, archive} = services;
		const backends = Object.values(backendsOf(services));
		expect([window.backend, cache.backend, archive.backend]).toEqual([
			{
				kind: 'embedded',
				label: 'embedded engine, MongoDB wire protocol',
				version: '0.0.0',
				address: expect.stringMatching(/^mongodb:\/\/127\.0\.0\.1:\d+$/) as string,
			},
			{kind: 'embedded', label: 'embedded engine, Redis protocol', version: '0.0.0', address: expect.stringMatching(/^redis:\/\/127\.0\.0\.1:\d+$/) as string},
			{
				kind: 'embedded',
				label: 'embedded engine, GCS JSON API',
				version: '0.0.0',
				address: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/shopstream-archive$/) as string,
			},
		]);
		expect(await seedFacts({...services, placing: placeFacts(services)}, wanted)).toMatchObject({stored: 120});
		await archive.createObject('x', Buffer.from('x'), {contentType: 'text/plain'});
		expect(readdirSync(base)).toHaveLength(1);

		await Promise.all([services.close(), services.close()]);
		expect(readdirSync(base)).toEqual([]);
		expect(await Promise.all(backends.map(async ({address}) => listens(address)))).toEqual(firstLayers.map(() => false));
		await services.close();
	});

	test('stores are closed while their engines still stand', async () => {
		const services = await openServices(config());
		const stood: boolean[] = [];
		for (const store of [services.window, services.cache, services.archive]) {
			const close = store.close.bind(store);
			Object.assign(store, {
				async close() {
					stood.push(await listens(store.backend.address));
					await close();
				},
			});
		}

		await services.close();
		expect(stood).toEqual([true, true, true]);
	});

	test('with a data folder all keep what they hold, and leave no lock', async () => {
		const data = join(base, 'kept');
		const first = await openServices(config({data}));
		await seedFacts({...first, placing: placeFacts(first)}, wanted);
		const report = await revenueOf(first.window, wanted.nowMs);
		await first.cache.set('shopstream:test', {answer: report, expiresAtMs: wanted.nowMs, fillMs: 1}, 600_000);
		await first.archive.createObject('x', Buffer.from('kept'), {contentType: 'text/plain'});
		await first.close();
		expect(readdirSync(data).sort()).toEqual(firstLayers.map(({name}) => name).sort());
		expect(readdirSync(base)).toEqual(['kept']);

		const second = await openServices(config({data}));
		expect(await second.window.count()).toBe(120);
		expect(await revenueOf(second.window, wanted.nowMs)).toEqual(report);
		expect(await second.cache.get('shopstream:test')).toEqual({status: 'found', value: {answer: report, expiresAtMs: wanted.nowMs, fillMs: 1}});
		expect(await second.archive.readObject('x')).toEqual(Buffer.from('kept'));
		await second.close();
	});
});

describe('a port that is fixed', () => {
	test('is where the engine listens, and a layer without one takes a free port', async () => {
		const [mongoPort, redisPort, gcsPort] = await freePorts(3);
		const services = await openServices(config({mongoPort: String(mongoPort), redisPort: String(redisPort), gcsPort: String(gcsPort)}));
		const {window, cache, archive} = services;
		expect([window.backend.address, cache.backend.address, archive.backend.address]).toEqual([
			`mongodb://127.0.0.1:${mongoPort}`,
			`redis://127.0.0.1:${redisPort}`,
			`http://127.0.0.1:${gcsPort}/shopstream-archive`,
		]);
		await services.close();
	});

	test.each([
		['redis', 'Redis'],
		...rounds<Array<[string, string]>>(
			[],
			[
				['mongo', 'MongoDB'],
				['gcs', 'Google Cloud Storage'],
			],
		),
	])('of %s that is taken is one sentence with the port and the flag; nothing is left', async (name, title) => {
		const other = createServer().listen(0, '127.0.0.1');
		await once(other, 'listening');
		const {port} = other.address() as AddressInfo;
		await expect(openServices(config({[`${name}Port`]: String(port)}))).rejects.toMatchObject({
			message: `Port ${port} is taken, so the embedded ${title} engine did not start: name another one with --${name}-port, or leave that out for a free one`,
			exitCode: 1,
		});
		expect(readdirSync(base)).toEqual([]);
		other.close();
	});

	test.runIf(isThorough)('of PostgreSQL, taken, is said when it is opened', async () => {
		const other = createServer().listen(0, '127.0.0.1');
		await once(other, 'listening');
		const {port} = other.address() as AddressInfo;
		const services = await openServices(config({postgresPort: String(port)}));
		await expect(services.openLater(laterLayers[0]!)).rejects.toMatchObject({
			message: expect.stringMatching(new RegExp(`^Port ${port} is taken, so the embedded PostgreSQL engine .* --postgres-port,`)) as string,
			exitCode: 1,
		});
		await services.close();
		other.close();
	});
});

describe('a layer that the lesson does not begin with', () => {
	test('is not opened with the others; opened, it keeps what it holds with theirs', async () => {
		const data = join(base, 'later');
		const services = await openServices(config({data}));
		expect(services.later).toEqual({});
		for (const layer of laterLayers) {
			const {backend} = await services.openLater(layer);
			expect(backend).toMatchObject({kind: 'embedded', version: '0.0.0'});
			expect(services.later[layer.store]?.backend).toBe(backend);
		}

		expect(await services.later.ledger!.count()).toBe(0);
		await services.close();
		expect(readdirSync(data).sort()).toEqual([...firstLayers, ...laterLayers].map(({name}) => name).sort());
	});

	test('named it is opened with the others, and is an error if it is not there; left out it is not asked', async () => {
		const engine = await takePostgres();
		const there = {postgresUrl: `postgres://shopstream@127.0.0.1:${engine.port}/shopstream`};
		const services = await openServices(config(there));
		expect(services.later.ledger?.backend).toMatchObject({kind: 'server', address: there.postgresUrl});
		expect(Object.keys(backendsOf(services))).toEqual(['postgres', ...firstLayers.map(({name}) => name)]);
		await services.close();
		await engine.giveBack();
		const gone = {postgresUrl: 'postgres://127.0.0.1:1/shop'};
		await expect(openServices(config(gone))).rejects.toMatchObject({
			message: expect.stringMatching(/^PostgreSQL at postgres:\/\/127\.0\.0\.1:1\/shop refuses the connection/) as string,
			exitCode: 1,
		});
		expect(scratchFolders()).toEqual([]);
		const without = await openServices(config({...gone, without: 'postgres'}));
		expect(without.later).toEqual({});
		await without.close();
	});

	test('a close while it is opened leaves nothing', async () => {
		const others = await openServices(config());
		const opening = others.openLater(laterLayers[0]!).then(
			() => 'open',
			() => 'not open',
		);
		await others.close();
		expect(await opening).toBe('not open');
		expect(scratchFolders()).toEqual([]);
	});
});

describe('what is named', () => {
	test('is used, and no engine of it is started, no folder made', async () => {
		const {urls, close} = await openStores(storeBackings[0]!);
		const named = firstLayers.flatMap(({name, flags}) =>
			[...flags].map((flag): [string, string] => [flag.name, flag.value === 'URL' ? urls[name] : 'lesson-archive']),
		);
		const services = await openServices(config(Object.fromEntries(named)));
		expect(services.window.backend).toMatchObject({kind: 'server', address: urls.mongo});
		expect(services.cache.backend).toMatchObject({kind: 'server', address: urls.redis});
		expect(services.archive.backend).toMatchObject({kind: 'server', label: 'GCS emulator', address: `${urls.gcs}/lesson-archive`});
		expect(Object.values(backendsOf(services)).map(({kind}) => kind)).not.toContain('embedded');
		expect(scratchFolders()).toEqual([]);
		await services.close();
		await close();
	});

	test('and not there is an error, never a silent switch; what was opened is closed again', async () => {
		await expect(openServices(config({redisUrl: 'redis://127.0.0.1:1'}))).rejects.toThrow(/^Redis at redis:\/\/127\.0\.0\.1:1 refuses the connection/);
		expect(readdirSync(base)).toEqual([]);
	});

	test('a bucket that is not there is an error at the start', async () => {
		const gcs = await gcsBackings[0]!.open();
		await expect(openServices(config({bucket: 'no-such-bucket', gcsEndpoint: gcs.url}))).rejects.toThrow(
			`There is no bucket for the archive at ${gcs.url} (bucket no-such-bucket): create it, or name another with --bucket`,
		);
		expect(scratchFolders()).toEqual([]);
		await gcs.close();
	});
});

test('an engine that cannot use its folder is one sentence, and the data folder is free again', async () => {
	const data = join(base, 'data');
	const kept = await openServices(config({data}));
	await kept.close();
	rmSync(join(data, 'redis'), {recursive: true});
	writeFileSync(join(data, 'redis'), 'a file in the way');
	await expect(openServices(config({data}))).rejects.toThrow(/^The embedded Redis engine did not start: EEXIST/);
	expect(readdirSync(data).sort()).toEqual(firstLayers.map(({name}) => name).sort());
});
