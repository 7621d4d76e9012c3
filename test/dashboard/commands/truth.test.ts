import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import type {Surroundings} from '../../../source/dashboard/commands/surroundings.ts';
import {createTruthKeeper} from '../../../source/dashboard/commands/truth.ts';
import type {Readers} from '../../../source/dashboard/commands/what-runs.ts';
import type {Event} from '../../../source/dashboard/update/event.ts';
import {ofShop} from '../../scenarios/shop/of-shop.ts';
import {openState} from '../desk.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

/** A keeper before a MongoDB that takes `tookMs` for an answer. */
function openKeeper() {
	const mongo = {tookMs: 4};
	const measured: Array<{readonly atMs: number; readonly isExtra: boolean; readonly everySeconds: number}> = [];
	const startedMs = Date.now();
	const keeper = createTruthKeeper({
		say(event: Event) {
			if (event.type === 'truth-measured') {
				measured.push({atMs: Date.now() - startedMs, isExtra: event.isExtra === true, everySeconds: event.everySeconds});
			}
		},
		services: () => ({
			...ofShop,
			window: {
				ask: async (pipeline: object[]) =>
					new Promise(resolve => {
						setTimeout(() => resolve([]), JSON.stringify(pipeline).includes('squareCents') ? 0 : mongo.tookMs);
					}),
			},
		}),
		clock: Date.now,
	} as unknown as Surroundings);
	let wanted: {readonly readers: Readers; readonly asOfMs: number} = {readers: openState, asOfMs: 0};
	const follow = (changes: Partial<typeof wanted> = {}) => keeper.follow((wanted = {...wanted, ...changes}));
	return {
		mongo,
		measured,
		start: () => follow(),
		stop: () => keeper.follow(undefined),
		showAnother: () => follow({asOfMs: wanted.asOfMs + 1}),
		changeLoad: () => follow({readers: {...openState, addedFillSeconds: 1}}),
	};
}

const seconds = async (count: number) => vi.advanceTimersByTimeAsync(count * 1000);

test('asks every two seconds, and out of turn soon after another value is shown', async () => {
	const {measured, ...keeper} = openKeeper();
	keeper.start();
	await seconds(1);
	keeper.showAnother();
	await seconds(0.1);
	expect(measured).toMatchObject([{isExtra: false, everySeconds: 2}, {isExtra: true}]);
	await seconds(4);
	expect(measured.filter(({isExtra}) => !isExtra)).toHaveLength(3);
	keeper.stop();
	await seconds(10);
	expect(measured).toHaveLength(4);
});

test('a value that changes all the time has the truth asked twice a second at most', async () => {
	const {measured, ...keeper} = openKeeper();
	keeper.start();
	for (let i = 0; i < 100; i++) {
		keeper.showAnother();
		await seconds(0.1);
	}

	expect(measured.length).toBeLessThanOrEqual(26);
	expect(measured.length).toBeGreaterThanOrEqual(18);
	keeper.stop();
});

test('backs off while MongoDB is slow, at most to twenty seconds, and recovers with it', async () => {
	const {mongo, measured, ...keeper} = openKeeper();
	mongo.tookMs = 4000;
	keeper.start();
	await seconds(60);
	expect(measured.at(-1)?.everySeconds).toBe(20);
	const slow = measured.length;
	expect(slow).toBeLessThanOrEqual(5);
	mongo.tookMs = 4;
	await seconds(24);
	expect(measured.at(-1)?.everySeconds).toBe(2);
	const recovered = measured.length;
	await seconds(10);
	expect(measured.length - recovered).toBeGreaterThanOrEqual(4);
	keeper.stop();
});

test('one slow answer holds up nothing', async () => {
	const {mongo, measured, ...keeper} = openKeeper();
	mongo.tookMs = 3000;
	keeper.start();
	await seconds(3.1);
	mongo.tookMs = 4;
	await seconds(10);
	expect(measured.length).toBeGreaterThanOrEqual(5);
	keeper.stop();
});

test('asks soon once the load has changed, if it had backed off', async () => {
	const {mongo, measured, ...keeper} = openKeeper();
	mongo.tookMs = 4000;
	keeper.start();
	// The second answer, at 10 s, makes the pause long: without a change the next question is at 30 s.
	await seconds(11);
	mongo.tookMs = 4;
	const before = measured.length;
	keeper.changeLoad();
	await seconds(13);
	expect(measured.length).toBeGreaterThan(before);
	keeper.stop();
});
