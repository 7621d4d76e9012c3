// The thread an embedded engine lives in: starts the one named in workerData, says its port, closes when told.
import {parentPort, workerData} from 'node:worker_threads';
import type {Engine, EngineName, EngineOptions} from './engine.ts';

/** What the thread is given. */
export type EngineTask = {readonly name: EngineName; readonly options: EngineOptions};

/** What the thread says. */
export type EngineMessage =
	| {readonly type: 'listening'; readonly port: number}
	| {readonly type: 'failed'; readonly reason: string};

async function start({name, options}: EngineTask): Promise<Engine> {
	switch (name) {
		case 'mongo': {
			return (await import('./mongo/start-mongo-engine.ts')).startMongoEngine(options);
		}

		case 'redis': {
			return (await import('./redis/start-redis-engine.ts')).startRedisEngine(options);
		}

		case 'gcs': {
			return (await import('./gcs/start-gcs-engine.ts')).startGcsEngine(options);
		}
	}
}

const say = (message: EngineMessage) => parentPort!.postMessage(message);

try {
	const engine = await start(workerData as EngineTask);
	parentPort!.once('message', () => {
		engine.close().catch(() => undefined).finally(() => parentPort!.close());
	});
	say({type: 'listening', port: engine.port});
} catch (error) {
	say({type: 'failed', reason: error instanceof Error ? error.message : String(error)});
	parentPort!.close();
}
