import fc from 'fast-check';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {MongoClient} from 'mongodb';
import {createRandom} from '../../../source/chance/random.ts';
import {startMongoEngine} from '../../../source/engines/mongo/start-mongo-engine.ts';
import {isOnEarth} from '../../../source/scenarios/rides/place.ts';
import {rides} from '../../../source/scenarios/rides/rides.ts';
import type {Trip} from '../../../source/scenarios/rides/trip.ts';
import type {Scenario} from '../../../source/scenarios/scenario.ts';
import {type MongoWindow, openMongoWindow} from '../../../source/stores/mongo-window.ts';

const nowMs = Date.UTC(2026, 10, 26, 10, 20);
const {facts} = rides;
const small = rides.population!.sized(20);

const trip: Trip = {
	id: 'mhx0abcd-1-00001',
	driver: '1-00001',
	status: 'riding',
	startedAt: new Date(nowMs - 60_000),
	reportedAt: new Date(nowMs),
	longitude: 13.4,
	latitude: 52.5,
	metres: 600,
	fareCents: 446,
};

describe('a seed', () => {
	test('has the trips under way, as they were reported last, and then those before, as many as are wanted', async () => {
		const trips = [...(await small.facts.generate({count: 100, days: 1, seed: 3, nowMs}))];
		expect(trips).toHaveLength(100);
		expect(new Set(trips.map(({id}) => id)).size).toBe(100);
		const isEnded = trips.map(({status}) => status === 'ended');
		const first = isEnded.indexOf(true);
		expect(first).toBeGreaterThan(14);
		expect(isEnded.slice(first).every(Boolean)).toBe(true);
		for (const {reportedAt} of trips.slice(0, first)) {
			expect(nowMs - reportedAt.getTime()).toBeLessThan(4000);
		}

		expect([...(await small.facts.generate({count: 100, days: 1, seed: 3, nowMs}))]).toEqual(trips);
		expect([...(await small.facts.generate({count: 5, days: 1, seed: 3, nowMs}))]).toEqual(trips.slice(0, 5));
		expect(await small.facts.moving!.now(3, nowMs)).toEqual(trips.slice(0, first));
	});

	test('goes back as far as it takes', async () => {
		const trips = [...(await small.facts.generate({count: 5000, days: 1, seed: 3, nowMs}))];
		const days = (nowMs - Math.min(...trips.map(({startedAt}) => startedAt.getTime()))) / 86_400_000;
		const older = small.facts.older!({count: 5000, days: 1, seed: 3, nowMs}, 1);
		const gone = trips.filter(({reportedAt}) => reportedAt.getTime() < nowMs - 86_400_000).length;
		expect(days).toBeGreaterThan(1.2);
		expect(Math.abs(older - gone) / 5000).toBeLessThan(0.1);
	});
});

describe('a stream', () => {
	test('has each driver in turn, who says with his first report that the trip before has ended', async () => {
		const arrive = await small.facts.arrivals(3);
		const random = createRandom('reports');
		const round = (atMs: number) => Array.from({length: 20}, () => [arrive(atMs, random)].flat() as Trip[]);
		const first = round(nowMs);
		const reported = first.filter(trips => trips.length > 0);
		expect(reported.length).toBeGreaterThan(14);
		for (const [before, now] of reported) {
			expect(before).toMatchObject({status: 'ended', driver: now!.driver});
			expect(before!.reportedAt.getTime()).toBeLessThanOrEqual(now!.startedAt.getTime());
			expect(now!.reportedAt.getTime()).toBe(nowMs);
		}

		expect(
			round(nowMs + 4000)
				.flat()
				.filter(({status}) => status !== 'ended').length,
		).toBeGreaterThan(14);
		expect(round(nowMs + 8000).every(trips => trips.length <= 2)).toBe(true);
	});
});

describe('a line of the archive', () => {
	const archive = rides.archive!;

	test('is the trip', () => {
		expect(archive.line(trip)).toBe(
			'{"trip_id":"mhx0abcd-1-00001","driver_id":"1-00001","status":"riding","started_at":"2026-11-26T10:19:00.000Z","reported_at":"2026-11-26T10:20:00.000Z","longitude":13.4,"latitude":52.5,"metres":600,"fare_cents":446,"version":null}\n',
		);
		fc.assert(
			fc.property(
				fc.record({
					longitude: fc.double({min: -180, max: 180, noNaN: true}),
					latitude: fc.double({min: -85, max: 85, noNaN: true}),
					version: fc.option(fc.nat(), {nil: undefined}),
					metres: fc.nat(),
				}),
				({version, ...changed}) => {
					const one: Trip = {...trip, ...changed, ...(version !== undefined && {version})};
					// JSON knows no -0.
					expect(archive.read(archive.line(one).trimEnd())).toEqual(
						JSON.parse(JSON.stringify(one), (key, value) => (key.endsWith('At') ? new Date(value as string) : value)),
					);
				},
			),
		);
	});

	test.each([
		['', 'is no JSON'],
		['{}', 'is no trip: its trip_id is not as expected'],
		[archive.line({...trip, longitude: 181}), 'is no trip: its position is not as expected'],
		[archive.line({...trip, latitude: -86}), 'is no trip: its position is not as expected'],
		[archive.line({...trip, metres: 0.5}), 'is no trip: its metres is not as expected'],
	])('%s', (line, sentence) => {
		expect(() => archive.read(line)).toThrow(sentence);
	});
});

describe('in MongoDB', () => {
	let engine: Awaited<ReturnType<typeof startMongoEngine>>;
	let window: MongoWindow;
	let client: MongoClient;

	beforeAll(async () => {
		engine = await startMongoEngine({});
		const url = `mongodb://127.0.0.1:${engine.port}`;
		window = await openMongoWindow(url, (rides as Scenario).facts, {embeddedVersion: 'test'});
		client = await MongoClient.connect(url);
		await window.prepare();
	});

	afterAll(async () => {
		await client?.close();
		await window?.close();
		await engine?.close();
	});

	const trips = () => client.db('shopstream').collection<{readonly _id: string; readonly [field: string]: unknown}>('trips');

	test('trips have an index of their positions and go a day after the last report', async () => {
		const indexes = await trips().indexes();
		expect(indexes.map(({key, expireAfterSeconds}) => [key, expireAfterSeconds])).toEqual([
			[{_id: 1}, undefined],
			[{reportedAt: 1}, 86_400],
			[{position: '2dsphere'}, undefined],
		]);
		await window.prepare();
		expect(await trips().indexes()).toEqual(indexes);
	});

	test("a trip that comes again takes its own place, and no earlier report takes a later one's", async () => {
		const later = {...trip, reportedAt: new Date(nowMs + 4000), metres: 640};
		expect(await window.insert([trip])).toBe(1);
		expect(await window.insert([later])).toBe(1);
		expect(await window.insert([trip])).toBe(1);
		expect(await trips().find().toArray()).toEqual([facts.toDocument(later)]);
		expect(facts.fromDocument(trip.id, (await window.find(trip.id))!)).toEqual(later);
		const ended = {...later, status: 'ended' as const};
		await window.insert([ended]);
		expect(await trips().countDocuments({status: 'ended'})).toBe(1);
	});

	test('what is no trip that can be counted is left out, and why is said', async () => {
		const point = facts.toDocument(trip) as unknown as Record<string, unknown>;
		await trips().deleteMany({});
		await trips().insertMany([
			{...point, _id: 'right'},
			{...point, _id: 'nowhere', position: {type: 'Point', coordinates: [13.4, 89]}},
			{...point, _id: 'missing', position: null},
			{...point, _id: 'text', reportedAt: 'today'},
			{...point, _id: 'nobody', driver: 7},
			{...point, _id: 'cancelled', status: 'cancelled'},
		]);
		expect(await window.leftOut(nowMs)).toEqual([
			{reason: 'position is no point on the map', count: 2},
			{reason: 'reportedAt is no date', count: 1},
			{reason: 'driver is no text', count: 1},
			{reason: 'status is unknown', count: 1},
		]);
		const usable: unknown[] = [];
		for await (const one of window.stream(nowMs - 1000, nowMs)) {
			usable.push(one);
		}

		expect(usable).toEqual([{...trip, id: 'right'}]);
		expect(() => facts.fromDocument('nowhere', {...point, position: {type: 'Point', coordinates: [500, 0]}})).toThrow(
			'The trip nowhere in MongoDB cannot be archived, its position is not as expected: mend or remove it',
		);
		expect(isOnEarth({longitude: 13, latitude: 89})).toBe(false);
	});
});
