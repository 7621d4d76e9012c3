// What only happens when others write meanwhile, or somebody ends in the middle.
import {type ChildProcess, fork} from 'node:child_process';
import {once} from 'node:events';
import {setTimeout as pause} from 'node:timers/promises';
import pg from 'pg';
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {createRandom} from '../../source/chance/random.ts';
import type {Order} from '../../source/scenarios/shop/order.ts';
import {orders} from '../../source/scenarios/shop/orders.ts';
import {rounds} from '../thorough.ts';
import {until} from '../until.ts';
import {runWriters} from './checkout-writers.ts';
import {bundleChild, type ChildProgram} from '../child-program.ts';
import {postgresServers} from '../postgres-servers.ts';
import {openFill, type OpenFill} from './open-fill.ts';

/** How long many writers write; a short while, unless more is wanted. */
const writeSeconds = Number(process.env['SHOPSTREAM_TEST_WRITE_SECONDS'] ?? 5);

let program: ChildProgram;

beforeAll(async () => {
	program = await bundleChild('test/flows/fill-child.ts');
});

afterAll(() => {
	program?.remove();
});

describe.each(postgresServers)('$name', server => {
	let at: OpenFill;
	let arrive: () => Order;

	beforeAll(async () => {
		at = await openFill(server);
		const random = createRandom('arrivals');
		const arrival = await orders.arrivals(1);
		arrive = () => arrival(Date.now(), random) as Order;
	});

	afterAll(async () => {
		await at?.close();
	});

	beforeEach(async () => {
		await at.empty();
	});

	const startChild = async (): Promise<ChildProcess> => {
		const child = fork(program.path, [at.urls.postgres, at.urls.mongo, at.isEmbedded ? 'test' : ''], {execArgv: [], stdio: 'inherit'});
		await once(child, 'message');
		return child;
	};

	const kills = rounds(1, 5);
	test(`killed ${kills} times in the middle, it loses and doubles nothing`, async () => {
		const random = createRandom('kills');
		const made = await at.make(400 * kills);
		let [inserted, left] = [0, 0];
		for (let i = 0; i < kills; i++) {
			const child = await startChild();
			await at.ledger.insert(made.slice(inserted, (inserted += 400)));
			await at.direct.query(
				"update shopstream.orders set status = 'shipped' where id in (select id from shopstream.orders where status <> 'shipped' limit 200)",
			);
			await at.direct.query('delete from shopstream.orders where id in (select id from shopstream.orders limit 3)');
			await pause(random.next() * 60);
			const gone = once(child, 'exit');
			child.kill('SIGKILL');
			await gone;
			left += await at.queued();
		}

		expect(left).toBeGreaterThan(0);
		const last = await startChild();
		await until(async () => (await at.queued()) === 0);
		expect([await at.ledger.count(), await at.differences()]).toEqual([397 * kills, []]);
		last.kill('SIGKILL');
	});

	describe.runIf(!server.isEmbedded)('with many writers', () => {
		test(
			'whatever is committed late is not skipped, what is rolled back never comes',
			async () => {
				await at.ledger.insert(await at.make(300));
				const running = at.start();
				const other = at.start({ledger: await at.another()});
				const {committed, rolledBack, heldOpen} = await runWriters(at.urls.postgres, {writers: 8, untilMs: performance.now() + writeSeconds * 1000, arrive});
				await until(async () => (await at.queued()) === 0);
				expect(await at.differences()).toEqual([]);
				expect(Math.min(committed / 20, rolledBack, heldOpen)).toBeGreaterThan(5);
				const handled = await Promise.all([running.stop(), other.stop()]);
				expect(Math.min(...handled)).toBeGreaterThan(0);
				console.info(
					JSON.stringify({seconds: writeSeconds, committed, rolledBack, heldOpen, orders: await at.ledger.count(), handled, lag: running.figures()?.lag}),
				);
			},
			writeSeconds * 1000 + 120_000,
		);

		test('a transaction that stays open is said to hold orders back, and a lock on the table', async () => {
			const running = at.start();
			const holder = new pg.Client({connectionString: at.urls.postgres, application_name: 'a checkout'});
			await holder.connect();
			const {
				rows: [{pid}],
			} = await holder.query('select pg_backend_pid() as pid');
			const [order] = await at.make(1);
			await at.ledger.insert([order!]);
			await holder.query('begin');
			await holder.query("update shopstream.orders set status = 'returned'");
			await until(() => running.figures()?.heldBackBy === `a checkout (process ${pid}) has not committed`);
			await holder.query('commit');
			await until(() => running.figures()?.heldBackBy === undefined);
			await holder.query('begin');
			await holder.query('lock table shopstream.orders in access exclusive mode');
			await until(() => running.figures()?.heldBackBy === `a checkout (process ${pid}) has locked the table`);
			await holder.query('rollback');
			await until(() => running.figures()?.heldBackBy === undefined);
			await until(async () => (await at.queued()) === 0);
			expect(await at.differences()).toEqual([]);
			await holder.end();
			await running.stop();
		});

		test('PostgreSQL that ends its connections is found again', async () => {
			const running = at.start();
			await at.ledger.insert(await at.make(20));
			await until(async () => (await at.documents.countDocuments({})) === 20);
			await at.direct.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'shopstream-tui'");
			await until(async () =>
				at.ledger.insert([arrive()]).then(
					() => true,
					() => false,
				),
			);
			await until(async () => (await at.documents.countDocuments({})) === 21);
			expect(await at.differences()).toEqual([]);
			await running.stop();
		});

		test('fifty orders a second are seen within a moment', async () => {
			const running = at.start();
			await until(() => running.figures());
			for (let i = 0; i < 200; i++) {
				await Promise.all([at.ledger.insert([arrive()]), pause(20)]);
			}

			await until(() => (running.figures()?.lag?.samples ?? 0) > 150);
			expect(running.figures()!.lag!.p95Ms).toBeLessThan(2500);
			await running.stop();
		});
	});
});
