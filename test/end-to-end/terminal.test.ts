import {spawn} from 'node:child_process';
import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {constants, tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {openTerminal, sharedDashboard} from '../terminal/open-dashboard.ts';
import {run} from '../terminal/run.ts';
import {program, Terminal} from '../terminal/terminal.ts';
import {nodeFlags} from '../node-flags.ts';
import {isThorough, rounds} from '../thorough.ts';
import {until} from '../until.ts';

let folder: string;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'terminal-'));
});

afterAll(() => rmSync(folder, {recursive: true, force: true}));

const E = '\u001B';
const ST = `${E}\\`;

/** A program in a terminal, with its first reading on the screen. */
async function watched(args: readonly string[], options: ConstructorParameters<typeof Terminal>[1] = {}): Promise<Terminal> {
	const terminal = openTerminal([...args, '--without', 'postgres'], options);
	await terminal.until(/(HIT from Redis|MISS, from MongoDB)/);
	return terminal;
}

/** A program in a terminal, with its first frame on the screen: what only that shows need not wait for the stores. */
async function framed(args: readonly string[], options: ConstructorParameters<typeof Terminal>[1] = {}): Promise<Terminal> {
	const terminal = openTerminal([...args, '--without', 'postgres'], options);
	await terminal.until('Revenue by category');
	return terminal;
}

const blue = {dark: `${E}[38;2;135;175;255m`, light: `${E}[38;2;0;95;215m`};

describe('somebody watches', () => {
	test.each([
		{CI: 'true'},
		...rounds(
			[],
			[{CI: ''}, {CONTINUOUS_INTEGRATION: '1', BUILD_NUMBER: '7', RUN_ID: '9'}, {CI: '1', GITHUB_ACTIONS: 'true', TEAMCITY_VERSION: '1.0', TF_BUILD: '1'}],
		),
	])('and %j says that nobody does: the dashboard, in the colours for a dark background', async env => {
		const terminal = await framed([], {env});
		expect(terminal.output).toContain(blue.dark);
		expect(terminal.output).not.toContain(blue.light);
	});

	test.runIf(isThorough)('piped, it is the report', async () => {
		expect(await run(['--json'], {CI: 'true'})).toMatchObject({code: 0, stderr: '', stdout: expect.stringContaining('"shopstream.report/1"')});
	});

	test('the dashboard named without a terminal is one sentence', async () => {
		expect(await run(['dashboard'])).toEqual({
			stdout: '',
			stderr: 'shopstream-tui: The dashboard needs a terminal for its screen and its keys: report prints the same once without one\n',
			code: 2,
		});
	});
});

describe('what a terminal sends by itself', () => {
	const sent = [
		`${E}P>|tmux 3.3a${ST}`,
		`${E}P1+r544e=787465726d${ST}`,
		`${E}P1$r2 q${ST}`,
		`${E}_Gi=1;sq${ST}`,
		`${E}^sq!${ST}`,
		`${E}Xsq!\u0007`,
		`${E}]10;rgb:ffff/ffff/ffff${ST}`,
		`${E}]52;c;c3Eh\u0007`,
		`${E}[?62;1;6c`,
		`${E}[>41;354;0c`,
		`${E}[24;80R`,
		`${E}[Msq!`,
		`${E}[<0;10;20M`,
		`${E}[32;10;20M`,
		`${E}[I`,
		`${E}[O`,
		`${E}[?0u`,
		`${E}[8;24;80t`,
	];

	const session = sharedDashboard([]);

	// The first of the session: the Activity says nothing but what it says itself.
	test('is no key, whole or cut anywhere', async () => {
		const terminal = session();
		await terminal.until('seeded 500');
		for (const bytes of sent) {
			terminal.press(bytes);
		}

		for (const bytes of sent) {
			for (const sign of bytes) {
				terminal.press(sign);
			}
		}

		// What came before it has been read when this has acted.
		terminal.press('+');
		const screen = await terminal.until('TTL 10 min');
		expect(screen).toMatch(/Activity[^\n]*\n[^\n]*TTL 10 min/);
		expect(screen.match(/\d\d:\d\d:\d\d [a-z!]/g)).toHaveLength(1);
		expect(screen).toMatch(/MongoDB 500 /);
	});

	test('never ended: keys act again soon', async () => {
		const terminal = session();
		terminal.press(`${E}P1+rsq!`);
		await until(() => {
			// However many of them act before the screen says so.
			terminal.press('+');
			return /TTL (?!5 min|10 min)\d/.test(terminal.text());
		});
	});

	test('Esc and at once a letter are both keys', async () => {
		const terminal = session();
		terminal.press('t');
		await terminal.until('TTL (');
		terminal.press(`${E}l`);
		await terminal.until('slow +100 ms');
		expect(terminal.text()).not.toContain('TTL (');
	});

	test('a key that is held down seeds once', async () => {
		const terminal = session();
		await terminal.until(/MongoDB 500 /);
		// As a keyboard's repeat that was held up on its way.
		terminal.press('s'.repeat(60));
		await terminal.until('MongoDB 1,000');
		await terminal.until(/s: is held/);
		terminal.press('?');
		await terminal.until('Help');
		terminal.press(E);
		expect(await terminal.until('Revenue by category')).toContain('MongoDB 1,000');
	});

	// The last of the session: it quits.
	test('a paste acts only where a value is typed', async () => {
		const terminal = session();
		expect(terminal.screen.modes.bracketedPasteMode).toBe(true);
		terminal.press(`${E}[200~sq shopstream quarterly report\n${E}[201~`);
		await terminal.until(/paste: acts/);
		terminal.press(`t${E}[200~20\n${E}[201~`);
		await terminal.until('TTL 20 s');
		terminal.press(`S${E}[200~1\u001B[2J\n${E}[201~`);
		await terminal.until('Seed how many orders');
		await terminal.until(text => !text.includes('Seed how many orders (1 to 1,000,000; s seeds 500): 1'));
		terminal.press(E);
		await terminal.until('s seed');
		expect(terminal.text()).toMatch(/MongoDB 1,000 /);
		terminal.press('q');
		expect((await terminal.exited).exitCode).toBe(0);
		expect(terminal.screen.modes.bracketedPasteMode).toBe(false);
	});
});

describe('the background', () => {
	test.each([['rgb:ffff/ffff/ffff', ST], ...rounds([], [['rgb:fdfd/f6f6/e3e3', '\u0007'] as const])] as const)(
		'%s: the colours for a light one',
		async (colour, end) => {
			const terminal = openTerminal(['--without', 'postgres']);
			await until(() => terminal.output.includes(`${E}]11;?`));
			terminal.press(`${E}]11;${colour}${end}`);
			await until(() => terminal.output.includes(blue.light));
		},
	);

	// As above, where somebody watches.
	test.runIf(isThorough)('that is not said is dark, and the first frame does not wait', async () => {
		const terminal = await framed([]);
		expect(terminal.output).toContain(blue.dark);
		expect(terminal.output).not.toContain(blue.light);
	});

	test('is not asked where a theme is given, and COLORFGBG is heard', async () => {
		const [given, variable] = await Promise.all([framed(['--theme', 'light']), framed([], {env: {COLORFGBG: '0;15'}})]);
		expect(given.output).not.toContain(`${E}]11;?`);
		for (const {output} of [given, variable]) {
			expect(output).toContain(blue.light);
			expect(output).not.toContain(blue.dark);
		}
	});
});

describe('every way out restores the terminal and leaves no folder', () => {
	/** A dashboard with a temporary folder of its own. */
	async function started(args: readonly string[] = [], options: ConstructorParameters<typeof Terminal>[1] = {}, begin = watched) {
		const temporary = mkdtempSync(join(folder, 'tmp-'));
		const terminal = await begin(args, {...options, env: {...options.env, TMPDIR: temporary}});
		await until(() => readdirSync(temporary).length === 1);
		return {terminal, temporary};
	}

	function expectRestored({screen, output}: Terminal): void {
		expect(screen.buffer.active.type).toBe('normal');
		expect(screen.modes.bracketedPasteMode).toBe(false);
		expect(output.lastIndexOf(`${E}[?25h`)).toBeGreaterThan(output.lastIndexOf(`${E}[?25l`));
		expect(output).not.toMatch(/node:internal|Assertion|\.js:\d/);
	}

	const usual = rounds(['SIGTERM'] as const, ['SIGINT', 'SIGTERM', 'SIGHUP'] as const);
	const rare = rounds(
		['SIGINT'] as const,
		['SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGABRT', 'SIGALRM', 'SIGXCPU', 'SIGVTALRM', 'SIGPWR', 'SIGTRAP', 'SIGSYS', 'SIGIO'] as const,
	);
	test.each([
		...usual.map(signal => [signal, 'in the middle', watched] as const),
		// To start all of it takes most of the time of these.
		...rare.map(signal => [signal, ...rounds(['at the start', framed] as const, ['in the middle', watched] as const)] as const),
	])('%s %s', async (signal, _, begin) => {
		const {terminal, temporary} = await started([], {}, begin);
		process.kill(terminal.process.pid, signal);
		expect((await terminal.exited).exitCode).toBe(128 + constants.signals[signal]);
		expectRestored(terminal);
		expect(readdirSync(temporary)).toEqual([]);
	});

	test('a second signal', async () => {
		const {terminal, temporary} = await started([], {}, framed);
		process.kill(terminal.process.pid, 'SIGTERM');
		process.kill(terminal.process.pid, 'SIGINT');
		expect([130, 143]).toContain((await terminal.exited).exitCode);
		expectRestored(terminal);
		expect(readdirSync(temporary)).toEqual([]);
	});

	test('the terminal of its keys is closed while the one of its screen stays', async () => {
		// A terminal that no other process of this test holds open.
		const script = 'import pty from "@lydell/node-pty"; pty.spawn("/bin/sh", ["-c", "tty; exec sleep 1000"], {}).onData(text => process.stdout.write(text))';
		const keys = spawn(process.execPath, ['--input-type=module', '-e', script], {cwd: new URL('../..', import.meta.url), stdio: ['ignore', 'pipe', 'inherit']});
		const [path] = /\/dev\/pts\/\d+/.exec(
			await new Promise<string>(resolve => {
				keys.stdout.once('data', text => resolve(String(text)));
			}),
		)!;
		const {terminal, temporary} = await started(['-c', `'${process.execPath}' ${nodeFlags.join(' ')} '${program}' < ${path}; echo code: $?; exec sleep 1000`], {
			file: '/bin/sh',
		});
		keys.kill('SIGKILL');
		await terminal.until('code: 1');
		expect(terminal.text()).toContain('shopstream-tui: The terminal was closed');
		expectRestored(terminal);
		expect(readdirSync(temporary)).toEqual([]);
	});

	test('the terminal is closed', async () => {
		const {terminal, temporary} = await started();
		(terminal.process as unknown as {destroy: () => void}).destroy();
		await until(() => readdirSync(temporary).length === 0);
	});
});

describe('colour variables', () => {
	test('FORCE_COLOR wins over NO_COLOR: no warning, in no terminal and in no thread', async () => {
		const env = {NO_COLOR: '1', FORCE_COLOR: '2'};
		const terminal = await watched([], {env});
		expect(terminal.output).toContain(`${E}[38;5;`);
		expect(terminal.output).not.toContain('Warning');
		expect(await run(['what-if', '--reads', '1000'], env)).toMatchObject({stderr: '', code: 0});
	});
});

// With fewer than 22 every Node since 22 crashes before it runs anything.
test.each([...(process.versions.node.startsWith('20.') ? [20] : [22]), ...rounds([], [24, 28, 32, 36])])(
	'no more than %i files open at once: one sentence',
	async files => {
		const terminal = openTerminal(['-c', `ulimit -n ${files}; '${process.execPath}' ${nodeFlags.join(' ')} '${program}' report --json; echo code: $?`], {
			file: '/bin/bash',
			columns: 120,
		});
		await terminal.until(/code: \d/);
		expect(terminal.text().trim()).toMatch(
			/^(seeded .*\n)?shopstream-tui: Too few files may be open at once: raise the limit, as with ulimit -n 256\ncode: 1$/,
		);
	},
);
