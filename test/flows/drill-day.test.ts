// The drill on the embedded PostgreSQL, where the day is really lost, and on a server of others, where it never is.
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {drillDay, type Loss} from '../../source/flows/drill-day.ts';
import {finishDrill} from '../../source/flows/finish-drill.ts';
import type {DayManifest} from '../../source/stores/archive-manifest.ts';
import {postgresServers} from '../postgres-servers.ts';
import {type ArchivedLedger, openArchivedLedger} from './archived-ledger.ts';

describe.each(postgresServers)('$name', server => {
	const {isEmbedded} = server;
	let its: ArchivedLedger;
	let manifests: readonly DayManifest[];
	let whole: string;
	const window = {ask: async () => []};

	beforeAll(async () => {
		its = await openArchivedLedger(server);
	}, 600_000);

	afterAll(async () => its?.close());

	beforeEach(async () => {
		manifests = await its.fill(300, 5);
		whole = await its.standing();
	});

	const drill = async (lost: (loss: Loss) => Promise<void> = async () => undefined, signal = new AbortController().signal) =>
		drillDay({...its, window}, {signal, clock: Date.now, lost});
	const schemas = async () =>
		(await its.direct.query("select nspname from pg_namespace where nspname like 'shopstream%' order by 1")).rows.map(({nspname}) => String(nspname));
	const countIn = async (schema: string, {fromMs, toMs}: DayManifest) =>
		Number(
			(await its.direct.query(`select count(*) from ${schema}.orders where placed_at >= $1 and placed_at < $2`, [new Date(fromMs), new Date(toMs)])).rows[0]!
				.count,
		);

	test('the newest archived day is lost, and equal to the cent when it is back', async () => {
		const last = manifests.at(-1)!;
		let inLedger: number | undefined;
		const done = await drill(async ({day, before, lost}) => {
			expect(day).toBe(last.day);
			expect(before).toMatchObject({facts: last.rows, worth: last.worth});
			expect(lost).toMatchObject({facts: 0, worth: 0});
			inLedger = await countIn('shopstream', last);
			expect(await schemas()).toEqual(isEmbedded ? ['shopstream'] : ['shopstream', 'shopstream_drill']);
		});
		expect(inLedger).toBe(isEmbedded ? 0 : last.rows);
		expect(done).toMatchObject({
			day: last.day,
			isScratch: !isEmbedded,
			isEqual: true,
			restored: {facts: last.rows, worth: last.worth},
			parts: last.parts.length,
		});
		expect(done.restoreMs).toBeGreaterThan(0);
		expect(await its.standing()).toBe(whole);
		expect(await schemas()).toEqual(['shopstream']);
		expect(await its.ledger.lostDay()).toBeUndefined();
	});

	test('a day that changed since it was archived, or whose part is damaged, is not lost', async () => {
		const [, , third, fourth, fifth] = manifests as [DayManifest, DayManifest, DayManifest, DayManifest, DayManifest];
		await its.direct.query("update shopstream.orders set status = 'returned', updated_at = now() where placed_at >= $1 and placed_at < $2", [
			new Date(fifth.fromMs),
			new Date(fifth.toMs),
		]);
		const {name} = fourth.parts[0]!;
		its.bucket.set(name, its.bucket.get(name)!.subarray(1));
		expect(await drill()).toMatchObject({day: third.day, isEqual: true});
		await its.direct.query("update shopstream.orders set status = 'pending', updated_at = now()");
		await expect(drill()).rejects.toThrow('each archived day has changed since, as orders do: archive again, a');
		its.bucket.clear();
		await expect(drill()).rejects.toThrow('archive first: a');
	});

	test('cancelled while the day is lost it is restored all the same', async () => {
		const controller = new AbortController();
		const done = await drill(async () => controller.abort(), controller.signal);
		expect(done).toMatchObject({isEqual: true});
		expect(await its.standing()).toBe(whole);
	});

	test('one that was cut short is finished at the next start', async () => {
		const last = manifests.at(-1)!;
		if (isEmbedded) {
			await its.ledger.restoring(async restoring => restoring.lose(last, last.fingerprint!));
			expect(await its.ledger.lostDay()).toBe(last.day);
			expect(await finishDrill(its)).toBe(last.day);
			expect(await finishDrill(its)).toBeUndefined();
		} else {
			await its.ledger.inScratch(async scratch => {
				await scratch.prepare();
				// Who works in it is not disturbed.
				await finishDrill(its);
				expect(await schemas()).toContain('shopstream_drill');
				await expect(drill()).rejects.toThrow('another program is running a drill on this PostgreSQL');
			});
			await its.direct.query('create schema shopstream_drill');
			await its.direct.query('create table shopstream_drill.ledger (version int, identity uuid)');
			await finishDrill(its);
		}

		expect(await schemas()).toEqual(['shopstream']);
		expect(await its.standing()).toBe(whole);
	});

	test('what could not be restored is said, and the next drill restores it first', async () => {
		if (!isEmbedded) {
			return;
		}

		const last = manifests.at(-1)!;
		const {name} = last.parts[0]!;
		const bytes = its.bucket.get(name)!;
		await expect(drill(async () => void its.bucket.delete(name))).rejects.toThrow(
			`${last.day} is lost and could not be restored (${name} is not in the bucket): d tries again`,
		);
		expect(await its.ledger.lostDay()).toBe(last.day);
		its.bucket.set(name, bytes);
		expect(await drill()).toMatchObject({day: last.day, isEqual: true});
		expect(await its.standing()).toBe(whole);
	});

	test('a schema of others in the place of the scratch schema stays', async () => {
		if (isEmbedded) {
			return;
		}

		await its.direct.query('create schema shopstream_drill');
		await its.direct.query('create table shopstream_drill.theirs (n int)');
		await expect(drill()).rejects.toThrow('has a schema shopstream_drill that is not of this program');
		expect(await schemas()).toContain('shopstream_drill');
		await its.direct.query('drop schema shopstream_drill cascade');
	});
});
