// A load that is killed again and again, over real sockets to the bucket.
import {type ChildProcess, fork} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {loadHistory} from '../../source/flows/load-history.ts';
import type {StoredOrder} from '../../source/scenarios/shop/order.ts';
import {orderHistory} from '../../source/scenarios/shop/order-history.ts';
import {openDuckdbHistory} from '../../source/stores/duckdb-history.ts';
import type {GcsArchive} from '../../source/stores/gcs-archive.ts';
import {bundleChild, type ChildProgram} from '../child-program.ts';
import {storeDay} from '../flows/memory-bucket.ts';
import {gcsBackings, type Opened} from '../open-stores.ts';
import {ofShop} from '../scenarios/shop/of-shop.ts';
import {isThorough} from '../thorough.ts';
import {until} from '../until.ts';

const kills = 10;
const count = 3000;

let base: string;
let program: ChildProgram;
let gcs: Opened<GcsArchive>;

beforeAll(async () => {
	program = await bundleChild('test/stores/history-child.ts');
	base = mkdtempSync(join(tmpdir(), 'history-killed-'));
	gcs = await gcsBackings[0]!.open();
	const byDay = new Map<string, StoredOrder[]>();
	for (const order of (await ofShop.scenario.facts.generate({count, days: 240, seed: 1, nowMs: Date.UTC(2026, 5, 1)})) as Iterable<StoredOrder>) {
		const day = order.placedAt.toISOString().slice(0, 10);
		byDay.set(day, [...(byDay.get(day) ?? []), order]);
	}

	for (const [day, orders] of byDay) {
		await storeDay(gcs.store, day, orders);
	}
});

afterAll(async () => {
	await gcs?.close();
	program?.remove();
	rmSync(base, {recursive: true, force: true});
});

test.runIf(isThorough)(
	`killed ${kills} times at any moment, nothing of it counts before all does, and in the end it is as if nothing had happened`,
	async () => {
		const folder = join(base, 'killed');
		let finished = 0;
		for (let kill = 1; kill <= kills; kill++) {
			const child: ChildProcess = fork(program.path, [folder, gcs.store.bucket, gcs.url], {execArgv: [], stdio: 'inherit'});
			let done = 0;
			child.on('message', told => {
				done = told as number;
			});
			// The last one with a quarter of it left: months are soon made.
			await until(() => done >= (kill * count * 0.75) / kills || child.exitCode !== null, 200);
			child.kill('SIGKILL');
			await (child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined);
			expect(existsSync(join(folder, 'book.json'))).toBe(false);
			const months = readdirSync(folder).filter(name => name.endsWith('.parquet')).length;
			expect(months).toBeGreaterThanOrEqual(finished);
			finished = months;
		}

		// It went on: each began with what those before had finished.
		expect(finished).toBeGreaterThan(3);
		const ends = {...ofShop, archive: gcs.store};
		const [after, undisturbed] = await Promise.all(
			[folder, join(base, 'undisturbed')].map(async path => {
				const history = await openDuckdbHistory(path, orderHistory);
				await loadHistory({...ends, history});
				const days = [...(await history.loaded()).entries()];
				await history.close();
				return {days, files: readdirSync(path).sort(), book: readFileSync(join(path, 'book.json'), 'utf8').replaceAll(/"sha256":"[^"]*"/g, '')};
			}),
		);
		expect(after).toEqual(undisturbed);
		expect(after!.days.reduce((sum, [, {rows}]) => sum + rows, 0)).toBe(count);
	},
	300_000,
);
