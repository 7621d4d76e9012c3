import {expect, test} from 'vitest';
import {createWorld} from './open-world.ts';

test('an engine that ends is noted as that', async () => {
	const {events, runner} = createWorld({}, async (_config, onEngineNews) => {
		onEngineNews!({state: 'ended', sentence: 'The embedded MongoDB engine ran out of memory and ended'});
		throw new Error('no more is needed');
	});
	await expect(runner.open()).rejects.toThrow('no more is needed');
	await runner.close();
	expect(events.filter(({type}) => type === 'noted')).toEqual([{type: 'noted', text: 'The embedded MongoDB engine ran out of memory and ended', failed: true}]);
});
