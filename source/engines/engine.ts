/** What an engine is started with. */
export type EngineOptions = {
	/** Folder that keeps its data between runs; without it the data lives in memory (GCS and PostgreSQL: in `scratchFolder`). */
	readonly dataFolder?: string;
	/** A private folder that is removed when the program ends; the GCS and PostgreSQL engines keep their data there. */
	readonly scratchFolder?: string;
	/** Loopback port; 0 (default) takes a free one. */
	readonly port?: number;
};

/** A running engine: a server on 127.0.0.1. */
export type Engine = {
	readonly port: number;
	/** Stops listening, ends every connection, and writes what `dataFolder` must still hold. */
	close(): Promise<void>;
};

/** What an engine's thread is given: which engine, by its layer's name, and how to start it. */
export type EngineTask = {readonly name: string; readonly options: EngineOptions};

/** What the thread says. */
export type EngineMessage = {readonly type: 'listening'; readonly port: number} | {readonly type: 'failed'; readonly reason: string};
