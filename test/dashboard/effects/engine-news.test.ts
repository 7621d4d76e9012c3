import {expect, test} from 'vitest';
import {configOf} from '../../config-of.ts';
import {createEffects} from '../../../source/dashboard/effects/create-effects.ts';
import type {Event} from '../../../source/dashboard/state/event.ts';
import {initialState} from '../../../source/dashboard/state/state.ts';

test('an engine that ends is noted as that', async () => {
	const config = configOf('dashboard');
	const events: Event[] = [];
	const effects = createEffects({
		config,
		dispatch: event => events.push(event),
		state: () => initialState(config, 80, 24, 0),
		openServices: async (_config, onEngineNews) => {
			onEngineNews!({engine: 'mongo', state: 'ended', sentence: 'The embedded MongoDB engine ran out of memory and ended'});
			throw new Error('no more is needed');
		},
	});
	await expect(effects.open()).rejects.toThrow('no more is needed');
	await effects.close();
	expect(events).toEqual([{type: 'noted', text: 'The embedded MongoDB engine ran out of memory and ended', failed: true, nowMs: expect.any(Number)}]);
});
