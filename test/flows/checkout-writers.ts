// Shops that write to a ledger all at once: they place orders and change them, hold their transactions open, and take some back.
import {setTimeout as pause} from 'node:timers/promises';
import pg from 'pg';
import {createRandom} from '../../source/chance/random.ts';
import type {Order} from '../../source/scenarios/shop/order.ts';
import {ordersLedger} from '../../source/scenarios/shop/orders-ledger.ts';

const statuses = ['shipped', 'completed', 'returned'];

/**
 * Runs so many writers until `untilMs` (by performance.now()).
 * @param options.arrive the next order
 * @returns how many transactions were committed, and rolled back
 */
export async function runWriters(
	url: string,
	options: {
		readonly writers: number;
		readonly untilMs: number;
		readonly arrive: () => Order;
	},
): Promise<{readonly committed: number; readonly rolledBack: number; readonly heldOpen: number}> {
	const {writers, untilMs, arrive} = options;
	const done = {committed: 0, rolledBack: 0, heldOpen: 0};
	const write = async (writer: number) => {
		const random = createRandom(`writer ${writer}`);
		const client = new pg.Client(url);
		await client.connect();
		while (performance.now() < untilMs) {
			await client.query('begin');
			const made = [arrive(), arrive()];
			await client.query(ordersLedger.insert, ordersLedger.columns(made));
			// Others hold the rows of theirs: nobody waits for anybody.
			const change = `
				with due as (select id from shopstream.orders where placed_at > now() - interval '35 days' and id >= $2 order by id limit 3 for no key update skip locked)
				update shopstream.orders as orders set status = $1 from due where orders.id = due.id
			`;
			const {
				rows: [some],
			} = await client.query('select id from shopstream.orders tablesample system (20) limit 1');
			await client.query(change, [statuses[random.below(3)], some?.id ?? '']);
			if (random.next() < 0.05) {
				await client.query('savepoint s');
				await client.query(
					'delete from shopstream.orders where id in (select id from shopstream.orders where id >= $1 order by id limit 1 for update skip locked)',
					[some?.id ?? ''],
				);
				await client.query(random.next() < 0.5 ? 'rollback to savepoint s' : 'release savepoint s');
			}

			if (random.next() < 0.1) {
				done.heldOpen++;
				await pause(400);
			}

			const isTakenBack = random.next() < 0.1;
			await client.query(isTakenBack ? 'rollback' : 'commit');
			done[isTakenBack ? 'rolledBack' : 'committed']++;
		}

		await client.end();
	};

	await Promise.all(Array.from({length: writers}, async (_, writer) => write(writer)));
	return done;
}
