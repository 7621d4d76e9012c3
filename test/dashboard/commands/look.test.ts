// What the layers hold, asked of the real engines while the layers are looked at.
import {expect, test} from 'vitest';
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
