// Orders that others wrote, by the built program: report and archive agree, and name once what they leave out.
import {MongoClient} from 'mongodb';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {Engine} from '../source/engines/engine.ts';
import {startMongoEngine} from '../source/engines/mongo/start-mongo-engine.ts';
import {printed} from './terminal/printed.ts';

let engine: Engine;
let client: MongoClient;
const item = {category: 'Books', quantity: 1, unitPriceCents: 1000};

beforeAll(async () => {
	engine = await startMongoEngine({});
	client = await MongoClient.connect(`mongodb://127.0.0.1:${engine.port}`);
	const placedAt = new Date(Date.now() - 60_000);
	await client
		.db('shopstream')
		.collection('orders')
		.insertMany([
			{placedAt, status: 'completed', items: [item]},
			{placedAt, status: 'completed', items: []},
			{placedAt, status: 'shipped', items: []},
			{placedAt, status: 'completed', items: [{...item, quantity: -1, category: 'Toys & Games'}]},
			{placedAt, status: 'returned', items: [item]},
			{placedAt, status: 'cancelled', items: [item]},
			{placedAt, status: 'cancelled', items: [item]},
			{placedAt: placedAt.toISOString(), status: 'completed', items: [item]},
			{placedAt, status: 'completed', items: [{...item, unitPriceCents: 2.5}]},
		]);
});

afterAll(async () => {
	await client?.close();
	await engine?.close();
});

const leftOut = [
	{reason: "status 'cancelled'", count: 2},
	{reason: "an item's unitPriceCents is no whole number", count: 1},
	{reason: 'placedAt is text', count: 1},
];
const sentence = "4 documents left out: status 'cancelled' (2), an item's unitPriceCents is no whole number (1), placedAt is text (1).";
const flat = (text: string) => text.replaceAll(/\s+/g, ' ');

test('report and archive have the same orders, to the cent, and leave out the same', async () => {
	const url = ['--mongo-url', `mongodb://127.0.0.1:${engine.port}`];
	const report = await printed(['report', '--json', ...url]);
	const archive = await printed(['archive', '--json', '--today', ...url]);
	expect([report.code, archive.code, report.stderr]).toEqual([0, 0, '']);
	expect(JSON.parse(report.stdout)).toMatchObject({totals: {revenueCents: 0, orders: 4, units: 0}, leftOut});
	expect(JSON.parse(archive.stdout)).toMatchObject({archived: {rows: 5, revenueCents: 0}, leftOut});
	expect(flat((await printed(['report', ...url])).stdout)).toContain(sentence);
	expect(flat((await printed(['archive', ...url])).stdout)).toContain(sentence);
});
