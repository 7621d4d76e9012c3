import {closeSync, mkdtempSync, openSync, readFileSync, rmSync} from 'node:fs';
import {spawn, spawnSync} from 'node:child_process';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {plainEnvironment, program} from '../terminal/terminal.ts';
import {nodeFlags} from '../node-flags.ts';
import {rounds} from '../thorough.ts';

let folder: string;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'outputs-'));
});

afterAll(() => rmSync(folder, {recursive: true, force: true}));

/** How the program ends when its outputs are these files. */
async function ends(args: readonly string[], stdout: number | 'pipe', stderr: number | 'pipe' = 'pipe'): Promise<{code: number | null; stderr: string}> {
	const child = spawn(process.execPath, [...nodeFlags, program, ...args], {env: plainEnvironment(), stdio: ['ignore', stdout, stderr]});
	let said = '';
	child.stderr?.on('data', text => {
		said += String(text);
	});
	return new Promise(resolve => {
		child.once('close', code => resolve({code, stderr: said}));
	});
}

const full =
	'shopstream-tui: Standard output cannot be written (no space is left, ENOSPC): what it should show is not all there; make room or write it elsewhere\n';

describe('what cannot be written', () => {
	test.each([
		[['--help']],
		[['seed', '--orders', '10', '--json']],
		[['lab', '--for', '1s', '--poll', '1s']],
		// All print through one printer.
		...rounds(
			[],
			[
				[['--version']],
				[['what-if', '--reads', '1000']],
				[['report']],
				[['seed', '--orders', '10']],
				[['report', '--json']],
				[['bench', '--orders', '10']],
				[['archive', '--orders', '10', '--json']],
				[['stampede', '--json']],
			],
		),
	])('%j to a full device', async args => {
		const device = openSync('/dev/full', 'w');
		expect(await ends(args, device)).toEqual({code: 1, stderr: full});
		closeSync(device);
	});

	test('to a full standard error: the result is there, the exit code says the rest', async () => {
		const device = openSync('/dev/full', 'w');
		const file = join(folder, 'result');
		const out = openSync(file, 'w');
		expect(await ends(['seed', '--orders', '10', '--json'], out, device)).toEqual({code: 1, stderr: ''});
		expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({stored: 10});
		expect(await ends(['--bogus'], out, device)).toEqual({code: 2, stderr: ''});
		closeSync(out);
		closeSync(device);
	});

	// The shell's limit on a file's size cuts a write short as a full disk does.
	test('what is written in part', () => {
		const file = join(folder, 'part');
		const {status, stderr} = spawnSync('bash', ['-c', 'ulimit -f 1; exec "$0" "$1" --help > "$2"', process.execPath, program, file], {
			env: plainEnvironment(),
			encoding: 'utf8',
		});
		expect({status, stderr}).toEqual({
			status: 1,
			stderr:
				'shopstream-tui: Standard output cannot be written (the file may not grow further, EFBIG): what it should show is not all there; make room or write it elsewhere\n',
		});
		expect(readFileSync(file)).toHaveLength(1024);
	});
});
