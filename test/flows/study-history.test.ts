// Years asked of DuckDB and of PostgreSQL: the same to the cent, before and after an order of long ago is returned and archived anew.
import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {equalText, priceText, trendMonths} from '../../source/flows/history-words.ts';
import {studyHistory} from '../../source/flows/study-history.ts';
import {orderHistory} from '../../source/scenarios/shop/order-history.ts';
import {shop} from '../../source/scenarios/shop/shop.ts';
import type {DayManifest} from '../../source/stores/archive-manifest.ts';
import {openDuckdbHistory} from '../../source/stores/duckdb-history.ts';
import type {History} from '../../source/stores/history.ts';
import {ofShop} from '../scenarios/shop/of-shop.ts';
import {postgresServers} from '../postgres-servers.ts';
import {type ArchivedLedger, openArchivedLedger} from './archived-ledger.ts';

const {monthly, yearly} = orderHistory.trend;

describe.each(postgresServers)('$name', server => {
	let its: ArchivedLedger;
	let folder: string;
	let history: History;
	let manifests: readonly DayManifest[];

	beforeAll(async () => {
		its = await openArchivedLedger(server);
		// More than a year, so that two years have days in common.
		manifests = await its.fill(1500, 400);
		folder = mkdtempSync(join(tmpdir(), 'study-history-'));
		history = await openDuckdbHistory(folder, orderHistory);
	}, 300_000);

	afterAll(async () => {
		await history?.close();
		rmSync(folder, {recursive: true, force: true});
		await its?.close();
	});

	const stores = () => ({...ofShop, archive: its.archive, history, ledger: its.ledger});
	const parquets = () => readdirSync(folder).filter(name => name.endsWith('.parquet'));

	test('every question has one answer; an order that is returned since is told by its day, and archived anew renews that day alone', async () => {
		for (const question of orderHistory.questions) {
			const {result, price} = await studyHistory(stores(), question);
			expect(price).toMatchObject({equal: true, changed: []});
			expect(result.rows.length).toBeGreaterThan(7);
			expect(price!.rowsRead).toBeGreaterThan(1500);
			expect(price!.pageBytes % 8192).toBe(0);
			expect(result.scannedBytes).toBeGreaterThan(0);
		}

		const {result, held, load} = await studyHistory(stores(), monthly);
		expect(held).toMatchObject({days: 400, facts: 1500});
		expect(load).toMatchObject({added: 0, replaced: 0, removed: 0, rows: 0});
		const worth = manifests.reduce((sum, {worth}) => sum + worth, 0);
		const totals = trendMonths(shop, result);
		expect(totals.reduce((sum, {total}) => sum + total, 0)).toBe(worth);
		// By the same days of the year before: the first year has none, and the sums are those of the months.
		const years = (await studyHistory(stores(), yearly)).result.rows;
		expect(years.reduce((sum, row) => sum + Number(row['revenueCents']), 0)).toBe(worth);
		expect(years.some(row => Number(row['comparedCents']) > 0 && Number(row['yearBeforeCents']) > 0)).toBe(true);

		const {
			rows: [order],
		} = await its.direct.query<{id: string; day: string; placed: Date; cents: string}>(`
			select id, to_char(placed_at at time zone 'UTC', 'YYYY-MM-DD') as day, placed_at as placed,
				(select sum(quantity * unit_price_cents) from shopstream.order_items where order_id = id) as cents
			from shopstream.orders where status = 'completed' order by placed_at offset 20 limit 1
		`);
		const {id, day, placed, cents} = order!;
		await its.direct.query("update shopstream.orders set status = 'returned', updated_at = now() where id = $1", [id]);
		const since = await studyHistory(stores(), monthly);
		const archived = manifests.find(manifest => manifest.day === day)!.worth;
		expect(since.price).toMatchObject({equal: false, changed: [{day, archived, ledger: archived - Number(cents)}]});
		expect(equalText(shop, since)).toMatch(
			new RegExp(`^NOT EQUAL: orders of ${day} \\(archived .*, now .*\\) changed in PostgreSQL since they were archived; archive again$`),
		);

		const before = parquets();
		await its.archive1(placed.getTime(), 2);
		its.reads.length = 0;
		const renewed = await studyHistory(stores(), monthly);
		expect(renewed.price).toMatchObject({equal: true});
		expect(renewed.load).toMatchObject({added: 0, replaced: 1, removed: 0});
		expect(its.reads.filter(name => name.startsWith('orders/')).every(name => name.includes(`dt=${day}/`))).toBe(true);
		expect(
			parquets()
				.filter(name => !before.includes(name))
				.map(name => name.slice(0, 7)),
		).toEqual([day.slice(0, 7)]);
		expect(trendMonths(shop, renewed.result).reduce((sum, {total}) => sum + total, 0)).toBe(worth - Number(cents));
	}, 300_000);

	test('a day that is not over is none of the history', async () => {
		const {name, ...today} = manifests.at(-1)!;
		const begun = name.replace('r000001', 'r000002');
		its.bucket.set(
			begun,
			Buffer.from(
				its.bucket
					.get(name)!
					.toString()
					.replace('"isWhole":true', '"isWhole":false')
					.replace('"isWhole": true', '"isWhole": false')
					.replace(/"revision": ?1/, '"revision":2'),
			),
		);
		const {held, price} = await studyHistory(stores(), monthly);
		expect(held.span.toDay < today.day).toBe(true);
		expect(price).toMatchObject({equal: true});
		its.bucket.delete(begun);
	}, 300_000);

	// The last one: it empties the bucket.
	test('of one month; of one that is not archived; of nothing at all; without a ledger', async () => {
		const last = manifests.at(-1)!.day.slice(0, 7);
		const {result, price} = await studyHistory(stores(), orderHistory.trend.daily, {month: 'last'});
		expect(new Set(result.rows.map(row => String(row['day']).slice(0, 7)))).toEqual(new Set([last]));
		expect(price).toMatchObject({equal: true});
		await expect(studyHistory(stores(), monthly, {month: '1999-12'})).rejects.toThrow(/^Nothing is archived of 1999-12: the days go from /);
		// What changed on other days is none of the month's.
		const inLast = await its.direct.query('select placed_at from shopstream.orders order by placed_at desc limit 1');
		await its.direct.query(
			"update shopstream.orders set status = 'returned' where id in (select id from shopstream.orders where status <> 'returned' order by placed_at limit 1) or placed_at = $1",
			[inLast.rows[0].placed_at],
		);
		const {price: changed} = await studyHistory(stores(), orderHistory.trend.daily, {month: 'last'});
		expect(changed!.changed.map(({day}) => day)).toEqual([manifests.at(-1)!.day]);
		const alone = await studyHistory({...stores(), ledger: undefined}, monthly);
		expect([alone.price, priceText(alone), equalText(shop, alone)]).toEqual([undefined, undefined, undefined]);
		its.bucket.clear();
		await expect(studyHistory(stores(), monthly)).rejects.toThrow(/has no archived days of orders: archive first$/);
		// What was loaded stays until there is something to put in its place.
		expect((await history.loaded()).size).toBe(400);
	}, 300_000);
});
