// The dashboard ends, whatever happens in the wrong order or does not happen at all: each order is forced on the built program before it starts.
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {constants, tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, onTestFinished, test} from 'vitest';
import {startRedisEngine} from '../../source/engines/redis/start-redis-engine.ts';
import {timeLimitsMs} from '../../source/time-limits.ts';
import {openBreakableProxy} from '../breakable-proxy.ts';
import {openTerminal} from '../terminal/open-dashboard.ts';
import {run} from '../terminal/run.ts';
import {isThorough} from '../thorough.ts';

/** Has Node run a script before the program. */
const first = (script: string) => ({env: {NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}`}});

describe.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)('%s', signal => {
	test('sent before the dashboard is loaded ends it', async () => {
		// What is uncaught is listened for once all signals are.
		const script = `process.on('newListener', name => name === 'uncaughtException' && process.kill(process.pid, '${signal}'))`;
		const terminal = openTerminal(['--without', 'postgres'], first(script));
		expect(await terminal.exited).toMatchObject({exitCode: 128 + constants.signals[signal]});
		expect(terminal.output).not.toContain('Revenue by category');
	});
});

test.runIf(isThorough)('q ends a dashboard that has something open which never closes, and says what is left', async () => {
	// Closing the laboratory waits for its thread, and for a moment.
	const script = `import {Worker} from 'node:worker_threads'; import module from 'node:module'; import timers from 'node:timers/promises';
		const never = () => new Promise(() => {}), pause = timers.setTimeout;
		timers.setTimeout = (ms, ...others) => (ms === ${timeLimitsMs.threadEnd} ? never : pause)(ms, ...others);
		Worker.prototype.terminate = never;
		module.syncBuiltinESMExports()`;
	const engine = await startRedisEngine({});
	const proxy = await openBreakableProxy(engine.port);
	onTestFinished(async () => {
		await proxy.close();
		await engine.close();
	});
	const args = ['--without', 'postgres', '--scenario', 'merchants', '--redis-url', `redis://127.0.0.1:${proxy.port}`];
	const terminal = openTerminal(args, {...first(script), columns: 120, rows: 30});
	await terminal.until('HIT from Redis');
	terminal.press('3');
	// Its thread has answered.
	await terminal.until(/queries an hour +\d/);
	terminal.press('K');
	await terminal.until('Redis has memory for how many keys');
	terminal.press('50\r');
	await terminal.until('Let it?');
	terminal.press('y');
	await terminal.until('Redis got memory for');
	proxy.stall();
	terminal.press('q');
	expect(await terminal.exited).toMatchObject({exitCode: 1});
	expect(terminal.output).toMatch(
		/shopstream-tui: Redis still has the memory of this experiment \(no answer\): give it back with CONFIG SET maxmemory \d+ and CONFIG SET maxmemory-policy noeviction\. Not all that was open could be closed within 7 s\r\n/,
	);
});

describe.runIf(isThorough && process.platform === 'linux')('a thread that is stuck outside of JavaScript, which Node would wait for without end', () => {
	const folder = mkdtempSync(join(tmpdir(), 'leaving-'));
	const pipe = join(folder, 'pipe');
	execFileSync('mkfifo', [pipe]);
	afterAll(() => rmSync(folder, {recursive: true, force: true}));
	// An engine that is told to close reads from a pipe that nobody writes to.
	const stuck = first(`import {isMainThread, parentPort} from 'node:worker_threads'; import {readFileSync} from 'node:fs';
		if (!isMainThread) parentPort.on('message', () => readFileSync('${pipe}'))`);
	const sentence = 'shopstream-tui: A thread of the program did not end, so it was killed';
	const temporary = () => readdirSync(folder).filter(name => name !== 'pipe');

	test('a command prints its answer, and ends', async () => {
		const {stdout, stderr, code} = await run(['report', '--json'], {...stuck.env, TMPDIR: folder});
		expect(JSON.parse(stdout)).toMatchObject({schema: 'shopstream.report/1'});
		// No code: a signal ended it.
		expect({stderr, code}).toEqual({stderr: `${sentence}\n`, code: null});
		expect(temporary()).toEqual([]);
	});

	test('q leaves the dashboard', async () => {
		const terminal = openTerminal(['--without', 'postgres'], {env: {...stuck.env, TMPDIR: folder}, columns: 100, rows: 30});
		await terminal.until('HIT from Redis');
		terminal.press('q');
		expect(await terminal.exited).toMatchObject({signal: constants.signals.SIGKILL});
		expect(terminal.output).toContain(sentence);
		expect(temporary()).toEqual([]);
	});

	test('an engine that never starts is said to be waited for, and a signal ends that', async () => {
		const never = first(`import {isMainThread} from 'node:worker_threads'; import {readFileSync} from 'node:fs'; if (!isMainThread) readFileSync('${pipe}')`);
		const env = {...never.env, TMPDIR: folder};
		const [command, dashboard] = [openTerminal(['report', '--without', 'postgres'], {env, columns: 160}), openTerminal(['--without', 'postgres'], {env})];
		await command.until('The embedded MongoDB engine has not started within 5 s and is waited for');
		command.press('\u0003');
		expect(await command.exited).toMatchObject({signal: constants.signals.SIGKILL});
		expect(command.output).toContain(sentence);
		await dashboard.until('engine has not');
		dashboard.press('q');
		expect(await dashboard.exited).toMatchObject({signal: constants.signals.SIGKILL});
		expect(temporary()).toEqual([]);
	});
});
