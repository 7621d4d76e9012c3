// What stands in the data folder is not as it was written: said in one sentence, and left as it is.
import {execFileSync, spawnSync} from 'node:child_process';
import {cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {printed} from '../terminal/printed.ts';
import {plainEnvironment, program} from '../terminal/terminal.ts';
import {nodeFlags} from '../node-flags.ts';
import {rounds} from '../thorough.ts';

let base: string;
let data: string;

beforeAll(async () => {
	base = mkdtempSync(join(tmpdir(), 'damage-'));
	data = join(base, 'data');
	for (const command of ['seed', 'archive', 'report']) {
		await printed([command, '--orders', '40', '--data', data]);
	}
});

afterAll(() => {
	rmSync(base, {recursive: true, force: true});
});

/** The first file of the folder whose path from it fits. */
const fileLike = (pattern: RegExp) =>
	join(
		data,
		readdirSync(data, {recursive: true, encoding: 'utf8'}).find(name => pattern.test(name) && statSync(join(data, name)).isFile())!,
	);

test.each([
	["an order's length in the MongoDB log", /^mongo.*bsonlog$/, 1, 'MongoDB'],
	["an object's content", /content/, 20, 'Google Cloud Storage'],
	// Each bit of these is flipped where the engines themselves are tested.
	...rounds(
		[],
		[
			['the Redis journal', /^redis.*aof$/, 60, 'Redis'] as const,
			["an object's record", /objects/, 40, 'Google Cloud Storage'] as const,
			["a bucket's record", /bucket\.json$/, 40, 'Google Cloud Storage'] as const,
		],
	),
] as const)('a flipped bit in %s', async (_what, pattern, at, engine) => {
	const path = fileLike(pattern);
	const whole = readFileSync(path);
	const flipped = Buffer.from(whole);
	// Of the log, the second record's length.
	const place = engine === 'MongoDB' ? 9 + whole.readUInt32LE(0) + at : at;
	flipped[place]! ^= 0x20;
	writeFileSync(path, flipped);
	const {stdout, stderr, code} = await printed(['report', '--data', data]);
	expect({stdout, code, lines: stderr.split('\n').length}).toEqual({stdout: '', code: 1, lines: 2});
	expect(stderr).toContain(`The embedded ${engine} engine did not start: ${path} is damaged (`.slice(0, -1));
	expect(readFileSync(path)).toEqual(flipped);
	writeFileSync(path, whole);
});

test('pipes in the place of files', async () => {
	for (const [pattern, sentence] of [
		[/^mongo.*bsonlog$/, 'is not a file; move it away'],
		[/objects/, 'is not a file; move it away'],
		...rounds([], [[/^redis.*aof$/, 'is not a file; move it away'] as const, [/bucket\.json$/, 'is not a file; move it away'] as const]),
	] as const) {
		const copy = join(base, 'copy');
		cpSync(data, copy, {recursive: true});
		const path = fileLike(pattern).replace(data, copy);
		rmSync(path);
		execFileSync('mkfifo', [path]);
		expect(await printed(['report', '--data', copy])).toEqual({
			stdout: '',
			code: 1,
			stderr: expect.stringMatching(new RegExp(`^shopstream-tui: The embedded .* engine did not start: .* ${sentence}\n$`)) as string,
		});
		rmSync(copy, {recursive: true});
	}
});

test.runIf(process.platform === 'linux')('too few files that may be open', () => {
	const {stdout, stderr, status} = spawnSync(
		'sh',
		['-c', `ulimit -n 32; exec "${process.execPath}" ${nodeFlags.join(' ')} "${program}" report --data "${data}"`],
		{
			env: plainEnvironment(),
			encoding: 'utf8',
		},
	);
	expect({stdout, stderr, status}).toEqual({
		stdout: '',
		status: 1,
		stderr: expect.stringMatching(/^shopstream-tui: .*oo few files may be open at once.*ulimit -n 256\n$/) as string,
	});
});
