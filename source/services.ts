import {join} from 'node:path';
import type {Config} from './command-line/config.ts';
import {type HeldFolder, holdDataFolder, holdScratchFolder} from './data-folder/data-folder.ts';
import type {Engine, EngineName} from './engines/engine.ts';
import {type EngineNews, engineTitles, startEngine} from './engines/start-engine.ts';
import {Problem, sayFailure} from './words/problem.ts';
import {embeddedBucket} from './command-line/read-address.ts';
import type {GcsArchive} from './stores/gcs-archive.ts';
import type {MongoWindow} from './stores/mongo-window.ts';
import type {RedisCache} from './stores/redis-cache.ts';
import {tidyScratchFolders} from './data-folder/tidy-scratch.ts';
import {version} from './version.ts';
import {plainText} from './words/plain-text.ts';

export type {EngineNews} from './engines/start-engine.ts';

/** What is open: the three stores, whatever stands behind them. */
export type Services = {
	readonly window: MongoWindow;
	readonly cache: RedisCache;
	readonly archive: GcsArchive;
	/** Closes the stores, ends the engines and gives up the folder. Safe to call twice. */
	close(): Promise<void>;
};

type Closable = {close(): Promise<void>};

/**
 * Opens every store of a configuration: a named server is used or is an error, a store without one gets its embedded
 * engine. What was opened before a failure is closed again.
 * @param onEngineNews called when an embedded engine ends by itself, and when it runs again
 */
export async function openServices(config: Config, onEngineNews?: (news: EngineNews) => void): Promise<Services> {
	const folder = openFolder(config);
	const opened: Closable[] = [];
	const keep = <T extends Closable>(thing: T): T => {
		opened.unshift(thing);
		return thing;
	};

	let closing: Promise<void> | undefined;
	const close = async () => {
		closing ??= closeAll(opened).finally(() => folder?.release());
		return closing;
	};

	const embed = async (name: EngineName): Promise<number> => (keep(await start(name, config, folder!, onEngineNews))).port;
	const loopback = async (name: EngineName, scheme: string) => `${scheme}://127.0.0.1:${await embed(name)}`;
	const openWindow = async () => {
		const {timeZone} = config;
		const {openMongoWindow} = await import('./stores/mongo-window.ts');
		return config.mongo.kind === 'server'
			? openMongoWindow(config.mongo.url, {timeZone})
			: openMongoWindow(await loopback('mongo', 'mongodb'), {embeddedVersion: version, timeZone});
	};

	const openCache = async () => {
		const {openRedisCache} = await import('./stores/redis-cache.ts');
		return config.redis.kind === 'server'
			? openRedisCache(config.redis.url)
			: openRedisCache(await loopback('redis', 'redis'), {embeddedVersion: version});
	};

	const openArchive = async () => {
		const {openGcsArchive} = await import('./stores/gcs-archive.ts');
		if (config.gcs.kind === 'embedded') {
			return openGcsArchive(embeddedBucket, await loopback('gcs', 'http'), {embeddedVersion: version});
		}

		const archive = await openGcsArchive(config.gcs.bucket, config.gcs.endpoint);
		await archive.checkBucket();
		return archive;
	};

	const results = await Promise.allSettled([
		openWindow().then(keep),
		openCache().then(keep),
		openArchive().then(keep),
	]);
	const [window, cache, archive] = results;
	if (window.status === 'fulfilled' && cache.status === 'fulfilled' && archive.status === 'fulfilled') {
		void tidyScratchFolders();
		return {window: window.value, cache: cache.value, archive: archive.value, close};
	}

	await close();
	throw results.find(result => result.status === 'rejected')?.reason;
}

function openFolder(config: Config): HeldFolder | undefined {
	if (![config.mongo, config.redis, config.gcs].some(({kind}) => kind === 'embedded')) {
		return undefined;
	}

	return config.dataFolder === undefined ? holdScratchFolder() : holdDataFolder(config.dataFolder);
}

async function start(name: EngineName, {dataFolder}: Config, folder: HeldFolder, onNews?: (news: EngineNews) => void): Promise<Engine> {
	const path = join(folder.path, name);
	try {
		return await startEngine(name, dataFolder === undefined ? {scratchFolder: path} : {dataFolder: path}, {onNews});
	} catch (error) {
		throw new Problem(`The embedded ${engineTitles[name]} engine did not start: ${plainText(sayFailure(error))}`, 1, error);
	}
}

/** Closes stores before the engines behind them: what was opened last goes first. */
async function closeAll(opened: Closable[]): Promise<void> {
	for (const thing of opened.splice(0)) {
		await thing.close().catch(() => undefined);
	}
}
