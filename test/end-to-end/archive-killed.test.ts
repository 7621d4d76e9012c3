// The built program killed while it archives, again and again: it goes on, and ends with what an undisturbed run has.
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {type Catalogue, readCatalogue} from '../../source/flows/read-catalogue.ts';
import {createCatalogue} from '../../source/scenarios/shop/catalogue.ts';
import {generateOrders} from '../../source/scenarios/shop/generate-orders.ts';
import {ordersLedger} from '../../source/scenarios/shop/orders-ledger.ts';
import {orders} from '../../source/scenarios/shop/orders.ts';
import type {GcsArchive} from '../../source/stores/gcs-archive.ts';
import {openPostgresLedger} from '../../source/stores/postgres-ledger.ts';
import {gcsBackings, type Opened} from '../open-stores.ts';
import {ofShop} from '../scenarios/shop/of-shop.ts';
import {startGcsProxy} from '../stores/gcs-proxy.ts';
import {printed} from '../terminal/printed.ts';
import {plainEnvironment, program} from '../terminal/terminal.ts';
import {nodeFlags} from '../node-flags.ts';
import {rounds} from '../thorough.ts';
import {takePostgres} from '../shared-postgres.ts';

let ledgerUrl: string;
const closing: Array<() => Promise<void>> = [];

beforeAll(async () => {
	const engine = await takePostgres();
	closing.push(async () => engine.giveBack());
	ledgerUrl = `postgres://lesson@127.0.0.1:${engine.port}/shopstream`;
	const ledger = await openPostgresLedger(ledgerUrl, {...orders, ledger: ordersLedger});
	await ledger.prepare();
	await ledger.insert(generateOrders({count: 1350, days: 90, seed: 3, nowMs: Date.now()}, await createCatalogue(3)));
	await ledger.close();
});

afterAll(async () => {
	for (const close of closing.reverse()) {
		await close();
	}
});

async function openBucket(): Promise<Opened<GcsArchive>> {
	const opened = await gcsBackings[0]!.open();
	closing.push(async () => opened.close());
	return opened;
}

const argsOf = (bucket: string, endpoint: string) => ['archive', '--json', '--postgres-url', ledgerUrl, '--bucket', bucket, '--gcs-endpoint', endpoint];

/** What counts of each day, without when it came to be. */
const whatCounts = ({days}: Catalogue) =>
	[...days.values()].map(({asOfMs: _, parts, ...manifest}) => ({...manifest, parts: parts.map(({generation: _, ...part}) => part)}));

const kills = rounds(2, 10);

test(`killed ${kills} times, it goes on and equals an undisturbed run`, async () => {
	const [undisturbed, disturbed] = [await openBucket(), await openBucket()];
	expect(await printed(argsOf(undisturbed.store.bucket, undisturbed.url))).toMatchObject({code: 0});
	const expected = await readCatalogue(undisturbed.store, ofShop.scenario);
	expect(expected.days.size).toBeGreaterThan(80);

	for (let i = 0; i < kills; i++) {
		let child: ChildProcess | undefined;
		let uploads = 0;
		// Before an upload reaches the bucket, or after it did and nobody was told.
		const proxy = await startGcsProxy(disturbed.url, async ({method, pass}) => {
			if (method === 'POST' && uploads++ === 1 + 2 * i) {
				await (i % 2 === 0 ? pass(body => (child?.kill('SIGKILL'), body)) : child?.kill('SIGKILL'));
				return;
			}

			await pass();
		});
		child = spawn(process.execPath, [...nodeFlags, program, ...argsOf(disturbed.store.bucket, proxy.url)], {env: plainEnvironment(), stdio: 'ignore'});
		expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
		await proxy.close();
		// Whatever counts is whole.
		const {days, oddities} = await readCatalogue(disturbed.store, ofShop.scenario);
		expect(oddities).toEqual([]);
		expect([...days.keys()].every(day => expected.days.has(day))).toBe(true);
	}

	expect(await printed(argsOf(disturbed.store.bucket, disturbed.url))).toMatchObject({code: 0});
	expect(whatCounts(await readCatalogue(disturbed.store, ofShop.scenario))).toEqual(whatCounts(expected));
	const names = async ({store}: Opened<GcsArchive>) => (await store.listObjects('orders/')).map(({name, crc32c}) => [name, crc32c]);
	expect(await names(disturbed)).toEqual(await names(undisturbed));
}, 240_000);
