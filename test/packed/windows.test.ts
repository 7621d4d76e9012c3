// The packed file under Node for Windows, in Wine: what a folder's name may hold there, the lock, and an archive that is made twice.
// `.ci/run` names the command that runs node.exe. Standard output must be a file: Wine gives no pipe.
import {type ChildProcess, spawn} from 'node:child_process';
import {existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {plainEnvironment} from '../terminal/terminal.ts';
import {until} from '../until.ts';

const packed = process.env['SHOPSTREAM_TEST_PACKED'] ?? '';
const node = process.env['SHOPSTREAM_TEST_WINDOWS_NODE'] ?? '';
const runs = packed !== '' && node !== '';
const folder = mkdtempSync(join(tmpdir(), 'windows-'));
const data = join(folder, 'Lehre für zwölf', 'data');
/** The same folder as Windows names it. */
const windowsData = `Z:${data.replaceAll('/', '\\')}`;

afterAll(() => rmSync(folder, {recursive: true, force: true}));

type Started = {readonly child: ChildProcess; readonly ended: Promise<{readonly code: number | null; readonly stdout: string; readonly stderr: string}>};

let count = 0;
function start(...args: string[]): Started {
	const [stdout, stderr] = ['out', 'err'].map(name => join(folder, `${name}-${++count}`)) as [string, string];
	const child = spawn(node, [join(packed, 'node_modules/shopstream-tui/dist/cli.js'), ...args], {
		cwd: packed,
		env: plainEnvironment(),
		stdio: ['ignore', openSync(stdout, 'w'), openSync(stderr, 'w')],
		detached: true,
	});
	const ended = new Promise<number | null>(resolve => {
		child.once('exit', resolve);
	}).then(code => ({code, stdout: readFileSync(stdout, 'utf8'), stderr: readFileSync(stderr, 'utf8')}));
	return {child, ended};
}

const run = async (...args: string[]) => start(...args).ended;

test.runIf(!runs)('SHOPSTREAM_TEST_WINDOWS_NODE is not set: the packed file is not run under Windows', context => {
	context.skip();
});

test.runIf(runs)(
	'a data folder with backslashes, spaces and accents keeps its orders; archived twice it is archived once',
	async () => {
		const archive = async () => {
			const {code, stdout, stderr} = await run('archive', '--data', windowsData, '--time-zone', 'UTC', '--json');
			expect({code, stderr}).toEqual({code: 0, stderr: ''});
			return JSON.parse(stdout) as Record<string, unknown>;
		};

		expect(await archive()).toMatchObject({schema: 'shopstream.archive/2'});
		expect(existsSync(data)).toBe(true);
		expect(readdirSync(data).length).toBeGreaterThan(3);
		expect(await archive()).toMatchObject({created: 0});
		const {code, stdout} = await run('report', '--data', windowsData, '--json');
		expect(code).toBe(0);
		expect(JSON.parse(stdout)).toMatchObject({schema: 'shopstream.report/1'});
	},
	240_000,
);

test.runIf(runs)(
	'a folder in use is refused, with the process that has it',
	async () => {
		const holder = start('lab', '--data', windowsData, '--for', '10m');
		const isHeld = () => readdirSync(data).some(name => name.includes('lock'));
		await until(isHeld);
		const {code, stderr} = await run('seed', '--orders', '5', '--data', windowsData);
		expect({code, stderr}).toMatchObject({
			code: 1,
			stderr: expect.stringMatching(/^shopstream-tui: The data folder .* is in use by another run \(process \d+\)/),
		});
		process.kill(-holder.child.pid!, 'SIGKILL');
		await holder.ended;
	},
	240_000,
);
