import {describe, expect, test} from 'vitest';
import {clockSentences, createSharedClock, unknownDifferences} from '../../source/flows/shared-clock.ts';

const startMs = Date.UTC(2026, 10, 24, 12);

/** A clock over a computer whose own can be set, and stores whose clocks are what the test says; times in seconds. */
function world(stores: {postgres?: number; redis?: number | undefined; mongo?: number | undefined} = {}) {
	const at: {passed: number; machine: number; postgres?: number; redis: number | undefined; mongo: number | undefined} = {
		passed: 0,
		machine: 0,
		redis: 0,
		mongo: 0,
		...stores,
	};
	const offset = (seconds: number | undefined) =>
		seconds === undefined ? Promise.reject(new Error('no answer')) : Promise.resolve((seconds - at.machine) * 1000);
	const clock = createSharedClock(
		() => startMs + (at.passed + at.machine) * 1000,
		() => at.passed * 1000,
	);
	return {
		at,
		clock,
		/** What the clock says, in seconds from the true start. */
		said: () => (clock.now() - startMs) / 1000,
		check: async () =>
			clock.check({
				cache: {clockOffsetMs: async () => offset(at.redis)},
				window: {clockOffsetMs: async () => offset(at.mongo)},
				later: at.postgres === undefined ? {} : {ledger: {clockOffsetMs: async () => offset(at.postgres)}},
			}),
	};
}

describe('the shared clock', () => {
	test("is this computer's before anything is known, and while Redis agrees", async () => {
		const {at, clock, said, check} = world();
		at.passed = 5;
		expect(said()).toBe(5);
		expect(await check()).toEqual({differences: {redis: 0, mongo: 0}, nowMs: startMs + 5000, movedMs: 0, steppedMs: undefined});
		at.passed = 65;
		expect(said()).toBe(65);
		expect(clock.wasSet()).toBe(false);
		expect(clockSentences(clock.differences)).toEqual([]);
	});

	test.each([60, -60, 3600, 1.5])('follows a Redis that is %d s ahead, and says how far that moved it', async redis => {
		const {at, clock, said, check} = world({redis, mongo: undefined});
		expect(await check()).toEqual({
			differences: {redis: redis * 1000, mongo: undefined},
			nowMs: startMs + redis * 1000,
			movedMs: redis * 1000,
			steppedMs: undefined,
		});
		at.passed = 10;
		expect(said()).toBe(redis + 10);
		expect(await check()).toMatchObject({movedMs: 0});
		expect(clock.differences).toEqual({redis: redis * 1000});
	});

	test("does not run after what may be the measurement's", async () => {
		const {at, said, check} = world({redis: 0.08});
		await check();
		expect(said()).toBe(0);
		at.redis = 60;
		await check();
		expect(said()).toBe(60);
		at.redis = 60.05;
		await check();
		expect(said()).toBe(60);
	});

	test.each([-60, -3600, -86_400, 3600])('set by %d s with a Redis of its own elsewhere, it runs on as if nothing had been', async by => {
		const {at, clock, said, check} = world();
		await check();
		at.passed = 10;
		at.machine = by;
		expect(said()).toBe(10);
		expect(clock.wasSet()).toBe(true);
		expect(await check()).toEqual({differences: {redis: -by * 1000, mongo: -by * 1000}, nowMs: startMs + 10_000, movedMs: 0, steppedMs: by * 1000});
		expect(clock.wasSet()).toBe(false);
		at.passed = 20;
		expect(said()).toBe(20);
	});

	test.each([-60, -3600, 3600])('set by %d s with the embedded Redis, it goes with both and says how far', async by => {
		const {at, clock, said, check} = world();
		await check();
		at.passed = 10;
		at.machine = by;
		at.redis = by;
		at.mongo = by;
		expect(clock.wasSet()).toBe(true);
		expect(await check()).toEqual({differences: {redis: 0, mongo: 0}, nowMs: startMs + (10 + by) * 1000, movedMs: by * 1000, steppedMs: by * 1000});
		expect(said()).toBe(10 + by);
	});

	test('set while Redis is silent, it runs on, and is said once', async () => {
		const {at, clock, said, check} = world();
		await check();
		at.machine = -60;
		at.redis = undefined;
		expect(clock.wasSet()).toBe(true);
		expect(await check()).toMatchObject({differences: {redis: 60_000}, movedMs: 0, steppedMs: -60_000});
		expect(said()).toBe(0);
		expect(clock.wasSet()).toBe(false);
	});

	test('goes with a clock that is slowed or hastened to be kept right', () => {
		const {at, clock, said} = world();
		for (let tick = 1; tick <= 100; tick++) {
			at.passed = tick;
			at.machine = tick * 0.05;
			expect(clock.wasSet()).toBe(false);
		}

		expect(said()).toBe(105);
	});

	test("follows no clock but Redis's, and knows of PostgreSQL's once it is open", async () => {
		const {at, clock, said, check} = world({mongo: 60});
		expect(await check()).toMatchObject({differences: {postgres: undefined, mongo: 60_000}});
		at.postgres = -60;
		expect(await check()).toMatchObject({differences: {postgres: -60_000, mongo: 60_000, redis: 0}, movedMs: 0});
		expect(said()).toBe(0);
		expect(clockSentences(clock.differences)).toHaveLength(2);
	});

	test('checks that are asked for together are one', async () => {
		const {check} = world({redis: 60});
		const [one, other] = await Promise.all([check(), check()]);
		expect(one).toBe(other);
	});
});

test('what is said of clocks that differ', () => {
	expect(clockSentences({postgres: 2000, redis: 60_000, mongo: -45_400})).toEqual([
		"PostgreSQL's clock is 2 s ahead of this computer's",
		"MongoDB's clock is 45 s behind this computer's",
		"Redis's clock is 1 min ahead of this computer's: all times here are Redis's",
	]);
	expect(clockSentences({...unknownDifferences, redis: 1000})).toEqual([]);
});
