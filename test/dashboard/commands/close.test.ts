import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {usualProtection} from '../../../source/lab/protections.ts';
import {until} from '../../until.ts';
import {openWorld} from './open-world.ts';

/** What keeps the process alive, how often each. */
const held = () =>
	process
		.getActiveResourcesInfo()
		.filter(name => name !== 'Immediate')
		.sort();

let temporary: string;

beforeEach(() => {
	temporary = mkdtempSync(join(tmpdir(), 'close-test-'));
	vi.stubEnv('TMPDIR', temporary);
});

afterEach(() => {
	vi.unstubAllEnvs();
	rmSync(temporary, {recursive: true, force: true});
});

test.each<[string, boolean]>([
	['the dashboard alone', false],
	['a crowd with a stampede and a simulation under way', true],
])('closing ends everything of %s: reads, truth, stream, jobs, threads and folders', async (_, crowded) => {
	// The runner's own timers end soon.
	await until(() => !held().includes('Timeout'));
	const before = held();
	const world = await openWorld();
	const {dispatch, state} = world;
	dispatch({type: 'stream-wished', isStreaming: true});
	dispatch({type: 'added-fill-chosen', seconds: 5});
	if (crowded) {
		dispatch({type: 'screen-chosen', screen: 'laboratory'});
		dispatch({type: 'protection-chosen', protection: {...usualProtection, on: new Set(['lock'])}});
		dispatch({type: 'viewers-chosen', viewers: {count: 200, arrivals: 'poll', everySeconds: 0.5, ownProcess: true}});
		dispatch({type: 'what-if-wished', ttlSeconds: 86_400});
		await until(() => state().statistics.reads > 50);
		dispatch({type: 'stampede-wished'});
		const {locks} = world.asked;
		await until(() => world.asked.locks > locks + 100);
	} else {
		const {answered} = world.asked;
		dispatch({type: 'expiry-wished'});
		await until(() => world.asked.answered > answered + 1);
	}

	expect(held().length).toBeGreaterThan(before.length);
	expect(readdirSync(temporary)).toHaveLength(1);
	const closedAt = performance.now();
	await world.close();
	const told = world.events.length;
	await until(() => held().join() === before.join() || performance.now() - closedAt > 4500);
	expect(held()).toEqual(before);
	expect(performance.now() - closedAt).toBeLessThan(4500);
	expect(world.events.length).toBe(told);
	expect(readdirSync(temporary)).toEqual([]);
	// Closed twice is closed.
	await world.close();
});
