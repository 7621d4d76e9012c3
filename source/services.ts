import {dirname, join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import type {StoresConfig} from './command-line/read-stores.ts';
import {zoneName} from './command-line/read-time-zone.ts';
import {type HeldFolder, holdDataFolder, holdScratchFolder} from './data-folder/data-folder.ts';
import {tidyScratchFolders} from './data-folder/tidy-scratch.ts';
import type {Engine} from './engines/engine.ts';
import {type EngineNews, type EngineWatch, startEngine} from './engines/start-engine.ts';
import type {EngineStandIn, Layer, OpenStore} from './layers/layer.ts';
import {type AnyLayer, firstLayers, type LaterLayer, laterLayersOf, type LaterStores, type Stores} from './layers/layers.ts';
import type {Scenario} from './scenarios/scenario.ts';
import {timeLimitsMs} from './time-limits.ts';
import {version} from './version.ts';
import {plainText} from './words/plain-text.ts';
import {Problem, sayFailure} from './words/problem.ts';

export type {EngineNews} from './engines/start-engine.ts';

/** What is open: a scenario, and the store of each layer, whatever stands behind it. */
export type Services = Stores & {
	readonly scenario: Scenario;
	/** Where "today" begins (IANA name). */
	readonly timeZone: string;
	/** The stores that were opened later. */
	readonly later: LaterStores;
	/**
	 * Opens a layer that the lesson does not begin with; one that could not be opened may be tried again.
	 * @throws Problem when it cannot be used as it is
	 */
	openLater(layer: LaterLayer): Promise<OpenStore>;
	/** Closes the stores, ends the engines and gives up the folder. Safe to call twice. */
	close(): Promise<void>;
};

/** What is to be opened, and where it is. */
export type ServicesConfig = StoresConfig & {readonly scenario: Scenario};

type Closable = {close(): Promise<void>};

/**
 * Opens the stores of the layers that the lesson begins with: a named server is used or is an error, a layer without one gets its embedded engine.
 * A later layer is among them where a server was named for it.
 * What was opened before a failure is closed again.
 * @param onEngineNews called when an embedded engine takes long to start, when it ends by itself, and when it runs again
 */
export async function openServices(config: ServicesConfig, onEngineNews?: (news: EngineNews) => void): Promise<Services> {
	const {scenario} = config;
	let folder = firstLayers.some(({name}) => config.servers[name] === undefined) ? holdFolder(config) : undefined;
	const opened: Closable[] = [];
	const keep = <T extends Closable>(store: T): T => {
		opened.push(store);
		return store;
	};

	const ending = new AbortController();
	/** What is opened later, while it is. */
	const pending = new Set<Promise<unknown>>();
	let closing: Promise<void> | undefined;
	const end = async () => {
		ending.abort();
		await Promise.race([Promise.allSettled(pending), pause(timeLimitsMs.cancel, undefined, {ref: false})]);
		// Stores before the engines behind them.
		await closeAll(opened.splice(0));
		await closeAll([...engines.values()]);
		engines.clear();
	};

	const close = async () => {
		closing ??= end().finally(() => folder?.release());
		return closing;
	};

	/** Those that run: a store that could not be opened over one may be tried again. */
	const engines = new Map<string, Engine>();
	const engineOf = async (layer: AnyLayer, {usesScratch = false, youngMegabytes}: EngineStandIn): Promise<Engine> => {
		folder ??= holdFolder(config);
		const watch = {onNews: onEngineNews, signal: ending.signal, ...(youngMegabytes && {resourceLimits: {maxYoungGenerationSizeMb: youngMegabytes}})};
		const engine = engines.get(layer.name) ?? (await start(layer, config, {folder, usesScratch}, watch));
		engines.set(layer.name, engine);
		return engine;
	};

	const openStore = async (layer: AnyLayer): Promise<OpenStore> => {
		const {engine, open}: Layer = layer;
		const {
			servers: {[layer.name]: server},
		} = config;
		if (server !== undefined) {
			return open(server, {scenario});
		}

		if (engine.isInProcess) {
			folder ??= holdFolder(config);
			return open(engine.server(join(folder.path, layer.name)), {scenario, embeddedVersion: version});
		}

		const {port} = await engineOf(layer, engine);
		return open(engine.server(port), {scenario, embeddedVersion: version});
	};

	const later: Record<string, OpenStore> = {};
	const openLater = async (layer: LaterLayer): Promise<OpenStore> => {
		ending.signal.throwIfAborted();
		const opening = openStore(layer);
		pending.add(opening);
		try {
			const store = await opening;
			if (ending.signal.aborted) {
				await store.close();
				ending.signal.throwIfAborted();
			}

			keep(store);
			later[layer.store] = store;
			return store;
		} finally {
			pending.delete(opening);
		}
	};

	const opening = firstLayers.map(async layer => [layer.store, keep(await openStore(layer))] as const);
	const openingNamed = laterLayersOf(config)
		.filter(({name}) => config.servers[name] !== undefined)
		.map(async layer => openLater(layer));
	await Promise.allSettled([...opening, ...openingNamed]);
	try {
		const stores = Object.fromEntries(await Promise.all(opening)) as Stores;
		await Promise.all(openingNamed);
		void tidyScratchFolders();
		return {...stores, scenario, timeZone: zoneName(config.timeZone), later, openLater, close};
	} catch (error) {
		await close();
		throw error;
	}
}

function holdFolder({dataFolder}: StoresConfig): HeldFolder {
	return dataFolder === undefined ? holdScratchFolder() : holdDataFolder(dataFolder);
}

async function start(
	{name, fullTitle}: AnyLayer,
	{dataFolder, ports: {[name]: port}}: StoresConfig,
	{folder, usesScratch}: {readonly folder: HeldFolder; readonly usesScratch: boolean},
	watch: EngineWatch,
): Promise<Engine> {
	const path = join(folder.path, name);
	const options = {...(dataFolder === undefined ? {scratchFolder: path} : {dataFolder: path}), ...(port !== undefined && {port})};
	try {
		return await startEngine({name, title: fullTitle, isKept: dataFolder !== undefined || usesScratch, options}, watch);
	} catch (error) {
		const said = plainText(sayFailure(error));
		const why = port !== undefined && /\b(?:EADDRINUSE|EACCES)\b/.exec(said)?.[0];
		const room = dataFolder === undefined ? `${dirname(folder.path)}: make room, or set TMPDIR to another place` : `${dataFolder}: make room`;
		throw new Problem(
			why
				? `Port ${port} is ${why === 'EACCES' ? 'not for this user' : 'taken'}, so the embedded ${fullTitle} engine did not start: name another one with --${name}-port, or leave that out for a free one`
				: `The embedded ${fullTitle} engine did not start${/\b(?:ENOSPC|EDQUOT)\b/.test(said) ? `, as no space is left in ${room}` : `: ${said}`}`,
			1,
			error,
		);
	}
}

async function closeAll(things: readonly Closable[]): Promise<void> {
	await Promise.allSettled(things.map(async thing => thing.close()));
}
