// A ledger of some days, and a bucket in memory that has them all as they are.
import pg from 'pg';
import {createCatalogue} from '../../source/scenarios/shop/catalogue.ts';
import {generateOrders} from '../../source/scenarios/shop/generate-orders.ts';
import type {Order} from '../../source/scenarios/shop/order.ts';
import {ordersLedger} from '../../source/scenarios/shop/orders-ledger.ts';
import {orders} from '../../source/scenarios/shop/orders.ts';
import {shop} from '../../source/scenarios/shop/shop.ts';
import type {DayManifest} from '../../source/stores/archive-manifest.ts';
import {openPostgresLedger, type PostgresLedger} from '../../source/stores/postgres-ledger.ts';
import {localDay} from '../../source/words/local-day.ts';
import type {PostgresServer} from '../postgres-servers.ts';
import {openMemoryBucket, storeDay} from './memory-bucket.ts';

export type ArchivedLedger = ReturnType<typeof openMemoryBucket> & {
	readonly scenario: typeof shop;
	readonly ledger: PostgresLedger;
	readonly direct: pg.Client;
	readonly url: string;
	/** A ledger with so many orders of the last whole days, and their archive. */
	fill(count: number, days: number): Promise<DayManifest[]>;
	/** Archives what the ledger has of a day now, as a further revision. */
	archive1(atMs: number, revision?: number): Promise<DayManifest>;
	/** All that the ledger has of its orders, in text. */
	standing(): Promise<string>;
	close(): Promise<void>;
};

const dayMs = 86_400_000;

export async function openArchivedLedger({isEmbedded, start}: PostgresServer): Promise<ArchivedLedger> {
	const {url, stop} = await start();
	const direct = new pg.Client(url);
	await direct.connect();
	const ledger = await openPostgresLedger(url, {...orders, ledger: ordersLedger}, isEmbedded ? {embeddedVersion: 'test'} : {});
	const memory = openMemoryBucket();
	/** What was filled last, to be laid out again: to archive it is most of the work. */
	let filled: {readonly of: string; readonly standing: string; readonly manifests: DayManifest[]; readonly objects: ReadonlyMap<string, Buffer>} | undefined;
	const standing = async () =>
		JSON.stringify(
			(
				await direct.query(`
					select orders.*, (select jsonb_agg(items order by line) from shopstream.order_items as items where order_id = id) as items
					from shopstream.orders order by id
				`)
			).rows,
		);
	/** Whole days that follow each other, by their bounds. */
	const archiveDays = async (bounds: readonly number[], revision: number) => {
		const facts = bounds.slice(1).map((): object[] => []);
		for await (const fact of ledger.stream(bounds[0]! - 1, bounds.at(-1)! - 1)) {
			facts[Math.floor(((fact as Order).placedAt.getTime() - bounds[0]!) / dayMs)]!.push(fact);
		}

		const stretches = await ledger.stretches(bounds, {withFigures: true});
		const manifests: DayManifest[] = [];
		for (const [i, {fingerprint}] of stretches.entries()) {
			const options = {revision, firstPart: 10 * revision - 9, rowsPerPart: 40, fingerprint};
			manifests.push(await storeDay(memory.archive, localDay(bounds[i]!, 'UTC').day, facts[i]!, options));
		}

		return manifests;
	};

	return {
		...memory,
		scenario: shop,
		ledger,
		direct,
		url,
		async archive1(atMs, revision = 1) {
			const {startMs, nextMs} = localDay(atMs, 'UTC');
			return (await archiveDays([startMs, nextMs], revision))[0]!;
		},
		async fill(count, days) {
			const toMs = Math.floor(Date.now() / dayMs) * dayMs;
			const of = JSON.stringify({count, days, toMs});
			memory.bucket.clear();
			memory.reads.length = 0;
			if (filled?.of === of) {
				filled.objects.forEach((bytes, name) => memory.bucket.set(name, bytes));
				// A test may have lost the tables.
				if ((await standing().catch(() => undefined)) === filled.standing) {
					return filled.manifests;
				}
			}

			await direct.query('drop schema if exists shopstream cascade');
			await ledger.prepare();
			await ledger.insert(generateOrders({count, days, seed: 4, nowMs: toMs}, await createCatalogue(1)));
			// Some of a higher version, at an instant that is the same whenever they are laid out.
			await direct.query("update shopstream.orders set updated_at = updated_at + interval '1 ms' where status = 'completed'");
			if (filled?.of !== of) {
				const bounds = Array.from({length: days + 1}, (_, day) => toMs - (days - day) * dayMs);
				const manifests = await archiveDays(bounds, 1);
				filled = {of, standing: await standing(), manifests, objects: new Map(memory.bucket)};
			}

			return filled.manifests;
		},
		standing,
		async close() {
			await ledger.close();
			await direct.query('drop schema if exists shopstream cascade');
			await direct.end();
			await stop();
		},
	};
}
