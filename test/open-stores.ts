// The stores over the engines under test: the embedded ones always, and every server named in the environment.
import {startGcsEngine} from '../source/engines/gcs/start-gcs-engine.ts';
import {startMongoEngine} from '../source/engines/mongo/start-mongo-engine.ts';
import {startRedisEngine} from '../source/engines/redis/start-redis-engine.ts';
import {type GcsArchive, openGcsArchive} from '../source/stores/gcs-archive.ts';
import type {MongoWindow} from '../source/stores/mongo-window.ts';
import type {RedisCache} from '../source/stores/redis-cache.ts';
import {holdServer} from './hold-server.ts';
import {ofShop, openShopCache, openShopWindow} from './scenarios/shop/of-shop.ts';

/** How long a test file may wait for another to give up a named server, in milliseconds. */
export const openLimitMs = 120_000;

export type Opened<T> = {readonly store: T; readonly url: string; close(): Promise<void>};

/** A way to open a store, by the name that its tests bear. */
export type Backing<T> = {
	readonly name: string;
	/** False: not named in the environment, so not run. */
	readonly runs: boolean;
	open(): Promise<Opened<T>>;
};

function named<T>(variable: string, open: (url: string) => Promise<{store: T; close(): Promise<void>}>): Backing<T> {
	const url = process.env[variable] ?? '';
	return {
		name: url === '' ? `the server named by ${variable} (not set: not run)` : `the server named by ${variable}`,
		runs: url !== '',
		async open() {
			const release = await holdServer(url);
			try {
				const {store, close} = await open(url);
				return {store, url, close: async () => close().finally(release)};
			} catch (error) {
				await release();
				throw error;
			}
		},
	};
}

/** MongoDB, empty at the start and emptied at the end. */
export const mongoBackings: ReadonlyArray<Backing<MongoWindow>> = [
	{
		name: 'the embedded engine',
		runs: true,
		async open() {
			const engine = await startMongoEngine({});
			const url = `mongodb://127.0.0.1:${engine.port}`;
			const store = await openShopWindow(url);
			return {store, url, close: async () => {
				await store.close();
				await engine.close();
			}};
		},
	},
	named('SHOPSTREAM_TEST_MONGODB_URI', async url => {
		await dropDatabase(url);
		const store = await openShopWindow(url);
		return {store, close: async () => {
			await store.close();
			await dropDatabase(url);
		}};
	}),
];

/** Redis without keys of this program, at the start and at the end. */
export const redisBackings: ReadonlyArray<Backing<RedisCache>> = [
	{
		name: 'the embedded engine',
		runs: true,
		async open() {
			const engine = await startRedisEngine({});
			const url = `redis://127.0.0.1:${engine.port}`;
			const store = await openShopCache(url);
			return {store, url, close: async () => {
				await store.close();
				await engine.close();
			}};
		},
	},
	named('SHOPSTREAM_TEST_REDIS_URL', async url => {
		await removeKeys(url);
		const store = await openShopCache(url);
		return {store, close: async () => {
			await store.close();
			await removeKeys(url);
		}};
	}),
];

/** GCS, with a bucket of the test's own. */
export const gcsBackings: ReadonlyArray<Backing<GcsArchive>> = [
	{
		name: 'the embedded engine',
		runs: true,
		async open() {
			const engine = await startGcsEngine({});
			const url = `http://127.0.0.1:${engine.port}`;
			const store = await openGcsArchive('lesson-archive', url, {embeddedVersion: 'test'});
			return {store, url, close: async () => engine.close()};
		},
	},
	named('SHOPSTREAM_TEST_GCS_ENDPOINT', async url => {
		const bucket = `lesson-${process.pid}-${Date.now()}`;
		const store = await openGcsArchive(bucket, url, {embeddedVersion: 'test'});
		return {store, close: async () => removeBucket(url, bucket)};
	}),
];

/** Opens a store of each kind; of the kinds in `backings`, in this order, so that two files never wait for each other. */
export async function openStores(backings: StoreBackings): Promise<OpenStores> {
	const mongo = await backings.mongo.open();
	const redis = await backings.redis.open();
	const gcs = await backings.gcs.open();
	return {
		...ofShop,
		window: mongo.store,
		cache: redis.store,
		archive: gcs.store,
		urls: {mongo: mongo.url, redis: redis.url, gcs: gcs.url},
		async close() {
			await gcs.close();
			await redis.close();
			await mongo.close();
		},
	};
}

export type StoreBackings = {readonly name: string; readonly runs: boolean; readonly mongo: Backing<MongoWindow>; readonly redis: Backing<RedisCache>; readonly gcs: Backing<GcsArchive>};

export type OpenStores = typeof ofShop & {
	readonly window: MongoWindow;
	readonly cache: RedisCache;
	readonly archive: GcsArchive;
	readonly urls: {readonly mongo: string; readonly redis: string; readonly gcs: string};
	close(): Promise<void>;
};

const [embeddedMongo, namedMongo] = mongoBackings as [Backing<MongoWindow>, Backing<MongoWindow>];
const [embeddedRedis, namedRedis] = redisBackings as [Backing<RedisCache>, Backing<RedisCache>];
const [embeddedGcs, namedGcs] = gcsBackings as [Backing<GcsArchive>, Backing<GcsArchive>];

/** All three embedded, and each named server beside the embedded others. */
export const storeBackings: readonly StoreBackings[] = [
	{name: 'the embedded engines', runs: true, mongo: embeddedMongo, redis: embeddedRedis, gcs: embeddedGcs},
	...[namedMongo, namedRedis, namedGcs].map((backing, i) => ({
		name: backing.name,
		runs: backing.runs,
		mongo: i === 0 ? namedMongo : embeddedMongo,
		redis: i === 1 ? namedRedis : embeddedRedis,
		gcs: i === 2 ? namedGcs : embeddedGcs,
	})),
];

async function dropDatabase(url: string): Promise<void> {
	const {MongoClient} = await import('mongodb');
	const client = await MongoClient.connect(url);
	await client.db('shopstream').dropDatabase();
	await client.close();
}

async function removeKeys(url: string): Promise<void> {
	const {Redis} = await import('ioredis');
	const client = new Redis(url);
	const keys = await client.keys('shopstream:*');
	if (keys.length > 0) {
		await client.del(...keys);
	}

	client.disconnect();
}

async function removeBucket(url: string, name: string): Promise<void> {
	const {Storage} = await import('@google-cloud/storage');
	const bucket = new Storage({apiEndpoint: url, useAuthWithCustomEndpoint: false, projectId: 'test'}).bucket(name);
	await bucket.deleteFiles({force: true});
	await bucket.delete();
}
