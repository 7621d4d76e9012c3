// PostgreSQL and MongoDB with the way between them: the embedded PostgreSQL always, and the server that is named for the tests.
import {MongoClient} from 'mongodb';
import pg from 'pg';
import type {FillEnds, FillNews} from '../../source/flows/fill-ends.ts';
import type {FillFigures} from '../../source/flows/fill-figures.ts';
import {fillWindow} from '../../source/flows/fill-window.ts';
import {createCatalogue} from '../../source/scenarios/shop/catalogue.ts';
import {generateOrders} from '../../source/scenarios/shop/generate-orders.ts';
import type {Order, StoredOrder} from '../../source/scenarios/shop/order.ts';
import {ordersLedger} from '../../source/scenarios/shop/orders-ledger.ts';
import {orders} from '../../source/scenarios/shop/orders.ts';
import type {MongoWindow} from '../../source/stores/mongo-window.ts';
import {openPostgresLedger, type PostgresLedger} from '../../source/stores/postgres-ledger.ts';
import {type PostgresServer} from '../postgres-servers.ts';
import {mongoBackings} from '../open-stores.ts';
import {noLive, ofShop} from '../scenarios/shop/of-shop.ts';

const dayMs = 86_400_000;

/** A fill that runs. */
type Running = {
	/** All that was told, and the last figures. */
	readonly news: FillNews[];
	readonly figures: () => FillFigures | undefined;
	/** @returns how many rows it handled */
	stop(): Promise<number>;
};

export type OpenFill = {
	readonly direct: pg.Client;
	readonly documents: ReturnType<ReturnType<MongoClient['db']>['collection']>;
	readonly ledger: PostgresLedger;
	readonly window: MongoWindow;
	readonly urls: {readonly postgres: string; readonly mongo: string};
	readonly isEmbedded: boolean;
	readonly ends: FillEnds;
	/** Orders of the last days. */
	make(count: number, options?: {days?: number; seed?: number; agoDays?: number}): Promise<Order[]>;
	/** Another program's ledger at the same server. */
	another(): Promise<PostgresLedger>;
	start(ends?: Partial<FillEnds>): Running;
	/** Brings over all that is queued. */
	fillAll(ends?: Partial<FillEnds>): Promise<number>;
	/** Rows of the outbox for this MongoDB. */
	queued(): Promise<number>;
	/** What is not the same in the window and in the ledger's last 35 days, by ids; of each order all that it holds, and its version. */
	differences(): Promise<string[]>;
	/** Nothing on either side, and the way between them known to both. */
	empty(): Promise<void>;
	close(): Promise<void>;
};

export async function openFill({isEmbedded, start}: PostgresServer): Promise<OpenFill> {
	const {url, stop} = await start();
	const mongo = await mongoBackings[0]!.open();
	const client = await MongoClient.connect(mongo.url);
	const direct = new pg.Client(url);
	await direct.connect();
	await direct.query('drop schema if exists shopstream cascade');
	const facts = {...orders, ledger: ordersLedger};
	const open = async () => openPostgresLedger(url, facts, isEmbedded ? {embeddedVersion: 'test'} : {});
	const ledger = await open();
	const others: PostgresLedger[] = [];
	const window = mongo.store;
	const ends: FillEnds = {...ofShop, cache: noLive, ledger, window};
	const documents = client.db('shopstream').collection('orders');

	const fillAll: OpenFill['fillAll'] = async changes => fillWindow({...ends, ...changes}, {signal: new AbortController().signal, untilEmpty: true});

	return {
		direct,
		documents,
		ledger,
		window,
		isEmbedded,
		ends,
		urls: {postgres: url, mongo: mongo.url},
		async make(count, {days = 30, seed = 3, agoDays = 0} = {}) {
			return [...generateOrders({count, days, seed, nowMs: Date.now() - agoDays * dayMs}, await createCatalogue(1))];
		},
		async another() {
			const other = await open();
			others.push(other);
			return other;
		},
		start(changes) {
			const controller = new AbortController();
			const news: FillNews[] = [];
			const running = fillWindow({...ends, ...changes}, {signal: controller.signal, told: one => news.push(one)});
			running.catch(() => undefined);
			return {
				news,
				figures: () => news.findLast(one => one.type === 'figures')?.figures,
				async stop() {
					controller.abort();
					return running;
				},
			};
		},
		fillAll,
		queued: async () => ledger.outbox.size((await window.identity()) ?? ''),
		async differences() {
			const nowMs = Date.now();
			const [fromMs, toMs] = [nowMs - 35 * dayMs + 60_000, nowMs + dayMs];
			const inLedger = new Map<string, string>();
			for await (const order of ledger.stream(fromMs, toMs)) {
				const {version, ...rest} = order as StoredOrder;
				inLedger.set(rest.id, JSON.stringify([rest, version]));
			}

			const inWindow = new Map(
				(await documents.find({placedAt: {$gt: new Date(fromMs)}}).toArray()).map(({_id: id, version, placedAt, updatedAt, status, customer, items}) => [
					String(id),
					JSON.stringify([{id, placedAt, updatedAt, status, customer, items}, version]),
				]),
			);
			return [...new Set([...inLedger.keys(), ...inWindow.keys()])].filter(id => inLedger.get(id) !== inWindow.get(id));
		},
		async empty() {
			await direct.query('drop schema if exists shopstream cascade');
			await documents.drop().catch(() => undefined);
			await fillAll();
		},
		async close() {
			await Promise.all([ledger, ...others].map(async one => one.close()));
			await direct.query('drop schema if exists shopstream cascade');
			await direct.end();
			await client.close();
			await mongo.close();
			await stop();
		},
	};
}
