import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {usualProtection} from '../../../source/lab/protections.ts';
import {until} from '../../until.ts';
import {openWorld} from './open-world.ts';

/** What keeps the process alive, how often each. */
const held = () => process.getActiveResourcesInfo().filter(name => name !== 'Immediate').sort();

let temporary: string;

beforeEach(() => {
	temporary = mkdtempSync(join(tmpdir(), 'close-test-'));
	vi.stubEnv('TMPDIR', temporary);
});

afterEach(() => {
	vi.unstubAllEnvs();
	rmSync(temporary, {recursive: true, force: true});
});

test.each<[string, boolean]>([['the dashboard alone', false], ['a crowd with a stampede and a simulation under way', true]])('closing ends everything of %s: reads, truth, stream, jobs, threads and folders', async (_, crowded) => {
	// The runner's own timers end soon.
	await until(() => !held().includes('Timeout'));
	const before = held();
	const world = await openWorld();
	const {effects, state} = world;
	effects.switchStream(true);
	effects.chooseAddedFill(5);
	if (crowded) {
		effects.showScreen('laboratory');
		effects.chooseProtection({...usualProtection, on: new Set(['lock'])});
		effects.chooseViewers({count: 200, arrivals: 'poll', everySeconds: 0.5, ownProcess: true});
		effects.simulate(86_400);
		await until(() => state().statistics.reads > 50);
		effects.stampede();
		const {locks} = world.asked;
		await until(() => world.asked.locks > locks + 100);
	} else {
		const {answered} = world.asked;
		effects.expire();
		await until(() => world.asked.answered > answered + 1);
	}

	expect(held().length).toBeGreaterThan(before.length);
	expect(readdirSync(temporary)).toHaveLength(1);
	const closedAt = performance.now();
	await effects.close();
	const told = world.events.length;
	await until(() => held().join() === before.join() || performance.now() - closedAt > 3000);
	expect(held()).toEqual(before);
	expect(performance.now() - closedAt).toBeLessThan(3000);
	expect(world.events.length).toBe(told);
	expect(readdirSync(temporary)).toEqual([]);
	// Closed twice is closed.
	await effects.close();
});
