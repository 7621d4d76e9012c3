import pg from 'pg';
import {median} from '../../source/lab/quantiles.ts';
import {type Catalogue, createCatalogue} from '../../source/scenarios/shop/catalogue.ts';
import {generateOrders} from '../../source/scenarios/shop/generate-orders.ts';
import {ordersLedger} from '../../source/scenarios/shop/orders-ledger.ts';
import {orders} from '../../source/scenarios/shop/orders.ts';
import {openPostgresLedger} from '../../source/stores/postgres-ledger.ts';

/** Five years. */
const days = 1826;

/** The median time of storing a history, and of a bare INSERT … SELECT generate_series of as many rows into the same tables; undefined without a PostgreSQL. */
export async function history(count: number, rounds: number): Promise<{readonly oursMs: number; readonly bareMs: number} | undefined> {
	const url = process.env['SHOPSTREAM_TEST_POSTGRES_URL'] ?? '';
	if (url === '') {
		return undefined;
	}

	const catalogue = await createCatalogue(42);
	const direct = new pg.Client(url);
	await direct.connect();
	const ours: number[] = [];
	const bare: number[] = [];
	try {
		for (let i = 0; i < rounds; i++) {
			bare.push(await fresh(direct, url, async () => storeBare(direct, count)));
			ours.push(await fresh(direct, url, async () => storeOurs(url, count, catalogue)));
		}
	} finally {
		await direct.query('drop schema if exists shopstream cascade');
		await direct.end();
	}

	return {oursMs: median(ours)!, bareMs: median(bare)!};
}

/** How long it takes into empty tables, with their customers and products. */
async function fresh(direct: pg.Client, url: string, store: () => Promise<unknown>): Promise<number> {
	await direct.query('drop schema if exists shopstream cascade');
	const ledger = await openPostgresLedger(url, {...orders, ledger: ordersLedger});
	await ledger.prepare();
	await ledger.insert(generateOrders({count: 5000, days: 1, seed: 42, nowMs: Date.now() - days * 86_400_000, apart: 'before'}, await createCatalogue(42)));
	await ledger.close();
	const startedAt = performance.now();
	await store();
	return performance.now() - startedAt;
}

async function storeOurs(url: string, count: number, catalogue: Catalogue): Promise<void> {
	const ledger = await openPostgresLedger(url, {...orders, ledger: ordersLedger});
	const seed = await ledger.beginSeed({count, days, seed: 42, nowMs: Date.now()});
	await seed.insert(generateOrders(seed.wanted, catalogue));
	await ledger.close();
}

async function storeBare(direct: pg.Client, count: number): Promise<void> {
	await direct.query(`
		insert into shopstream.orders (id, placed_at, updated_at, status, customer_id)
		select 'A' || lpad(n::text, 25, '0'), at, at, 'completed', 'C' || lpad((n % 200 + 1)::text, 4, '0')
		from generate_series(1, ${count}) n, lateral (select now() - (${count} - n) * interval '${days} days' / ${count} as at) as placed
	`);
	// As many items as orders have: 42 % one, 30 % two, 16 % three, 8 % four, 4 % five.
	await direct.query(`
		insert into shopstream.order_items (order_id, line, sku, quantity, unit_price_cents)
		select 'A' || lpad(n::text, 25, '0'), line, skus[n * 7 % cardinality(skus) + 1], 1, 1999
		from (select array_agg(sku) as skus from shopstream.products) as sold, generate_series(1, ${count}) n,
			generate_series(1, case when n % 100 < 42 then 1 when n % 100 < 72 then 2 when n % 100 < 88 then 3 when n % 100 < 96 then 4 else 5 end) line
	`);
}
