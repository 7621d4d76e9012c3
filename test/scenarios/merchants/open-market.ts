// The merchants' orders in PostgreSQL, MongoDB and Redis: the embedded engines always, and the servers that are named for the tests.
import {Redis} from 'ioredis';
import {MongoClient} from 'mongodb';
import {askLive} from '../../../source/flows/ask-live.ts';
import {askQuestion} from '../../../source/flows/ask-question.ts';
import {keepAllLive, keepLive} from '../../../source/flows/keep-live.ts';
import {writeLive} from '../../../source/flows/write-live.ts';
import type {Upkeep} from '../../../source/scenarios/live.ts';
import type {MerchantOrder} from '../../../source/scenarios/merchants/merchant-order.ts';
import type {MerchantSales, Sum} from '../../../source/scenarios/merchants/merchant-sales.ts';
import {merchants} from '../../../source/scenarios/merchants/merchants.ts';
import {type MongoWindow, openMongoWindow} from '../../../source/stores/mongo-window.ts';
import {openRedisCache, type RedisCache} from '../../../source/stores/redis-cache.ts';
import {mongoBackings, redisBackings} from '../../open-stores.ts';

export const scenario = merchants.population!.sized(1000);
const timeZone = 'UTC';

/** 18:00 of today: its orders are many, whatever the hour. */
export const nowMs = Math.floor(Date.now() / 86_400_000) * 86_400_000 + 18 * 3_600_000;

/** Each MongoDB with the embedded Redis, and each Redis with the embedded MongoDB. */
export const markets = [
	...mongoBackings.map(mongo => ({name: `MongoDB: ${mongo.name}`, runs: mongo.runs, mongo, redis: redisBackings[0]!})),
	...redisBackings.slice(1).map(redis => ({name: `Redis: ${redis.name}`, runs: redis.runs, mongo: mongoBackings[0]!, redis})),
];

export type OpenMarket = {
	readonly window: MongoWindow;
	readonly cache: RedisCache;
	/** Clients beside the program's own. */
	readonly raw: Redis;
	readonly documents: ReturnType<ReturnType<MongoClient['db']>['collection']>;
	/** The orders that were stored at the start. */
	readonly orders: readonly MerchantOrder[];
	readonly urls: {readonly mongo: string; readonly redis: string};
	/** Tells Redis of orders that MongoDB has. */
	tell(orders: readonly MerchantOrder[], atMs?: number): Promise<void>;
	/** Orders as their next version. */
	store(orders: readonly MerchantOrder[]): Promise<void>;
	/** What upkeep says of what it mended: all of it, or one. */
	keep(atMs?: number, upkeep?: Upkeep): Promise<string[]>;
	live(merchant: string, asOfMs?: number): Promise<MerchantSales>;
	mongo(merchant: string, asOfMs?: number): Promise<MerchantSales>;
	/** What the totals say of every merchant, and what its orders in MongoDB come to, where the two differ. */
	differences(): Promise<Array<readonly [merchant: string, counted: Sum | undefined, stored: Sum | undefined]>>;
	close(): Promise<void>;
};

export async function openMarket({mongo, redis}: Pick<(typeof markets)[number], 'mongo' | 'redis'>, count = 600): Promise<OpenMarket> {
	const openedMongo = await mongo.open();
	const openedRedis = await redis.open();
	const window = await openMongoWindow(openedMongo.url, scenario.facts);
	const cache = await openRedisCache(openedRedis.url, scenario.question.codec);
	const raw = new Redis(openedRedis.url).on('error', () => undefined);
	const client = await MongoClient.connect(openedMongo.url);
	const documents = client.db('shopstream').collection('merchant_orders');
	await window.prepare();
	const orders = [...(await scenario.facts.generate({count, days: 4, seed: 7, nowMs}))] as unknown as MerchantOrder[];
	await window.insert(orders);
	const ends = {scenario, window, cache, timeZone};
	return {
		window,
		cache,
		raw,
		documents,
		orders,
		urls: {mongo: openedMongo.url, redis: openedRedis.url},
		tell: async (of, atMs = nowMs) => writeLive({...ends, now: () => atMs}, of),
		store: async of => void (await window.upsert(of.map(fact => ({fact, version: fact.version ?? 1})))),
		async keep(atMs = nowMs, upkeep) {
			if (!upkeep) {
				return keepAllLive(ends, atMs);
			}

			const said = await keepLive(upkeep, ends, atMs);
			return said === undefined ? [] : [said];
		},
		live: async (about, asOfMs = nowMs) => (await askLive(ends, {about, asOfMs}, {isShown: true})) as MerchantSales,
		mongo: async (about, asOfMs = nowMs) => (await askQuestion(ends, {about, asOfMs})) as MerchantSales,
		differences: async () => differences(raw, documents, await window.name()),
		async close() {
			raw.disconnect();
			await client.close();
			await cache.close();
			await window.close();
			await openedRedis.close();
			await openedMongo.close();
		},
	};
}

/** Reckoned here from what MongoDB and Redis hold, in another way than the program does. */
async function differences(raw: Redis, documents: OpenMarket['documents'], origin?: string): ReturnType<OpenMarket['differences']> {
	const day = new Date(nowMs).toISOString().slice(0, 10);
	const stored = new Map<string, Sum>();
	for await (const {merchant, status, items, placedAt} of documents.find<MerchantOrder>({})) {
		if (placedAt.toISOString().slice(0, 10) === day && status !== 'returned') {
			const {cents, orders} = stored.get(merchant) ?? {cents: 0, orders: 0};
			stored.set(merchant, {cents: cents + items.reduce((sum, item) => sum + item.quantity * item.unitPriceCents, 0), orders: orders + 1});
		}
	}

	const totals = await raw.hgetall(`shopstream:live:{sales:${origin}:UTC:${day}}:totals`);
	const names = new Set([...stored.keys(), ...Object.keys(totals).flatMap(field => /^(.*):cents$/.exec(field)?.[1] ?? [])]);
	return [...names].flatMap(name => {
		const counted = {cents: Number(totals[`${name}:cents`]), orders: Number(totals[`${name}:orders`])};
		const is = stored.get(name) ?? {cents: 0, orders: 0};
		return counted.cents === is.cents && counted.orders === is.orders ? [] : [[name, counted, stored.get(name)] as const];
	});
}
