import {once} from 'node:events';
import {join} from 'node:path';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {Worker} from 'node:worker_threads';
import {archiveFacts} from '../../source/flows/archive-facts.ts';
import {openPart, pieceRoom} from '../../source/flows/archive-part.ts';
import {ledgerSource} from '../../source/flows/archive-source.ts';
import {LineBytes} from '../../source/scenarios/line-bytes.ts';
import {createCatalogue} from '../../source/scenarios/shop/catalogue.ts';
import {generateOrders} from '../../source/scenarios/shop/generate-orders.ts';
import {orderArchive} from '../../source/scenarios/shop/order-archive.ts';
import {ordersLedger} from '../../source/scenarios/shop/orders-ledger.ts';
import {orders} from '../../source/scenarios/shop/orders.ts';
import {openGcsArchive} from '../../source/stores/gcs-archive.ts';
import {openPostgresLedger} from '../../source/stores/postgres-ledger.ts';
import {ofShop} from '../scenarios/shop/of-shop.ts';

/** Five years of a million orders, and as many a day of fewer. */
const daysOf = (count: number) => Math.max(1, Math.round((count / 1_000_000) * 1826));

export type ArchiveTimes = {
	readonly archiveMs: number;
	/** Serialising and compressing the same orders from memory, day by day, alone. */
	readonly aloneMs: number;
	/** The greatest resident memory while it archives, above that before. */
	readonly memoryBytes: number;
	readonly ledger: string;
};

/** Archives so many orders, some 550 a day, from PostgreSQL (the one that the tests are given, else the embedded engine) to the embedded bucket. */
export async function archiveTimes(root: string, count: number): Promise<ArchiveTimes> {
	const named = process.env['SHOPSTREAM_TEST_POSTGRES_URL'] ?? '';
	const folder = mkdtempSync(join(tmpdir(), 'bench-archive-'));
	const [gcs, postgres] = [
		await startEngine(root, 'gcs', join(folder, 'gcs')),
		named === '' ? await startEngine(root, 'postgres', join(folder, 'postgres')) : undefined,
	];
	const url = postgres ? `postgres://shopstream@127.0.0.1:${postgres.port}/shopstream` : named;
	const ledger = await openPostgresLedger(url, {...orders, ledger: ordersLedger}, postgres && {embeddedVersion: 'bench'});
	const archive = await openGcsArchive('bench', `http://127.0.0.1:${gcs.port}`, {embeddedVersion: 'bench'});
	const nowMs = Date.now();
	const days = daysOf(count);
	try {
		await ledger.prepare();
		await ledger.insert(generateOrders({count, days, seed: 42, nowMs}, await createCatalogue(42)));
		const aloneMs = await alone(count, nowMs);
		const restingBytes = await resting();
		forgetMost();
		const startedAt = performance.now();
		await archiveFacts({...ofShop, archive, source: ledgerSource(ledger)}, {asOfMs: nowMs + 1, withToday: true});
		const archiveMs = performance.now() - startedAt;
		return {archiveMs, aloneMs, memoryBytes: mostBytes() - restingBytes, ledger: ledger.backend.label};
	} finally {
		await (named !== '' && ledger.connected(async query => query('drop schema if exists shopstream cascade')));
		await ledger.close();
		await gcs.end();
		await postgres?.end();
		rmSync(folder, {recursive: true, force: true});
	}
}

/** Each day's orders as lines through gzip, one day after the other, from memory to nowhere. */
async function alone(count: number, nowMs: number): Promise<number> {
	const days = daysOf(count);
	const catalogue = await createCatalogue(42);
	let tookMs = 0;
	let day: object[] = [];
	const compress = async () => {
		const startedAt = performance.now();
		const lines = new LineBytes(pieceRoom);
		const part = openPart(lines);
		for (const order of day as Array<Parameters<typeof orderArchive.line>[0]>) {
			lines.text(orderArchive.line(order));
			const drained = part.add(order.id, orderArchive.worth.of(order));
			if (drained) {
				await drained;
			}
		}

		await part.seal();
		tookMs += performance.now() - startedAt;
		day = [];
	};

	const perDay = Math.ceil(count / days);
	for (const order of generateOrders({count, days, seed: 42, nowMs}, catalogue)) {
		day.push(order);
		if (day.length === perDay) {
			await compress();
		}
	}

	await compress();
	return tookMs;
}

/** From here on Linux counts the greatest resident memory anew. To look at it again and again took a hundredth of the time that is measured. */
function forgetMost(): void {
	if (existsSync('/proc/self/clear_refs')) {
		writeFileSync('/proc/self/clear_refs', '5');
	}
}

/** The greatest resident memory since then, or since the start where the system does not tell that. */
function mostBytes(): number {
	const [, kilobytes] = existsSync('/proc/self/status') ? (/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? []) : [];
	return Number(kilobytes ?? process.resourceUsage().maxRSS) * 1024;
}

/** The resident memory once what is not needed is collected. */
async function resting(): Promise<number> {
	setFlagsFromString('--expose-gc');
	const collect = runInNewContext('gc') as () => void;
	for (let i = 0; i < 3; i++) {
		collect();
		await new Promise(resolve => {
			setTimeout(resolve, 100);
		});
	}

	return process.memoryUsage.rss();
}

async function startEngine(root: string, name: string, scratchFolder: string): Promise<{port: number; end(): Promise<void>}> {
	const worker = new Worker(join(root, 'dist/engine-worker.js'), {workerData: {name, options: {scratchFolder}}});
	const [{port}] = (await once(worker, 'message')) as [{port: number}];
	return {port, end: async () => void (await worker.terminate())};
}
