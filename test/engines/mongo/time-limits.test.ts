import {BSONRegExp, type Document} from 'mongodb';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {openMongo, outcome, type OpenMongo} from './open-mongo.ts';

let mongo: OpenMongo;

// Each further a doubles the steps of the pattern: these would take longer than the universe is old.
const text = `${'a'.repeat(100)}b`;
const pattern = '^(a+)+$';
const regex = new BSONRegExp(pattern);
const expired = {error: 50, codeName: 'MaxTimeMSExpired'};

beforeAll(async () => {
	mongo = await openMongo();
	await mongo.db.collection('c').insertOne({_id: 1 as never, text, list: [text]});
	await mongo.db.collection('many').insertMany(Array.from({length: 50_000}, (_, i) => ({_id: i as never, n: (i * 7919) % 50_000})));
	await mongo.db.createCollection('a'.repeat(60) + 'b');
});

afterAll(async () => mongo.close());

describe('a regular expression that never ends is ended', () => {
	test.each<[string, Document]>([
		['find', {find: 'c', filter: {text: regex}}],
		['$regex', {find: 'c', filter: {text: {$regex: pattern}}}],
		['$in', {find: 'c', filter: {text: {$in: [regex]}}}],
		['$not in $elemMatch', {find: 'c', filter: {list: {$elemMatch: {$not: regex}}}}],
		['count', {count: 'c', query: {text: regex}}],
		['distinct', {distinct: 'c', key: 'text', query: {text: regex}}],
		['$match', {aggregate: 'c', pipeline: [{$match: {text: regex}}], cursor: {}}],
		['an update', {update: 'c', updates: [{q: {text: regex}, u: {$set: {x: 1}}}]}],
		['a delete', {delete: 'c', deletes: [{q: {text: regex}, limit: 0}]}],
		['findAndModify', {findAndModify: 'c', query: {text: regex}, update: {$set: {x: 1}}}],
		['listCollections', {listCollections: 1, filter: {name: regex}}],
	])('%s', async (_name, command) => {
		expect(await outcome(async () => mongo.db.command({...command, maxTimeMS: 60}))).toEqual(expired);
		expect(await mongo.db.collection('c').findOne({})).toEqual({_id: 1, text, list: [text]});
	});

	test('without a limit of the command, and others are served then', async () => {
		const asked = outcome(async () => mongo.db.collection('c').findOne({text: regex}));
		expect(await mongo.db.command({ping: 1})).toEqual({ok: 1});
		expect(await asked).toEqual(expired);
	});

	test('in a partial index it is refused', async () => {
		expect(await outcome(async () => mongo.db.collection('c').createIndex({text: 1}, {partialFilterExpression: {text: {$regex: pattern}}}))).toEqual({
			error: 67,
			codeName: 'CannotCreateIndex',
		});
	});

	test('one that ends is answered', async () => {
		expect(await mongo.db.collection('c').countDocuments({text: /^a+b$/})).toBe(1);
	});
});

describe('maxTimeMS holds', () => {
	const group = {$group: {_id: '$n', all: {$push: '$$ROOT'}}};
	test.each<[string, Document]>([
		['a find that sorts', {find: 'many', sort: {n: 1, _id: -1}}],
		['a sort', {aggregate: 'many', pipeline: [{$sort: {n: 1}}], cursor: {}}],
		['a group', {aggregate: 'many', pipeline: [group], cursor: {}}],
		['an update of many', {update: 'many', updates: [{q: {}, u: [{$set: {x: {$sum: ['$n', 1]}}}], multi: true}]}],
	])('for %s', async (_name, command) => {
		expect(await outcome(async () => mongo.db.command({...command, maxTimeMS: 5}))).toEqual(expired);
	});

	test('and leaves what ends in time alone', async () => {
		expect(await mongo.db.command({find: 'many', filter: {_id: 7}, maxTimeMS: 60_000})).toMatchObject({ok: 1, cursor: {firstBatch: [{_id: 7}]}});
		expect(await mongo.db.command({find: 'many', filter: {_id: 7}, maxTimeMS: 2 ** 31 - 1})).toMatchObject({ok: 1});
	});
});
