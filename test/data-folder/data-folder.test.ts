import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Worker} from 'node:worker_threads';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {holdDataFolder, holdScratchFolder} from '../../source/data-folder/data-folder.ts';
import {rounds} from '../thorough.ts';

let base: string;

beforeEach(() => {
	base = mkdtempSync(join(tmpdir(), 'data-folder-test-'));
});

afterEach(() => {
	vi.unstubAllEnvs();
	rmSync(base, {recursive: true, force: true});
});

/** Our number, when we started, and of which boot and number space that is. */
const lockText = new RegExp(process.platform === 'linux' ? `^${process.pid} \\d+ [\\da-f-]+/pid:\\S+\n$` : `^${process.pid}\n$`);

const lockOf = (folder: string) => join(folder, 'shopstream.lock');

describe('a data folder', () => {
	test('is made with all above it, locked while held, and free afterwards', () => {
		const listeners = process.listenerCount('exit');
		const folder = join(base, 'a', 'b');
		const held = holdDataFolder(folder);
		expect(held.path).toBe(folder);
		expect(readFileSync(lockOf(folder), 'utf8')).toMatch(lockText);
		expect(process.listenerCount('exit')).toBe(listeners + 1);
		held.release();
		held.release();
		expect(existsSync(lockOf(folder))).toBe(false);
		expect(existsSync(folder)).toBe(true);
		expect(process.listenerCount('exit')).toBe(listeners);
	});

	test('is held by one run at a time', async () => {
		const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {stdio: 'ignore'});
		writeFileSync(lockOf(base), `${other.pid}\n`);
		expect(() => holdDataFolder(base)).toThrow(
			`The data folder ${base} is in use by another run (process ${other.pid}): end that one, or name another folder with --data`,
		);
		expect(readFileSync(lockOf(base), 'utf8')).toBe(`${other.pid}\n`);
		other.kill('SIGKILL');
		await once(other, 'exit');
		// The lock of a run that was killed is taken over.
		const held = holdDataFolder(base);
		expect(readFileSync(lockOf(base), 'utf8')).toMatch(lockText);
		held.release();
	});

	test.each([
		['nothing', ''],
		['nonsense', 'xyz\n'],
		['a number that is no process', '-1\n'],
		['zero', '0\n'],
		['a process long gone', '999999999\n'],
		['our own number, as an earlier run in a container had it', `${process.pid}\n`],
	])('a lock with %s in it is taken over', (_, text) => {
		writeFileSync(lockOf(base), text);
		holdDataFolder(base).release();
		expect(existsSync(lockOf(base))).toBe(false);
	});

	test('a takeover that was killed half-way does not lock the folder for good', () => {
		writeFileSync(lockOf(base), '999999999\n');
		writeFileSync(`${lockOf(base)}.takeover`, '999999999\n');
		holdDataFolder(base).release();
		expect(readdirSync(base)).toEqual([]);
	});

	test.runIf(process.platform === 'linux')('a number that was given again locks nobody out', async () => {
		const stranger = spawn('sleep', ['100'], {stdio: 'ignore'});
		const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {stdio: 'ignore'});
		const held = holdDataFolder(base);
		const [, start, place] = readFileSync(lockOf(base), 'utf8').trim().split(' ');
		held.release();
		for (const stale of [`${stranger.pid}\n`, `${stranger.pid} ${start} ${place}\n`, `${other.pid} ${start} ${place}\n`, `${process.pid} 1 ${place}\n`]) {
			writeFileSync(lockOf(base), stale);
			holdDataFolder(base).release();
		}

		// Ours is held, also by this very process; so is what cannot be told from a run.
		for (const live of [`${process.pid} ${start} ${place}`, `${other.pid}`, `${other.pid} ${start} elsewhere`]) {
			writeFileSync(lockOf(base), `${live}\n`);
			expect(() => holdDataFolder(base)).toThrow(`is in use by another run (process ${live.split(' ')[0]})`);
		}

		stranger.kill();
		other.kill('SIGKILL');
	});

	test("is nobody else's; a folder that holds other things keeps its rights", () => {
		const modeOf = (path: string) => statSync(path).mode & 0o777;
		const [fresh, ours, shared] = ['fresh', 'ours', 'shared'].map(name => join(base, name)) as [string, string, string];
		mkdirSync(join(ours, 'mongo'), {recursive: true, mode: 0o755});
		mkdirSync(join(shared, 'mine'), {recursive: true});
		chmodSync(shared, 0o755);
		const held = [fresh, ours, shared].map(folder => holdDataFolder(folder));
		expect([fresh, ours, shared, lockOf(shared)].map(modeOf)).toEqual([0o700, 0o700, 0o755, 0o600]);
		held.forEach(folder => folder.release());
	});

	test("a pipe in the lock's place is said, not waited for", () => {
		execFileSync('mkfifo', [lockOf(base)]);
		expect(() => holdDataFolder(base)).toThrow(/^The data folder .* cannot be written \(EEXIST\): choose another with --data$/);
	});

	test('cannot be where a file is, or under one', () => {
		const file = join(base, 'file');
		writeFileSync(file, 'x');
		expect(() => holdDataFolder(file)).toThrow(
			expect.objectContaining({
				name: 'Problem',
				exitCode: 1,
				message: `The data folder ${file} cannot be written (EEXIST): choose another with --data`,
			}) as Error,
		);
		expect(() => holdDataFolder(join(file, 'x'))).toThrow(`The data folder ${join(file, 'x')} cannot be written (ENOTDIR): choose another with --data`);
		expect(readFileSync(file, 'utf8')).toBe('x');
	});

	test("a folder in the lock's place is said, not removed", () => {
		mkdirSync(join(lockOf(base), 'mine'), {recursive: true});
		expect(() => holdDataFolder(base)).toThrow(/^The data folder .* cannot be written \(EISDIR\): choose another with --data$/);
		expect(readdirSync(lockOf(base))).toEqual(['mine']);
	});

	test('escape sequences in its name are not written to the terminal', () => {
		writeFileSync(join(base, 'x\u001B[31m'), '');
		expect(() => holdDataFolder(join(base, 'x\u001B[31m'))).toThrow(`${base}/x?[31m cannot be written`);
	});
});

describe('a scratch folder', () => {
	test("is private, in the system's temporary one, and gone with all in it when released", () => {
		vi.stubEnv('TMPDIR', base);
		const held = holdScratchFolder();
		expect(held.path.startsWith(join(base, 'shopstream-'))).toBe(true);
		expect(statSync(held.path).mode & 0o777).toBe(0o700);
		mkdirSync(join(held.path, 'gcs'));
		writeFileSync(join(held.path, 'gcs', 'x'), 'x');
		held.release();
		held.release();
		expect(readdirSync(base)).toEqual([]);
	});

	test('is gone though an engine that ends takes away its own files meanwhile', async () => {
		vi.stubEnv('TMPDIR', base);
		const names = Array.from({length: 150}, (_, i) => String(i));
		for (let i = 0; i < rounds(5, 40); i++) {
			const held = holdScratchFolder();
			names.forEach(name => writeFileSync(join(held.path, name), ''));
			const begun = new Int32Array(new SharedArrayBuffer(4));
			const engine = new Worker(
				`const {workerData: {paths, begun}} = require('node:worker_threads');
				Atomics.store(begun, 0, 1);
				Atomics.notify(begun, 0);
				for (const path of paths) require('node:fs').rmSync(path, {force: true});`,
				{eval: true, workerData: {paths: names.map(name => join(held.path, name)), begun}},
			);
			Atomics.wait(begun, 0, 0);
			held.release();
			expect(readdirSync(base)).toEqual([]);
			await once(engine, 'exit');
		}
	});

	test('each run has its own', () => {
		vi.stubEnv('TMPDIR', base);
		const [a, b] = [holdScratchFolder(), holdScratchFolder()];
		expect(a.path).not.toBe(b.path);
		a.release();
		expect(existsSync(b.path)).toBe(true);
		b.release();
	});

	test('one that cannot be made is one sentence', () => {
		vi.stubEnv('TMPDIR', join(base, 'not-there'));
		expect(() => holdScratchFolder()).toThrow(`No temporary folder can be made in ${join(base, 'not-there')} (ENOENT): set TMPDIR to one that can be written`);
	});
});
