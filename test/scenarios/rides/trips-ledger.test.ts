import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {LineBytes} from '../../../source/scenarios/line-bytes.ts';
import {rides} from '../../../source/scenarios/rides/rides.ts';
import {tripArchive} from '../../../source/scenarios/rides/trip-lines.ts';
import type {Trip} from '../../../source/scenarios/rides/trip.ts';
import type {Scenario} from '../../../source/scenarios/scenario.ts';
import {openPostgresLedger, type PostgresLedger} from '../../../source/stores/postgres-ledger.ts';
import {postgresServers} from '../../postgres-servers.ts';

const scenario = rides.population!.sized(40) as unknown as Scenario;
const facts = {...scenario.facts, ledger: scenario.facts.ledger!};
const nowMs = Date.now();

describe.each(postgresServers)('$name', ({start, isEmbedded}) => {
	let ledger: PostgresLedger;
	let stop: () => Promise<void>;
	let trips: Trip[];

	beforeAll(async () => {
		const server = await start();
		({stop} = server);
		ledger = await openPostgresLedger(server.url, facts, isEmbedded ? {embeddedVersion: 'test'} : {});
		await ledger.connected(async query => query('drop schema if exists rides cascade'));
		await ledger.prepare();
		trips = [...(await scenario.facts.generate({count: 120, days: 1, seed: 2, nowMs}))] as Trip[];
	});

	afterAll(async () => {
		await ledger?.connected(async query => query('drop schema if exists rides cascade'));
		await ledger?.close();
		await stop?.();
	});

	const held = async () => {
		const all: Trip[] = [];
		for await (const page of ledger.pages([nowMs - 86_400_000, nowMs + 86_400_000])) {
			const lines = new LineBytes(0);
			for (const {id, worth} of page.lines(lines)) {
				const trip = tripArchive.read(lines.take().toString().trimEnd());
				expect({id, worth}).toEqual({id: trip.id, worth: trip.fareCents});
				all.push(trip);
			}
		}

		return all;
	};

	test('keeps trips as they came; a later report changes its trip, an earlier one nothing', async () => {
		expect(await ledger.insert(trips)).toEqual({stored: 120, added: 120});
		expect(await ledger.insert(trips)).toEqual({stored: 120, added: 0});
		const [first] = trips as [Trip];
		const later = {...first, reportedAt: new Date(first.reportedAt.getTime() + 4000), metres: first.metres + 40};
		await ledger.insert([later, first]);
		expect(await ledger.insert([first])).toEqual({stored: 1, added: 0});
		const found = (await ledger.find([first.id])).get(first.id);
		expect(found).toEqual({...later, version: 2});
		await ledger.insert([{...later, status: 'ended'}]);
		expect((await ledger.find([first.id])).get(first.id)).toMatchObject({status: 'ended', version: 3});
		expect(await held()).toHaveLength(120);
	});

	test('takes trips back as they were archived, and lets newer ones be', async () => {
		const before = await held();
		await ledger.connected(async query => query('delete from rides.trips where id = any($1)', [before.slice(0, 50).map(({id}) => id)]));
		const [older] = before.slice(60);
		const stale = {...older!, reportedAt: new Date(older!.reportedAt.getTime() - 1), version: 0};
		expect(await ledger.restoring(async ({restore}) => restore([...before.slice(0, 60), stale]))).toEqual({added: 50, replaced: 0, standing: 10, newer: 1});
		expect(await held()).toEqual(before);
		const overwritten = await ledger.restoring(async ({restore}) => restore([stale]), {overwritesNewer: true});
		expect(overwritten).toEqual({added: 0, replaced: 1, standing: 0, newer: 0});
		expect((await ledger.find([stale.id])).get(stale.id)).toMatchObject({reportedAt: stale.reportedAt, version: 2});
	});

	test('takes no more room however often they report, once the changes were brought to MongoDB', async () => {
		const identity = 'a window';
		await ledger.outbox.follow(identity);
		const bytes = async () => Number((await ledger.connected(async query => query(`select pg_total_relation_size('rides.trips') as bytes`))).rows[0]!['bytes']);
		let atMs = nowMs + 60_000;
		const reportAndBring = async () => {
			for (let round = 0; round < 50; round++) {
				atMs += 4000;
				await ledger.insert(trips.map(trip => ({...trip, reportedAt: new Date(atMs)})));
				await ledger.outbox.handle({limit: 5000, identity, without: []}, async () => []);
			}

			await ledger.outbox.tidy();
		};

		await reportAndBring();
		await reportAndBring();
		const before = await bytes();
		for (let times = 0; times < 2; times++) {
			await reportAndBring();
		}

		// A server has a vacuum of its own, whenever that comes.
		expect((await bytes()) / before).toBeLessThan(isEmbedded ? 1.2 : 10);
	});
});
