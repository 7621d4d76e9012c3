import pg from 'pg';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {ledgerSource} from '../../source/flows/archive-source.ts';
import {LineBytes} from '../../source/scenarios/line-bytes.ts';
import {createCatalogue} from '../../source/scenarios/shop/catalogue.ts';
import {generateOrders} from '../../source/scenarios/shop/generate-orders.ts';
import {orderArchive} from '../../source/scenarios/shop/order-archive.ts';
import type {Order, StoredOrder} from '../../source/scenarios/shop/order.ts';
import {ordersLedger} from '../../source/scenarios/shop/orders-ledger.ts';
import {orders} from '../../source/scenarios/shop/orders.ts';
import type {FactPage} from '../../source/stores/postgres-bulk.ts';
import {openPostgresLedger, type PostgresLedger} from '../../source/stores/postgres-ledger.ts';
import {localDay} from '../../source/words/local-day.ts';
import {postgresServers} from '../postgres-servers.ts';

const dayMs = 86_400_000;
const toMs = Date.UTC(2026, 10, 26);
const fromMs = toMs - 3 * dayMs;

describe.each(postgresServers)('$name', ({start}) => {
	let ledger: PostgresLedger;
	let direct: pg.Client;
	let stop: (() => Promise<void>) | undefined;
	let made: Order[];

	beforeAll(async () => {
		const started = await start();
		stop = started.stop;
		direct = new pg.Client(started.url);
		await direct.connect();
		await direct.query('drop schema if exists shopstream cascade');
		ledger = await openPostgresLedger(started.url, {...orders, ledger: ordersLedger});
		await ledger.prepare();
		made = [...generateOrders({count: 9000, days: 3, seed: 4, nowMs: toMs}, await createCatalogue(4))];
		// More than a page at one instant, one at the first of a day, one without items, and text of any kind.
		made.splice(0, 4500, ...made.slice(0, 4500).map(order => ({...order, placedAt: new Date(toMs - dayMs), updatedAt: new Date(toMs - dayMs)})));
		made[4600] = {...made[4600]!, items: [], customer: {...made[4600]!.customer, id: 'odd', name: 'a\t"\u2028\\N{}\n', city: ''}};
		made[4601] = {...made[4601]!, id: 'z,"(\n)\\', customer: {...made[4601]!.customer, id: '","\n(', name: 'null', email: '""', city: 'Ünnå, 漢字'}};
		made[4602] = {...made[4602]!, items: [{...made[4602]!.items[0]!, sku: '"a","b"\n', name: "Tea, 'green'", category: '\\'}]};
		await ledger.insert(made);
	}, 600_000);

	afterAll(async () => {
		await ledger?.close();
		await direct?.query('drop schema if exists shopstream cascade');
		await direct?.end();
		await stop?.();
	});

	/** What each stretch gave. */
	const readPages = async (...bounds: number[]) => {
		const read = bounds.slice(1).map(() => ({lines: [] as string[], of: [] as object[], fingerprint: 0n}));
		for await (const page of ledger.pages(bounds)) {
			const {lines, of, fingerprint} = read[page.stretch]!;
			const bytes = new LineBytes(0);
			for (const each of page.lines(bytes)) {
				const {textLength} = bytes;
				lines.push(bytes.take().toString());
				expect(lines.at(-1)).toHaveLength(textLength);
				of.push(each);
			}

			read[page.stretch]!.fingerprint = fingerprint + page.fingerprint;
		}

		return read.map(({fingerprint, ...more}) => ({...more, fingerprint: fingerprint.toString()}));
	};

	test('readings side by side keep their pages apart, and one that was left early spoils no other', async () => {
		const [day, next] = [[fromMs + dayMs, toMs - dayMs] as const, [toMs - dayMs, toMs] as const];
		const linesOf = ({value}: IteratorResult<FactPage, void>) => {
			const bytes = new LineBytes(0);
			Array.from(value!.lines(bytes));
			return bytes.take().toString();
		};
		const wanted = [(await readPages(...day))[0]!.lines.join(''), (await readPages(...next))[0]!.lines.slice(0, 4000).join('')];
		const [one, other] = [ledger.pages(day), ledger.pages(next)];
		const pages = [await one.next(), await other.next()];
		expect(pages.map(linesOf)).toEqual(wanted);
		await one.return();
		const again = ledger.pages(next);
		const page = await again.next();
		expect([linesOf(page), linesOf(pages[1]!)]).toEqual([wanted[1], wanted[1]]);
		await Promise.all([other.return(), again.return()]);
	});

	test('the days of any zone that have orders are found, however long there were none between, and no other is looked at', async () => {
		const odd = ['0001-01-01T00:00:00Z', '1970-01-01T00:00:00Z', '2025-03-29T23:30:00Z', '2025-03-30T22:30:00Z', '2206-07-01T23:59:59.999Z'];
		await ledger.insert(odd.map((at, i) => ({...made[0]!, id: `odd ${i}`, placedAt: new Date(at), updatedAt: new Date(at)})));
		try {
			for (const timeZone of ['UTC', 'Europe/Berlin', 'Pacific/Kiritimati', 'America/Los_Angeles']) {
				const all = [...odd.map(at => Date.parse(at)), ...made.map(({placedAt}) => placedAt.getTime())].map(ms => localDay(ms, timeZone));
				let asked = 0;
				const counting = {
					...ledger,
					stretches: async (...given: Parameters<PostgresLedger['stretches']>) => {
						asked += given[0].length;
						return ledger.stretches(...given);
					},
				};
				const days = await ledgerSource(counting).days({asOfMs: Date.UTC(2300, 0), timeZone, withFigures: false});
				const wanted = [...new Map(all.sort((a, b) => a.startMs - b.startMs).map(day => [day.day, day])).values()];
				expect(days.map(({day, startMs, nextMs}) => ({day, startMs, nextMs}))).toEqual(wanted);
				expect(days.map(({rows}) => rows)).toEqual(wanted.map(({day}) => all.filter(each => each.day === day).length));
				expect(asked).toBeLessThan(3 * wanted.length);
			}
		} finally {
			await direct.query("delete from shopstream.orders where id like 'odd _'");
		}
	});

	test('pages have the lines of what the stream has, in its order, and what the stretches say of them', async () => {
		const bounds = [fromMs, fromMs + dayMs, toMs - dayMs, toMs];
		const stretches = await ledger.stretches(bounds, {withFigures: true});
		expect(stretches.map(({rows}) => rows).reduce((a, b) => a + b)).toBe(9000);
		const together = await readPages(...bounds);
		for (const [i, stretch] of stretches.entries()) {
			const {lines, of, fingerprint} = together[i]!;
			expect(await readPages(bounds[i]!, bounds[i + 1]!)).toEqual([{lines, of, fingerprint}]);
			const streamed: StoredOrder[] = [];
			for await (const fact of ledger.stream(bounds[i]! - 1, bounds[i + 1]! - 1)) {
				streamed.push(fact as StoredOrder);
			}

			expect(lines).toEqual(streamed.map(order => orderArchive.line(order)));
			expect(of).toEqual(streamed.map(order => ({id: order.id, worth: orderArchive.worth.of(order)})));
			expect(stretch).toEqual({rows: lines.length, worth: streamed.reduce((sum, order) => sum + orderArchive.worth.of(order), 0), fingerprint});
		}

		expect(await ledger.stretches([toMs, toMs + dayMs])).toEqual([{rows: 0, worth: undefined, fingerprint: undefined}]);
		expect((await readPages(toMs, toMs + dayMs))[0]!.lines).toEqual([]);
	});

	test('a change, a deletion and an addition give another fingerprint', async () => {
		const of = async () => (await ledger.stretches([fromMs, toMs], {withFigures: true}))[0]!.fingerprint;
		const seen = [await of()];
		const [first, second] = made.filter(({status}) => status !== 'returned');
		await direct.query("update shopstream.orders set status = 'returned' where id = $1", [first!.id]);
		seen.push(await of());
		await direct.query('delete from shopstream.orders where id = $1', [second!.id]);
		seen.push(await of());
		await ledger.insert([{...second!, id: 'another'}]);
		seen.push(await of());
		expect(new Set(seen).size).toBe(4);
		expect((await readPages(fromMs, toMs))[0]!.fingerprint).toBe(seen[3]);
	});
});

// The embedded PostgreSQL knows UTF-8 alone.
describe.each(postgresServers.filter(({isEmbedded}) => !isEmbedded))('$name', ({start}) => {
	test('texts of a database in another encoding come whole', async () => {
		const {url, stop} = await start();
		const direct = new pg.Client(url);
		const database = new URL(url);
		database.pathname = '/shopstream_latin1';
		await direct.connect();
		await direct.query('drop database if exists shopstream_latin1');
		await direct.query("create database shopstream_latin1 encoding 'LATIN1' locale 'C' template template0");
		const ledger = await openPostgresLedger(database.href, {...orders, ledger: ordersLedger});
		try {
			await ledger.prepare();
			const [first, second] = generateOrders({count: 2, days: 1, seed: 4, nowMs: toMs}, await createCatalogue(4));
			const odd = {...first!, customer: {...first!.customer, id: 'ö', name: 'Ünnå', city: 'Ælå'}, items: [{...first!.items[0]!, sku: 'ß-1', name: 'Tée'}]};
			await ledger.insert([odd, second!]);
			const lines = new LineBytes(0);
			for await (const page of ledger.pages([toMs - dayMs, toMs])) {
				expect([...page.lines(lines)]).toHaveLength(2);
			}

			const written = lines.take().toString();
			expect(written).toContain(orderArchive.line({...odd, version: 1}));
			expect(written).toContain(orderArchive.line({...second!, version: 1}));
		} finally {
			await ledger.close();
			await direct.query('drop database shopstream_latin1');
			await direct.end();
			await stop();
		}
	});
});
