import {type ChildProcess, fork} from 'node:child_process';
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {afterAll, beforeAll, expect, test} from 'vitest';

const runs = 4;
const rounds = 150;
let base: string;
let children: ChildProcess[];

// Each run is a process of its own, since a lock names a process. All try at the same instant.
const racer = `
import {holdDataFolder} from './data-folder.js';
let held;
process.on('message', ({folder, atMs}) => {
	if (!folder) {
		held?.release();
		held = undefined;
		process.send('released');
		return;
	}

	while (Date.now() < atMs);
	try {
		held = holdDataFolder(folder);
		process.send('held');
	} catch (error) {
		process.send(error.message);
	}
});
process.send('ready');
`;

const answers = async () =>
	Promise.all(
		children.map(
			async child =>
				new Promise<string>(resolve => {
					child.once('message', resolve as (message: unknown) => void);
				}),
		),
	);

const ask = async (question: object) => {
	const answered = answers();
	for (const child of children) {
		child.send(question);
	}

	return answered;
};

beforeAll(async () => {
	base = mkdtempSync(join(tmpdir(), 'data-folder-race-'));
	writeFileSync(join(base, 'package.json'), '{"type": "module"}');
	writeFileSync(join(base, 'racer.js'), racer);
	await build({
		entryPoints: [fileURLToPath(new URL('../../source/data-folder/data-folder.ts', import.meta.url))],
		outfile: join(base, 'data-folder.js'),
		bundle: true,
		platform: 'node',
		format: 'esm',
	});
	children = Array.from({length: runs}, () => fork(join(base, 'racer.js'), {execArgv: []}));
	await answers();
});

afterAll(() => {
	for (const child of children) {
		child.kill('SIGKILL');
	}

	rmSync(base, {recursive: true, force: true});
});

test.each([
	['of a killed run', '999999999\n'],
	['of nonsense', 'xyz'],
	['that is not there', undefined],
])('of runs that start together over a lock %s, one holds the folder', async (_, stale) => {
	const pids = children.map(({pid}) => pid);
	for (let round = 0; round < rounds; round++) {
		const folder = join(base, 'data');
		const lock = join(folder, 'shopstream.lock');
		rmSync(folder, {recursive: true, force: true});
		if (stale !== undefined) {
			mkdirSync(folder);
			writeFileSync(lock, stale);
		}

		const said = await ask({folder, atMs: Date.now() + 4});
		const holders = pids.filter((_, i) => said[i] === 'held');
		expect(holders).toHaveLength(1);
		expect(readFileSync(lock, 'utf8')).toMatch(new RegExp(`^${holders[0]}\\b.*\n$`));
		const others = said.filter(answer => answer !== 'held');
		expect(others).toEqual(
			others.map(() => `The data folder ${folder} is in use by another run (process ${holders[0]}): end that one, or name another folder with --data`),
		);
		expect(readdirSync(folder)).toEqual(['shopstream.lock']);
		await ask({});
		expect(readdirSync(folder)).toEqual([]);
	}
});
