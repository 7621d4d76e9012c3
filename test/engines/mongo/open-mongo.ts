import {MongoClient, type Db} from 'mongodb';
import {startMongoEngine, type MongoEngine} from '../../../source/engines/mongo/start-mongo-engine.ts';
import type {EngineOptions} from '../../../source/engines/engine.ts';

/** An engine with a client of the official driver. */
export type OpenMongo = {
	readonly engine: MongoEngine;
	readonly client: MongoClient;
	readonly db: Db;
	close(): Promise<void>;
};

/** Database that the tests use, on the engine and on servers named in the environment. */
export const testDatabase = 'shopstream_engine_test';

/** Starts an engine in memory, or with a folder, and connects. */
export async function openMongo(options: EngineOptions = {}, clock?: () => number): Promise<OpenMongo> {
	const engine = await startMongoEngine(options, clock);
	const client = new MongoClient(`mongodb://127.0.0.1:${engine.port}/`, {serverSelectionTimeoutMS: 5000});
	await client.connect();
	return {
		engine,
		client,
		db: client.db(testDatabase),
		async close() {
			await client.close();
			await engine.close();
		},
	};
}

/** What an operation gives: its result, or the error's code and name. */
export async function outcome(run: () => Promise<unknown>): Promise<unknown> {
	try {
		return await run();
	} catch (error) {
		const {code, codeName, message} = error as {code?: number | {valueOf(): number}; codeName?: string; message: string};
		return {error: code === undefined ? message : Number(code), ...(codeName !== undefined && {codeName})};
	}
}
