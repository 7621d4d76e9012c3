// The thread an embedded engine lives in: starts the one named in workerData, says its port, closes when told.
import {parentPort, workerData} from 'node:worker_threads';
import type {EngineMessage, EngineTask} from '../engines/engine.ts';
import {layerNamed} from './layers.ts';

const say = (message: EngineMessage) => parentPort!.postMessage(message);

try {
	const {name, options} = workerData as EngineTask;
	const {engine: standIn} = layerNamed(name)!;
	if ('isInProcess' in standIn) {
		throw new Error(`${name} has no engine of its own thread`);
	}

	const engine = await standIn.start(options);
	parentPort!.once('message', () => {
		engine
			.close()
			.catch(() => undefined)
			.finally(() => parentPort!.close());
	});
	say({type: 'listening', port: engine.port});
} catch (error) {
	say({type: 'failed', reason: error instanceof Error ? error.message : String(error)});
	parentPort!.close();
}
