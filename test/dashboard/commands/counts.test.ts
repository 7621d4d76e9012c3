// The header's number of orders: what others write shows, and a job leaves it true.
import {MongoClient} from 'mongodb';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {Engine} from '../../../source/engines/engine.ts';
import {createCounts} from '../../../source/dashboard/commands/counts.ts';
import type {Open} from '../../../source/dashboard/commands/surroundings.ts';
import type {Event} from '../../../source/dashboard/update/event.ts';
import {startMongoEngine} from '../../../source/engines/mongo/start-mongo-engine.ts';
import {until} from '../../until.ts';
import {openWorld, type TestedWorld} from './open-world.ts';

let engine: Engine;
let client: MongoClient;
let world: TestedWorld;

beforeAll(async () => {
	engine = await startMongoEngine({});
	client = await MongoClient.connect(`mongodb://127.0.0.1:${engine.port}`);
	await orders().insertOne({placedAt: new Date()});
	world = await openWorld({mongoUrl: `mongodb://127.0.0.1:${engine.port}`});
});

afterAll(async () => {
	await world?.close();
	await client?.close();
	await engine?.close();
});

const orders = () => client.db('shopstream').collection('orders');

test('what another program writes is counted within a few seconds', async () => {
	expect(world.state().held.mongo).toBe(1);
	await orders().insertMany(Array.from({length: 700}, () => ({placedAt: new Date()})));
	await until(() => world.state().held.mongo === 701);
});

test('a question names a fresh count, and nothing is stored before it is answered', async () => {
	await orders().insertMany(Array.from({length: 99}, () => ({placedAt: new Date()})));
	world.dispatch({type: 'seed-wished', count: 50});
	expect(await until(() => world.state().question)).toEqual({about: 'seed', count: 50});
	await until(() => world.state().held.mongo === 800);
	expect(await orders().countDocuments()).toBe(800);
});

test('a seed that fails leaves the true number in the header', async () => {
	const embedded = await openWorld();
	const own = await MongoClient.connect(embedded.state().layers.mongo.backend!.address);
	const held = own.db('shopstream').collection('orders');
	await held.deleteMany({});
	await held.createIndex({'customer.email': 1}, {unique: true});
	const failed = embedded.next('job-failed');
	embedded.dispatch({type: 'seed-wished', count: 3000});
	const {reason} = await failed;
	const standing = await held.countDocuments();
	expect(standing).toBeGreaterThan(0);
	expect(reason).toMatch(new RegExp(`; ${standing} of 3,000 orders stand$`));
	await until(() => embedded.state().held.mongo === standing);
	await own.close();
	await embedded.close();
});

test('of two counts that are under way the one that was asked for last is told, whichever ends last', async () => {
	const answers: Array<(count: number) => void> = [];
	const said: Event[] = [];
	const counts = createCounts({
		say: event => said.push(event),
		services: () =>
			({
				window: {
					count: async () =>
						new Promise<number>(resolve => {
							answers.push(resolve);
						}),
				},
				later: {},
			}) as unknown as Open,
		key: () => undefined,
		clock: Date.now,
		memory: {async look() {}},
	});
	const counting = [counts.countNow(), counts.countNow()];
	answers[1]!(7);
	expect(await counting[1]).toEqual({mongo: 7});
	answers[0]!(5);
	// Who asked gets what was counted for it.
	expect(await counting[0]).toEqual({mongo: 5});
	expect(said).toEqual([{type: 'layer-counted', layer: 'mongo', held: 7, isEstimate: false}]);
});
