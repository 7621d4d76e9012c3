// A restore that is killed again and again, over real sockets to the bucket and to PostgreSQL.
import {type ChildProcess, fork} from 'node:child_process';
import {once} from 'node:events';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {restoreDays} from '../../source/flows/restore-days.ts';
import type {DayManifest} from '../../source/stores/archive-manifest.ts';
import type {GcsArchive} from '../../source/stores/gcs-archive.ts';
import {gcsBackings, type Opened} from '../open-stores.ts';
import {bundleChild, type ChildProgram} from '../child-program.ts';
import {postgresServers} from '../postgres-servers.ts';
import {rounds} from '../thorough.ts';
import {until} from '../until.ts';
import {type ArchivedLedger, openArchivedLedger} from './archived-ledger.ts';

const kills = rounds(1, 10);
const [count, days] = rounds([1500, 15], [3000, 30]);

let program: ChildProgram;

beforeAll(async () => {
	program = await bundleChild('test/flows/restore-child.ts');
});

afterAll(() => {
	program?.remove();
});

describe.each(postgresServers)('$name', server => {
	let its: ArchivedLedger;
	let gcs: Opened<GcsArchive>;
	let manifests: readonly DayManifest[];
	let whole: string;

	beforeAll(async () => {
		its = await openArchivedLedger(server);
		gcs = await gcsBackings[0]!.open();
		manifests = await its.fill(count, days);
		whole = await its.standing();
		for (const [name, bytes] of its.bucket) {
			await gcs.store.createObject(name, bytes, {contentType: 'application/octet-stream'});
		}
	}, 600_000);

	afterAll(async () => {
		await its?.close();
		await gcs?.close();
	});

	test(`killed ${kills} times at any moment, what stands is whole days, and in the end it is as if nothing had happened`, async () => {
		await its.direct.query('delete from shopstream.orders');
		for (let kill = 1; kill <= kills; kill++) {
			const child: ChildProcess = fork(program.path, [its.url, gcs.store.bucket, gcs.url, server.isEmbedded ? 'test' : ''], {
				execArgv: [],
				stdio: 'inherit',
			});
			let rows = 0;
			child.on('message', done => {
				rows = done as number;
			});
			// The last one nearly at the end.
			await until(() => rows >= (kill * (count - 100)) / kills || child.exitCode !== null, 200);
			child.kill('SIGKILL');
			await (child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined);
			// What the connection had open is rolled back once the server sees that it is gone.
			const counts = await until(async () => {
				const now = (await its.ledger.stretches([...manifests.map(({fromMs}) => fromMs), manifests.at(-1)!.toMs])).map(({rows}) => rows);
				return now.every((count, i) => count === 0 || count === manifests[i]!.rows) && now;
			});
			expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(kill === 1 ? 0 : 300);
		}

		const result = await restoreDays({...its, archive: gcs.store}, {});
		expect(result.notRestored).toEqual([]);
		expect(result.days.reduce((sum, {standing}) => sum + standing, 0)).toBeGreaterThan(count / 3);
		expect(await its.standing()).toBe(whole);
	}, 300_000);
});
