// The folder that the embedded PostgreSQL engine keeps its data in. Needs dist/, as the engine's own thread is the built one.
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {holdDataFolder} from '../../../source/data-folder/data-folder.ts';
import {type EngineNews, startEngine} from '../../../source/engines/start-engine.ts';
import {startPostgresEngine} from '../../../source/engines/postgres/start-postgres-engine.ts';
import {isThorough} from '../../thorough.ts';
import {until} from '../../until.ts';
import {connectTo} from './open-postgres.ts';

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'postgres-data-'));
});

afterEach(() => {
	rmSync(folder, {recursive: true, force: true});
});

async function ask(port: number, sql: string): Promise<unknown> {
	const client = await connectTo(port);
	try {
		const {rows} = await client.query({text: sql, rowMode: 'array'});
		return rows[0]?.[0];
	} finally {
		await client.end();
	}
}

test('what was committed is there at the next start, in a folder for nobody else', async () => {
	const engine = await startPostgresEngine({dataFolder: folder});
	await ask(engine.port, 'create table kept as select generate_series(1, 1000) as n');
	await engine.close();
	expect(readdirSync(folder)).toEqual(['pgdata']);
	expect(statSync(folder).mode & 0o077).toBe(0);
	expect(statSync(join(folder, 'pgdata')).mode & 0o077).toBe(0);
	const again = await startPostgresEngine({dataFolder: folder});
	expect(await ask(again.port, 'select sum(n)::int from kept')).toBe(500_500);
	await again.close();
});

test('the built engine in its thread: killed while it writes, it has all that was answered', async () => {
	const program = `
		import {Worker} from 'node:worker_threads';
		const worker = new Worker(new URL(${JSON.stringify(new URL('../../../dist/engine-worker.js', import.meta.url))}), {workerData: {name: 'postgres', options: {dataFolder: ${JSON.stringify(folder)}}}});
		worker.once('message', ({port, reason}) => console.log(port ?? reason));
	`;
	writeFileSync(join(folder, 'program.mjs'), program);
	const child: ChildProcess = spawn(process.execPath, [join(folder, 'program.mjs')], {stdio: ['ignore', 'pipe', 'inherit']});
	const [line] = (await once(createInterface(child.stdout!), 'line')) as [string];
	const client = await connectTo(Number(line));
	await client.query('create table kept (n int primary key)');
	let answered = 0;
	const exited = once(child, 'exit');
	try {
		for (;;) {
			await client.query('insert into kept values ($1)', [answered]);
			answered++;
			if (answered === 200) {
				child.kill('SIGKILL');
			}
		}
	} catch {
		await exited;
	}

	expect(answered).toBeGreaterThanOrEqual(200);
	const news: EngineNews[] = [];
	const engine = await startEngine({name: 'postgres', title: 'PostgreSQL', isKept: true, options: {dataFolder: folder}}, {onNews: heard => news.push(heard)});
	const count = (await ask(engine.port, 'select count(*)::int from kept')) as number;
	expect([answered, answered + 1]).toContain(count);
	await engine.close();
	expect(news).toEqual([]);
});

test.runIf(isThorough)(
	'what is written over and over takes no more and more room: the WAL is bounded',
	async () => {
		const engine = await startPostgresEngine({dataFolder: folder});
		await ask(engine.port, 'create table big (n int, words text)');
		for (let i = 0; i < 8; i++) {
			await ask(engine.port, 'truncate big');
			await ask(engine.port, "insert into big select n, repeat('word', 50) from generate_series(1, 120000) n");
		}

		const bytes = async () => Number(await ask(engine.port, 'select sum(size)::int from pg_ls_waldir()'));
		await until(async () => (await bytes()) < 120_000_000);
		await engine.close();
	},
	180_000,
);

test('a first start that was cut short is begun again', async () => {
	mkdirSync(join(folder, 'pgdata.new'));
	writeFileSync(join(folder, 'pgdata.new', 'PG_VERSION'), 'half');
	const engine = await startPostgresEngine({dataFolder: folder});
	expect(await ask(engine.port, 'select 1')).toBe(1);
	await engine.close();
	expect(existsSync(join(folder, 'pgdata.new'))).toBe(false);
});

// The engine that other tests share lives so.
test.runIf(isThorough)('without a data folder it lives in the scratch folder, or in one that goes with it', async () => {
	const engine = await startPostgresEngine({scratchFolder: join(folder, 'postgres')});
	await ask(engine.port, 'create table passing (n int)');
	await engine.close();
	expect(readdirSync(join(folder, 'postgres'))).toEqual(['pgdata']);
});

test("a folder that is of another PostgreSQL, or damaged, is said in PostgreSQL's words", async () => {
	const engine = await startPostgresEngine({dataFolder: folder});
	await engine.close();
	const version = readFileSync(join(folder, 'pgdata', 'PG_VERSION'));
	writeFileSync(join(folder, 'pgdata', 'PG_VERSION'), '12\n');
	await expect(startPostgresEngine({dataFolder: folder})).rejects.toThrow('database files are incompatible with server');
	writeFileSync(join(folder, 'pgdata', 'PG_VERSION'), version);
	truncateSync(join(folder, 'pgdata', 'global', 'pg_control'), 100);
	await expect(startPostgresEngine({dataFolder: folder})).rejects.toThrow('could not read file "global/pg_control": read 100 of 296');
	rmSync(join(folder, 'pgdata', 'postgresql.conf'));
	await expect(startPostgresEngine({dataFolder: folder})).rejects.toThrow('could not access the server configuration file');
});

test("two runs do not share it: the data folder's lock holds for this engine too", () => {
	const held = holdDataFolder(folder);
	mkdirSync(join(folder, 'postgres'), {mode: 0o755});
	expect(() => holdDataFolder(folder)).toThrow('is in use by another run');
	held.release();
	// It is one of ours, so the folder is tightened around it.
	holdDataFolder(folder).release();
	expect(statSync(folder).mode & 0o077).toBe(0);
});
