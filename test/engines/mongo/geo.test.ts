import type {Db, Document} from 'mongodb';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {createUniform} from '../../../source/chance/random.ts';
import {openMongo, outcome, type OpenMongo} from './open-mongo.ts';

type Pair = readonly [number, number];

let mongo: OpenMongo;
let db: Db;
const random = createUniform(11);
const places: Pair[] = Array.from({length: 10_000}, (_, i) =>
	// A city, the whole earth, the line of 180° and the poles.
	i % 10 < 6
		? [13.4 + (random() - 0.5) / 4, 52.5 + (random() - 0.5) / 6]
		: i % 10 < 8
			? [random() * 360 - 180, random() * 180 - 90]
			: i % 10 < 9
				? [random() < 0.5 ? 179.9 + random() / 10 : -180 + random() / 10, random() * 20 - 10]
				: [random() * 360 - 180, (random() < 0.5 ? -1 : 1) * (90 - random() / 5)],
);

beforeAll(async () => {
	mongo = await openMongo();
	({db} = mongo);
	await db.collection('c').createIndex({at: '2dsphere'});
	await db.collection('c').insertMany(places.map((at, i) => ({_id: i, at: i % 2 === 0 ? {type: 'Point', coordinates: at} : at, k: i % 3})) as never);
});

afterAll(async () => {
	await mongo.close();
});

/** Metres between two places by the haversine formula on MongoDB's earth. */
function metersBetween([lng1, lat1]: Pair, [lng2, lat2]: Pair): number {
	const of = (degrees: number) => (degrees * Math.PI) / 180;
	const h = Math.sin(of(lat2 - lat1) / 2) ** 2 + Math.cos(of(lat1)) * Math.cos(of(lat2)) * Math.sin(of(lng2 - lng1) / 2) ** 2;
	return 2 * 6_378_100 * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** The numbers of the places between two distances, the nearest first. */
function nearest(center: Pair, greatest: number, least = 0): number[] {
	return [...places.keys()]
		.map(i => ({i, meters: metersBetween(center, places[i]!)}))
		.filter(({meters}) => meters <= greatest && meters >= least)
		.sort((a, b) => a.meters - b.meters)
		.map(({i}) => i);
}

const pointAt = (coordinates: Pair) => ({type: 'Point', coordinates: [...coordinates]});
const centers: Pair[] = [
	[13.4, 52.5],
	[13.41, 52.52],
	[179.99, 0],
	[-179.95, 3],
	[0, 90],
	[77, -89.95],
	[0, 0],
];
const distances = [0, 2000, 30_000];

describe('what is near a place', () => {
	test('is what a look at every place finds', async () => {
		for (const center of centers) {
			for (const meters of center === centers[0] ? [...distances, 2_000_000, 21_000_000] : distances) {
				const wanted = nearest(center, meters);
				const found = await db
					.collection('c')
					.aggregate([{$geoNear: {near: pointAt(center), distanceField: 'd.m', maxDistance: meters}}, {$project: {d: 1}}])
					.toArray();
				expect(found.map(({_id}) => Number(_id)).sort((a, b) => a - b)).toEqual(wanted.toSorted((a, b) => a - b));
				const measured = found.map(document => (document['d'] as {m: number}).m);
				expect(measured).toEqual(measured.toSorted((a, b) => a - b));
				const wrong = found.filter(({_id, d}) => Math.abs((d as {m: number}).m - metersBetween(center, places[Number(_id)]!)) > 0.01);
				expect(wrong).toEqual([]);

				const within = await db
					.collection('c')
					.find({at: {$geoWithin: {$centerSphere: [[...center], meters / 6_378_100]}}}, {projection: {_id: 1}})
					.toArray();
				expect(within.map(({_id}) => Number(_id)).sort((a, b) => a - b)).toEqual(wanted.toSorted((a, b) => a - b));
			}
		}
	});

	test('and the few nearest, between two distances, of some kind', async () => {
		for (const center of centers) {
			const near = {at: {$near: {$geometry: pointAt(center), $minDistance: 1000, $maxDistance: 3_000_000}}, k: 1};
			const found = await db.collection('c').find(near).skip(2).limit(5).toArray();
			const wanted = nearest(center, 3_000_000, 1000).filter(i => i % 3 === 1);
			expect(found.map(({_id}) => Number(_id))).toEqual(wanted.slice(2, 7));
		}
	});

	test('as it changes', async () => {
		const c = db.collection('moving');
		await c.createIndex({at: '2dsphere', seen: 1}, {name: 'both'});
		await c.insertMany([
			{_id: 1 as never, at: pointAt([1, 1])},
			{_id: 2 as never, at: pointAt([2, 2]), seen: 1},
			{_id: 3 as never, seen: 1},
		]);
		const near = async () => (await c.find({at: {$near: {$geometry: pointAt([1, 1])}}}, {projection: {_id: 1}}).toArray()).map(({_id}) => Number(_id));
		expect(await near()).toEqual([1, 2]);
		await c.updateOne({_id: 1 as never}, {$set: {at: pointAt([5, 5])}});
		expect(await near()).toEqual([2, 1]);
		await c.updateOne({at: {$near: {$geometry: pointAt([5, 5])}}}, {$set: {found: true}});
		expect(await c.findOne({found: true})).toMatchObject({_id: 1});
		await c.deleteOne({_id: 2 as never});
		expect(await near()).toEqual([1]);
		expect(await c.find({seen: 1}).toArray()).toEqual([{_id: 3, seen: 1}]);
		expect(await c.find().sort({at: 1}).toArray()).toHaveLength(2);
		const [, index] = await c.indexes();
		expect(index).toEqual({v: 2, key: {at: '2dsphere', seen: 1}, name: 'both', '2dsphereIndexVersion': 3});
	});
});

test('explain tells how near places are read', async () => {
	const c = db.collection('c');
	const all = (await c.find({at: {$near: {$geometry: pointAt([13.4, 52.5]), $maxDistance: 500}}}).explain('executionStats')) as Document;
	const {executionStages: stage, totalDocsExamined, nReturned} = all['executionStats'] as Document;
	expect(stage).toMatchObject({
		stage: 'GEO_NEAR_2DSPHERE',
		keyPattern: {at: '2dsphere'},
		indexName: 'at_2dsphere',
		inputStages: [{stage: 'FETCH', inputStage: {stage: 'IXSCAN'}}],
	});
	expect(nReturned).toBe(nearest([13.4, 52.5], 500).length);
	expect(totalDocsExamined).toBeLessThan(100);
	const within = (await c.find({at: {$geoWithin: {$centerSphere: [[13.4, 52.5], 500 / 6_378_100]}}}).explain('executionStats')) as Document;
	expect(within['executionStats']).toMatchObject({nReturned, executionStages: {stage: 'FETCH', inputStage: {stage: 'IXSCAN', indexName: 'at_2dsphere'}}});
	expect((within['executionStats'] as Document)['totalDocsExamined']).toBeLessThan(100);
	const piped = (await c.aggregate([{$geoNear: {near: pointAt([13.4, 52.5]), distanceField: 'd'}}, {$limit: 2}]).explain('executionStats')) as Document;
	expect(piped).toMatchObject({stages: [{$geoNearCursor: {executionStats: {executionStages: {stage: 'GEO_NEAR_2DSPHERE'}}}}, {$limit: 2, nReturned: 2}]});
});

test('a place that is none is refused before anything is stored', async () => {
	const c = db.collection('c');
	const insert = async (at: unknown) => outcome(async () => c.insertOne({_id: 'new' as never, at}));
	const refused = {error: 16_755};
	expect(await insert([181, 0])).toEqual(refused);
	expect(await insert([0, 91])).toEqual(refused);
	expect(await insert('here')).toEqual(refused);
	expect(await insert({type: 'Point'})).toEqual(refused);
	expect(await insert({type: 'point', coordinates: [1, 2]})).toEqual(refused);
	expect(await insert({type: 'Point', coordinates: [1]})).toEqual(refused);
	expect(await insert({type: 'Point', coordinates: ['1', '2']})).toEqual(refused);
	expect(await insert({type: 'Point', coordinates: [Number.NaN, 2]})).toEqual(refused);
	expect(await insert({type: 'Polygon', coordinates: []})).toMatchObject({error: 238});
	expect(await outcome(async () => c.updateOne({_id: 5 as never}, {$set: {at: [0, 90.1]}}))).toEqual(refused);
	expect(await c.countDocuments({})).toBe(places.length);
	await expect(c.insertOne({at: [181, 2]})).rejects.toThrow(/^Can't extract geo keys: .* {2}longitude\/latitude is out of bounds, lng: 181 lat: 2$/);
	await c.insertMany([{_id: 'none'}, {_id: 'null', at: null}, {_id: 'empty', at: []}] as never);
	await c.deleteMany({_id: {$type: 'string'}});
	await db.collection('bad').insertOne({at: 'here'});
	expect(await outcome(async () => db.collection('bad').createIndex({at: '2dsphere'}))).toMatchObject(refused);
});

test('wishes that cannot be met are refused as MongoDB refuses them', async () => {
	const c = db.collection('c');
	const find = async (filter: Document) => outcome(async () => c.find(filter).toArray());
	const aggregate = async (pipeline: Document[], of = 'c') => outcome(async () => db.collection(of).aggregate(pipeline).toArray());
	const near = {$geometry: pointAt([1, 2])};
	const geoNear = {near: pointAt([1, 2]), distanceField: 'd'};
	expect(await find({k: {$near: near}})).toEqual({error: 291, codeName: 'NoQueryExecutionPlans'});
	expect(await find({at: {$near: [1, 2]}})).toMatchObject({error: 238});
	expect(await find({$or: [{at: {$near: near}}]})).toMatchObject({error: 2});
	expect(await find({at: {$near: near}, $and: [{at: {$near: near}}]})).toMatchObject({error: 2});
	expect(await find({at: {$near: {$geometry: pointAt([1, 92])}}})).toMatchObject({error: 2});
	expect(await find({at: {$near: {...near, $maxDistance: -1}}})).toMatchObject({error: 2});
	expect(await find({at: {$geoWithin: {$centerSphere: [[1, 2], -1]}}})).toMatchObject({error: 2});
	expect(await find({at: {$geoWithin: {$centerSphere: [[1, 200], 1]}}})).toMatchObject({error: 2});
	expect(
		await find({
			at: {
				$geoWithin: {
					$box: [
						[1, 2],
						[3, 4],
					],
				},
			},
		}),
	).toMatchObject({error: 238});
	expect(await find({at: {$geoIntersects: near}})).toMatchObject({error: 238});
	expect(await outcome(async () => c.countDocuments({at: {$near: near}}))).toMatchObject({error: 5_626_500});
	expect(await aggregate([{$match: {}}, {$geoNear: geoNear}])).toMatchObject({error: 40_603});
	expect(await aggregate([{$geoNear: {distanceField: 'd'}}])).toMatchObject({error: 5_860_400});
	expect(await aggregate([{$geoNear: {near: pointAt([1, 2])}}])).toMatchObject({error: 16_606});
	expect(await aggregate([{$geoNear: {...geoNear, limit: 5}}])).toMatchObject({error: 50_858});
	expect(await aggregate([{$geoNear: {...geoNear, nearby: 5}}])).toMatchObject({error: 2});
	expect(await aggregate([{$geoNear: {...geoNear, key: 'k'}}])).toMatchObject({error: 291});
	expect(await aggregate([{$geoNear: geoNear}], 'absent')).toMatchObject({error: 26});
	await db.collection('plain').insertOne({at: [1, 2]});
	expect(await aggregate([{$geoNear: geoNear}], 'plain')).toMatchObject({error: 27});
	expect(await outcome(async () => c.createIndex({k: '2dsphere'}, {unique: true}))).toMatchObject({error: 67});
	expect(await outcome(async () => c.createIndex({k: '2d'}))).toMatchObject({error: 238});
});
