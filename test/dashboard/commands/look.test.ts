// What the layers hold, asked of the real engines while the layers are looked at.
import {expect, onTestFinished, test, vi} from 'vitest';
import {createLook} from '../../../source/dashboard/commands/look.ts';
import type {Open} from '../../../source/dashboard/commands/surroundings.ts';
import {ofShop} from '../../scenarios/shop/of-shop.ts';
import {until} from '../../until.ts';
import {openWorld} from './open-world.ts';

test('each layer is asked once it is looked at, and the archive again after an archive', async () => {
	const world = await openWorld();
	expect(world.events.some(({type}) => type === 'layer-looked-into')).toBe(false);
	world.dispatch({type: 'screen-chosen', screen: 'layers'});
	const {mongo, redis, gcs} = await until(() => {
		const {holdings} = world.state();
		return holdings.mongo?.bytes !== undefined && holdings.gcs && holdings.redis ? holdings : undefined;
	});
	expect(mongo).toMatchObject({count: 100});
	expect(mongo!.newestMs! - mongo!.oldestMs!).toBeGreaterThan(86_400_000);
	expect(mongo!.bytes).toBeGreaterThan(10_000);
	expect(redis!.count).toBe(1);
	expect(gcs).toMatchObject({count: 0, days: 0});
	world.dispatch({type: 'archive-wished'});
	await until(() => world.state().holdings.gcs!.days! > 20);
	expect(world.state().moves.gcs?.length).toBeGreaterThan(0);
	world.dispatch({type: 'screen-chosen', screen: 'dashboard'});
	await world.close();
});

test('a layer that has not answered is not asked again; once it has, in its time', async () => {
	vi.useFakeTimers();
	onTestFinished(() => void vi.useRealTimers());
	let asked = 0;
	let answer = () => {};
	const keeper = createLook({
		say() {},
		services: () =>
			({
				...ofShop,
				later: {},
				window: {
					holdings: async () =>
						new Promise(resolve => {
							asked++;
							answer = () => resolve({count: 1});
						}),
				},
			}) as unknown as Open,
		key: () => undefined,
	});
	keeper.follow({key: undefined, work: undefined, open: 'mongo'});
	await vi.advanceTimersByTimeAsync(20_000);
	expect(asked).toBe(1);
	answer();
	await vi.advanceTimersByTimeAsync(4000);
	expect(asked).toBe(1);
	await vi.advanceTimersByTimeAsync(2000);
	expect(asked).toBe(2);
	keeper.follow(undefined);
	answer();
	await vi.advanceTimersByTimeAsync(20_000);
	expect(asked).toBe(2);
});
