import {join} from 'node:path';
import type {StoresConfig} from './command-line/read-stores.ts';
import {type HeldFolder, holdDataFolder, holdScratchFolder} from './data-folder/data-folder.ts';
import {tidyScratchFolders} from './data-folder/tidy-scratch.ts';
import type {Engine} from './engines/engine.ts';
import {type EngineNews, startEngine} from './engines/start-engine.ts';
import type {Layer, OpenStore} from './layers/layer.ts';
import {type AnyLayer, layers, type Stores} from './layers/layers.ts';
import type {Scenario} from './scenarios/scenario.ts';
import {version} from './version.ts';
import {plainText} from './words/plain-text.ts';
import {Problem, sayFailure} from './words/problem.ts';

export type {EngineNews} from './engines/start-engine.ts';

/** What is open: a scenario, and the store of each layer, whatever stands behind it. */
export type Services = Stores & {
	readonly scenario: Scenario;
	/** Where "today" begins (IANA name). */
	readonly timeZone: string;
	/** Closes the stores, ends the engines and gives up the folder. Safe to call twice. */
	close(): Promise<void>;
};

/** What is to be opened, and where it is. */
export type ServicesConfig = StoresConfig & {readonly scenario: Scenario};

type Closable = {close(): Promise<void>};

/**
 * Opens the stores of all layers: a named server is used or is an error, a layer without one gets its embedded engine.
 * What was opened before a failure is closed again.
 * @param onEngineNews called when an embedded engine ends by itself, and when it runs again
 */
export async function openServices(config: ServicesConfig, onEngineNews?: (news: EngineNews) => void): Promise<Services> {
	const {scenario} = config;
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

	const openStore = async (layer: AnyLayer): Promise<OpenStore> => {
		const {engine, open}: Layer = layer;
		const {servers: {[layer.name]: server}} = config;
		if (server !== undefined) {
			return open(server, {scenario});
		}

		const {port} = keep(await start(layer, config, folder!, onEngineNews));
		return open(engine.server(port), {scenario, embeddedVersion: version});
	};

	const opening = layers.map(async layer => [layer.store, keep(await openStore(layer))] as const);
	await Promise.allSettled(opening);
	try {
		const stores = Object.fromEntries(await Promise.all(opening)) as Stores;
		void tidyScratchFolders();
		return {...stores, scenario, timeZone: config.timeZone, close};
	} catch (error) {
		await close();
		throw error;
	}
}

function openFolder({servers, dataFolder}: StoresConfig): HeldFolder | undefined {
	if (layers.every(({name}) => servers[name] !== undefined)) {
		return undefined;
	}

	return dataFolder === undefined ? holdScratchFolder() : holdDataFolder(dataFolder);
}

async function start({name, fullTitle, engine}: Layer, {dataFolder}: StoresConfig, folder: HeldFolder, onNews?: (news: EngineNews) => void): Promise<Engine> {
	const path = join(folder.path, name);
	const options = dataFolder === undefined ? {scratchFolder: path} : {dataFolder: path};
	try {
		return await startEngine({name, title: fullTitle, isKept: dataFolder !== undefined || engine.usesScratch === true, options}, {onNews});
	} catch (error) {
		throw new Problem(`The embedded ${fullTitle} engine did not start: ${plainText(sayFailure(error))}`, 1, error);
	}
}

/** Closes stores before the engines behind them: what was opened last goes first. */
async function closeAll(opened: Closable[]): Promise<void> {
	for (const thing of opened.splice(0)) {
		await thing.close().catch(() => undefined);
	}
}
