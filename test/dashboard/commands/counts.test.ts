// The header's number of orders: what others write shows, and a job leaves it true.
import {MongoClient} from 'mongodb';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {Engine} from '../../../source/engines/engine.ts';
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
