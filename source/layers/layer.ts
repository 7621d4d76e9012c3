import type {Engine, EngineOptions} from '../engines/engine.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import type {Wording} from '../scenarios/wording.ts';
import type {Backend} from '../stores/backend.ts';
import type {Holdings} from '../stores/holdings.ts';

/** A store that is open. */
export type OpenStore = {
	readonly backend: Backend;
	close(): Promise<void>;
};

/** What is counted; `isAlwaysSaid`: the number says nothing without the word. */
export type Counted = {readonly one: string; readonly many: string; readonly isAlwaysSaid?: boolean};

/** A flag that names a layer's server, or something on it. */
export type ServerFlag = {
	/** In camel case: `mongoUrl` is --mongo-url. */
	readonly name: string;
	/** The variable of the environment that says the same; the flag wins. */
	readonly variable: string;
	readonly value: 'URL' | 'NAME' | 'PROJECT.DATASET';
	/** What it names, for --help. */
	readonly help: string;
	/** What --compose gives: where docker-compose.yml serves this layer; absent: it does not. */
	readonly compose?: string;
};

/** What was given with a flag or its variable, and which of the two to name where it is wrong. */
export type GivenServer = {readonly text: string; readonly source: string};

/** What stands in where no server was named. */
type StandIn<Server> = EngineStandIn<Server> | LibraryStandIn<Server>;

/** A library that runs in this process. */
type LibraryStandIn<Server> = {
	readonly isInProcess: true;
	/** The library over a folder that keeps its data, as if it had been named. */
	server(folder: string): Server;
	readonly needsFreeBytes?: number;
};

/** The embedded server that stands in where none was named. */
export type EngineStandIn<Server = unknown> = {
	readonly isInProcess?: never;
	/** Called in the engine's own thread. */
	start(options: EngineOptions): Promise<Engine>;
	/** The engine at a loopback port, as if it had been named. */
	server(port: number): Server;
	/** It holds its data in the scratch folder, so that a second start finds it again; else in memory. */
	readonly usesScratch?: boolean;
	/** How much its thread makes before it looks what of it is still needed; small, it gives more back. */
	readonly youngMegabytes?: number;
	/** With less memory free than this it is left out. */
	readonly needsFreeBytes?: number;
};

/** What a layer is asked about. */
type LookedFor = {
	readonly facts: Scenario['facts'];
	/** The key of the answer, where there is one. */
	readonly key: string | undefined;
	/** The pattern of all such keys, where there may be many. */
	readonly pattern: string | undefined;
};

/**
 * A layer of the lesson: all that is said of it and done with it anywhere but in its own store, engine and flows.
 * It loads no driver and no engine before it is opened: the first frame needs its words only.
 */
export type Layer<Server = unknown, Store extends OpenStore = OpenStore> = {
	/** In JSON, in the data folder, in docker-compose.yml. */
	readonly name: string;
	/** Where there is little room. */
	readonly title: string;
	readonly fullTitle: string;
	/** What it does in the lesson, for the first sentence of --help. */
	readonly role: string;
	/** What its store is called where it is used. */
	readonly store: string;
	/** What it is for, in a line of at most 45 signs. */
	readonly purpose: Wording;
	/** The layer that it is filled from; absent: it is the first. */
	readonly filledFrom?: string;
	/** Readers are answered from it. */
	readonly isRead?: boolean;
	/** Why it is there at all, where that is asked. */
	readonly why?: {readonly question: string; readonly answer: Wording};
	/** What it holds, as the header counts it: the scenario's facts, or something of its own. */
	readonly counts: 'facts' | Counted;
	readonly flags: readonly ServerFlag[];
	/** The lesson begins without it: it is opened in the background once the first row is live. */
	readonly isLater?: boolean;
	/** Of these: not even then, but when it is first asked something. */
	readonly isOpenedWhenAsked?: boolean;
	/** Whether a scenario has anything for it; without this each has. */
	readonly suits?: (scenario: Scenario) => boolean;
	readonly engine: StandIn<Server>;
	/**
	 * Which server was named, if any.
	 * @param given what was given for each of `flags`, in their order
	 * @throws Problem (exit code 2) that names the flag or the variable, and never shows a URL
	 */
	readServer(given: ReadonlyArray<GivenServer | undefined>): Server | undefined;
	/**
	 * Opens the store.
	 * @param options.embeddedVersion set for the embedded engine: the version to show
	 * @throws Problem when it cannot be used as it is
	 */
	open(server: Server, options: {readonly embeddedVersion?: string; readonly scenario: Scenario}): Promise<Store>;
	/** How much it holds, asked every few seconds; absent: that is known from what is done with it. */
	count?(store: Store): Promise<Pick<Holdings, 'count' | 'isEstimate'>>;
	/** What it holds, asked while somebody looks at that, once in `looksEverySeconds` (5 without). */
	holdings?(store: Store, of: LookedFor, signal: AbortSignal): Promise<Holdings>;
	readonly looksEverySeconds?: number;
	/** What to type to look into it from another terminal. */
	attach(address: string): string;
};
