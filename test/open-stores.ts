// The stores over the engines under test: the embedded ones always, and every server named in the environment.
import {type Bucket, Storage} from '@google-cloud/storage';
import type {EngineStandIn, Layer, OpenStore} from '../source/layers/layer.ts';
import {type AnyLayer, byLayer, type ByLayer, firstLayers, type LayerName, type Servers, type Stores} from '../source/layers/layers.ts';
import {holdServer} from './hold-server.ts';
import {ofShop} from './scenarios/shop/of-shop.ts';

export type Opened<T> = {readonly store: T; readonly url: string; close(): Promise<void>};

/** A way to open a store, by the name that its tests bear. */
type Backing<T> = {
	readonly name: string;
	/** False: not named in the environment, so not run. */
	readonly runs: boolean;
	open(): Promise<Opened<T>>;
};

/** The store of a layer. */
type StoreOf<Name extends LayerName> = Awaited<ReturnType<Extract<AnyLayer, {name: Name}>['open']>>;

/** How the tests use a layer's server. */
type TestServer = {
	/** The variable that names one beside the embedded engine. */
	readonly variable: string;
	/** Makes it empty, and gives it as the layer is opened with it; others use a named one too. */
	use(url: string, isNamed: boolean): Promise<{readonly server: Servers[LayerName]; empty(): Promise<void>}>;
};

/** A layer without one is tested with its embedded engine alone, as it comes. */
const testServers: Partial<ByLayer<TestServer>> = {
	mongo: {
		variable: 'SHOPSTREAM_TEST_MONGODB_URI',
		async use(url) {
			await dropDatabase(url);
			return {server: url, empty: async () => dropDatabase(url)};
		},
	},
	redis: {
		variable: 'SHOPSTREAM_TEST_REDIS_URL',
		async use(url) {
			await removeKeys(url);
			return {server: url, empty: async () => removeKeys(url)};
		},
	},
	gcs: {
		variable: 'SHOPSTREAM_TEST_GCS_ENDPOINT',
		async use(url, isNamed) {
			const bucket = isNamed ? `lesson-${process.pid}-${Date.now()}` : 'lesson-archive';
			await bucketAt(url, bucket).create();
			return {server: {bucket, endpoint: url}, empty: async () => removeBucket(url, bucket)};
		},
	},
};

/** The embedded engine, in this thread. */
function embedded({engine, open}: Layer, test: TestServer | undefined): Backing<OpenStore> {
	return {
		name: 'the embedded engine',
		runs: true,
		async open() {
			const {start, server} = engine as EngineStandIn;
			const {port, close} = await start({});
			const own = server(port);
			const url = urlOf(own);
			const store = test ? await open((await test.use(url, false)).server, ofShop) : await open(own, {...ofShop, embeddedVersion: 'test'});
			return {store, url, close: async () => store.close().then(close)};
		},
	};
}

function named({open}: Layer, {variable, use}: TestServer): Backing<OpenStore> {
	const url = process.env[variable] ?? '';
	return {
		name: url === '' ? `the server named by ${variable} (not set: not run)` : `the server named by ${variable}`,
		runs: url !== '',
		async open() {
			const release = await holdServer(url);
			try {
				const {server, empty} = await use(url, true);
				const store = await open(server, ofShop);
				return {store, url, close: async () => store.close().then(empty).finally(release)};
			} catch (error) {
				await release();
				throw error;
			}
		},
	};
}

/** The URL of an engine, of which some layers say more. */
function urlOf(server: unknown): string {
	return typeof server === 'string' ? server : (server as {readonly endpoint: string}).endpoint;
}

type Backings = {readonly [Name in LayerName]: ReadonlyArray<Backing<StoreOf<Name>>>};

/** Each layer's embedded engine, and the server that is named for it: empty at the start, emptied at the end. */
const backings = byLayer((layer): ReadonlyArray<Backing<OpenStore>> => {
	const server = testServers[layer.name];
	return [embedded(layer, server), ...(server ? [named(layer, server)] : [])];
}) as Backings;

export const {mongo: mongoBackings, redis: redisBackings, gcs: gcsBackings} = backings;

export type StoreBackings = {readonly name: string; readonly runs: boolean; readonly of: ByLayer<Backing<OpenStore>>};

export type OpenStores = typeof ofShop &
	Stores & {
		readonly urls: ByLayer<string>;
		close(): Promise<void>;
	};

/** Opens the stores that the lesson begins with one after the other in the order of the layers, so that two test files never wait for each other. */
export async function openStores({of}: StoreBackings): Promise<OpenStores> {
	const opened: Array<Opened<OpenStore>> = [];
	for (const {name} of firstLayers) {
		opened.push(await of[name].open());
	}

	return {
		...ofShop,
		...(Object.fromEntries(firstLayers.map(({store}, i) => [store, opened[i]!.store])) as Stores),
		urls: Object.fromEntries(firstLayers.map(({name}, i) => [name, opened[i]!.url])) as ByLayer<string>,
		async close() {
			for (const {close} of opened.toReversed()) {
				await close();
			}
		},
	};
}

const allEmbedded: ByLayer<Backing<OpenStore>> = byLayer(({name}) => backings[name][0]!);

/** All embedded, and each named server beside the embedded others. */
export const storeBackings: readonly StoreBackings[] = [
	{name: 'the embedded engines', runs: true, of: allEmbedded},
	...firstLayers.flatMap(({name}) => backings[name].slice(1).map(backing => ({name: backing.name, runs: backing.runs, of: {...allEmbedded, [name]: backing}}))),
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
	const bucket = bucketAt(url, name);
	await bucket.deleteFiles({force: true});
	await bucket.delete();
}

function bucketAt(url: string, name: string): Bucket {
	return new Storage({apiEndpoint: url, useAuthWithCustomEndpoint: false, projectId: 'test'}).bucket(name);
}
