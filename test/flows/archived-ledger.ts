// A ledger of some days, and a bucket in memory that has them all as they are.
import pg from 'pg';
import {createCatalogue} from '../../source/scenarios/shop/catalogue.ts';
import {generateOrders} from '../../source/scenarios/shop/generate-orders.ts';
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
	archive1(fromMs: number, revision?: number): Promise<DayManifest>;
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
	const archive1: ArchivedLedger['archive1'] = async (fromMs, revision = 1) => {
		const {day, startMs, nextMs} = localDay(fromMs, 'UTC');
		const facts: object[] = [];
		for await (const fact of ledger.stream(startMs - 1, nextMs - 1)) {
			facts.push(fact);
		}

		const {fingerprint} = await ledger.restoring(async restoring => restoring.figures({fromMs: startMs, toMs: nextMs}));
		return storeDay(memory.archive, day, facts, {revision, firstPart: 10 * revision - 9, rowsPerPart: 40, fingerprint});
	};

	return {
		...memory,
		scenario: shop,
		ledger,
		direct,
		url,
		archive1,
		async fill(count, days) {
			await direct.query('drop schema if exists shopstream cascade');
			memory.bucket.clear();
			memory.reads.length = 0;
			await ledger.prepare();
			const toMs = Math.floor(Date.now() / dayMs) * dayMs;
			await ledger.insert(generateOrders({count, days, seed: 4, nowMs: toMs}, await createCatalogue(1)));
			await direct.query('update shopstream.orders set version = 1 + length(customer_id) % 3 where status = $1', ['completed']);
			const manifests: DayManifest[] = [];
			for (let fromMs = toMs - days * dayMs; fromMs < toMs; fromMs += dayMs) {
				manifests.push(await archive1(fromMs));
			}

			return manifests;
		},
		standing: async () =>
			JSON.stringify(
				(
					await direct.query(`
					select orders.*, (select jsonb_agg(items order by line) from shopstream.order_items as items where order_id = id) as items
					from shopstream.orders order by id
				`)
				).rows,
			),
		async close() {
			await ledger.close();
			await direct.query('drop schema if exists shopstream cascade');
			await direct.end();
			await stop();
		},
	};
}
