// A named PostgreSQL: a MongoDB that is not filled yet, of which no answer is a part; and an outage.
import {MongoClient} from 'mongodb';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {createCatalogue} from '../../../source/scenarios/shop/catalogue.ts';
import {generateOrders} from '../../../source/scenarios/shop/generate-orders.ts';
import {ordersLedger} from '../../../source/scenarios/shop/orders-ledger.ts';
import {orders} from '../../../source/scenarios/shop/orders.ts';
import type {RevenueReport} from '../../../source/scenarios/shop/revenue.ts';
import {openPostgresLedger} from '../../../source/stores/postgres-ledger.ts';
import {openBreakableProxy} from '../../breakable-proxy.ts';
import {rounds} from '../../thorough.ts';
import {until} from '../../until.ts';
import {openWorld} from './open-world.ts';
import {takePostgres} from '../../shared-postgres.ts';

let engine: Awaited<ReturnType<typeof takePostgres>>;

beforeAll(async () => {
	engine = await takePostgres();
});

afterAll(async () => {
	await engine.giveBack();
});

test('the first answer is of all orders of the window, and so is the first one after MongoDB was emptied', async () => {
	const url = `postgres://lesson@127.0.0.1:${engine.port}/shopstream`;
	const ledger = await openPostgresLedger(url, {...orders, ledger: ordersLedger});
	await ledger.prepare();
	// All within the days that are asked about.
	const count = rounds(400, 1500);
	await ledger.insert(generateOrders({count, days: 20, seed: 3, nowMs: Date.now()}, await createCatalogue(1)));
	const world = await openWorld({postgresUrl: url, ttl: '1h'});
	const counted = () => (world.state().shown!.answer as RevenueReport).totals.orders;
	const all = counted();
	expect(all).toBeGreaterThan(0.8 * count);
	expect(world.asked.stored).toBe(1);

	const client = await MongoClient.connect(world.state().layers.mongo.backend!.address);
	const documents = client.db('shopstream').collection('orders');
	const shownOf = world.state().shown!.answer.asOfMs;
	await documents.deleteMany({});
	await world.next('fill-told', ({news}) => news.type === 'whole');
	await until(() => world.state().shown!.answer.asOfMs > shownOf);
	expect([counted(), await documents.countDocuments({})]).toEqual([all, count]);
	await client.close();
	await world.close();
	await ledger.close();
});

test('when PostgreSQL goes away orders wait, which the header and the activity say; when it is back they arrive again', async () => {
	const proxy = await openBreakableProxy(engine.port);
	const world = await openWorld({postgresUrl: `postgres://lesson@127.0.0.1:${proxy.port}/shopstream`});
	world.dispatch({type: 'stream-rate-chosen', perSecond: 50});
	// They are asked about first, beside orders that are there.
	world.dispatch({type: 'stream-wished', isStreaming: true});
	await until(() => world.state().question ?? world.state().isStreaming);
	world.dispatch({type: 'question-answered', yes: true});
	await world.next('facts-streamed');
	proxy.stall();
	proxy.cut();
	await until(() => world.state().streamHeldBy !== undefined && world.state().layers.postgres.health === 'silent');
	expect([world.state().isStreaming, world.state().streamHeldBy]).toEqual([true, expect.stringMatching(/^PostgreSQL at .* does not answer$/)]);
	const streamed = world.state().streamed;
	proxy.mend();
	proxy.cut();
	await until(() => world.state().streamed > streamed && world.state().layers.postgres.health === 'up');
	expect(world.state().activity.map(({text}) => text)).toEqual(
		expect.arrayContaining(['the order stream resumed', 'PostgreSQL answers again', 'PostgreSQL does not answer']),
	);
	await world.close();
	await proxy.close();
});
