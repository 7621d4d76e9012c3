import {closeSync} from 'node:fs';
import {createRequire} from 'node:module';
import {constants} from 'node:os';
import {isatty} from 'node:tty';
import {complain} from './command-line/complain.ts';
import {commandOf, type Config, readConfig} from './command-line/config.ts';
import {print} from './command-line/outputs.ts';
import {readCommandLine} from './command-line/read-command-line.ts';
import {timeLimitsMs} from './time-limits.ts';
import {CutShort, Problem} from './words/problem.ts';
import {version} from './version.ts';

/** Signals that end the program; each would leave the terminal and the temporary folder behind if it were not caught. */
const endingSignals: ReadonlySet<string> = new Set([
	'SIGINT',
	'SIGTERM',
	'SIGHUP',
	'SIGQUIT',
	'SIGABRT',
	'SIGALRM',
	'SIGUSR1',
	'SIGUSR2',
	'SIGIO',
	'SIGPWR',
	'SIGPROF',
	'SIGSTKFLT',
	'SIGSYS',
	'SIGTRAP',
	'SIGVTALRM',
	'SIGXCPU',
	'SIGBREAK',
]);

/** The command line as it was typed. */
const words = process.argv.slice(2);

/** Which of standard input and the outputs were terminals at the start. */
const terminals = [0, 1, 2].filter(fd => isatty(fd));

// A file that may not grow is a failed write, not the end of the process.
process.on('SIGXFSZ', () => undefined);

// SIGIO by its other name: what restores the screen would take it for one that nobody waits for, and the program would end as if by itself.
process.on('SIGPOLL', () => undefined);

// Whoever writes hears of a failure itself; what a library writes to an output that is gone is nobody's loss.
for (const stream of [process.stdout, process.stderr]) {
	stream.on('error', () => undefined);
}

// All has been written. Whatever a driver still holds open must not keep a finished program.
leave(await main());

/** Ends the process. Node breaks off with a stack trace when it cannot reset a terminal that was closed: it is not to try. */
function leave(code: number): never {
	for (const fd of terminals.filter(fd => !isatty(fd))) {
		closeSync(fd);
	}

	// A thread, or a file that is read.
	if (process.getActiveResourcesInfo().some(name => /^(?:MessagePort|FSReq)/.test(name))) {
		killUnlessGone();
	}

	process.exit(code);
}

/** Node waits at its end for its threads, and for ever where one is stuck outside of JavaScript: another process kills this one then, and says so. */
function killUnlessGone(): void {
	const text = `
		const stop = Date.now() + ${timeLimitsMs.exit};
		setInterval(() => {
			if (process.ppid !== ${process.pid}) {
				process.exit();
			} else if (Date.now() > stop) {
				try {
					// A system may go on to name one that is gone. It is said first, as the terminal is the shell's once more after that.
					process.kill(${process.pid}, 0);
					console.error('shopstream-tui: A thread of the program did not end, so it was killed');
					process.kill(${process.pid}, 'SIGKILL');
				} catch {}
				process.exit();
			}
		}, 50)`;
	const env = {...process.env, NODE_OPTIONS: ''};
	(createRequire(import.meta.url)('node:child_process') as typeof import('node:child_process')).spawn(process.execPath, ['-e', text], {
		env,
		stdio: ['ignore', 'ignore', 'inherit'],
	});
}

async function main(): Promise<number> {
	try {
		const cli = await readCommandLine(words);
		const isHelpTyped = cli.input[0] === 'help';
		if (cli.flags.help || isHelpTyped) {
			const {helpText} = await import('./command-line/help-text.ts');
			await print(helpText(commandOf(isHelpTyped ? cli.input.slice(1) : cli.input)));
			return 0;
		}

		if (cli.flags.version) {
			await print(version);
			return 0;
		}

		const isTerminal = process.stdout.isTTY && process.stdin.isTTY;
		return await runUntilSignal(readConfig({words: cli.input, flags: cli.flags}, process.env, isTerminal));
	} catch (error) {
		return complain(error, words, process.env);
	}
}

/** Runs the command; a signal cancels it, what is open is closed, and the exit code says which signal it was. */
async function runUntilSignal(config: Config): Promise<number> {
	const controller = new AbortController();
	let signalCode: number | undefined;
	for (const [signal, number] of Object.entries(constants.signals).filter(([name]) => endingSignals.has(name))) {
		// As shells expect it.
		const code = 128 + number;
		process.on(signal, () => {
			// A second signal means now.
			if (signalCode !== undefined) {
				leave(code);
			}

			signalCode = code;
			controller.abort(new Problem('Cancelled'));
		});
	}

	// What nobody caught, such as a connection for which no descriptor was left, ends the program as everything else does.
	let uncaught: {readonly error: unknown} | undefined;
	process.on('uncaughtException', error => {
		uncaught ??= {error};
		controller.abort(error);
	});

	try {
		await run(config, controller.signal);
	} catch (error) {
		// Whoever cancelled knows it, but not how much of the work stands.
		if (signalCode === undefined || error instanceof CutShort) {
			const code = await complain(error, words, process.env);
			return signalCode ?? code;
		}
	}

	return signalCode ?? (uncaught ? complain(uncaught.error, words, process.env) : 0);
}

async function run(config: Config, signal: AbortSignal): Promise<void> {
	if (config.command === 'dashboard') {
		prepareDrawing(process.env);
		const {startDashboard} = await importWithoutFetch(async () => import('./dashboard/start-dashboard.tsx'));
		// Node since 22 loads it in one turn of its loop: a signal that came meanwhile is heard in the next.
		await new Promise(setImmediate);
		return startDashboard(config, signal);
	}

	const {printResult} = await import('./reports/print-result.ts');
	return printResult(config, signal);
}

/**
 * Says in the environment what the library that colours takes from it. It does not know NO_COLOR, and in what looks like a
 * continuous integration it leaves out colour, though somebody watches.
 */
function prepareDrawing(env: NodeJS.ProcessEnv): void {
	if (env['NO_COLOR']) {
		env['FORCE_COLOR'] = '0';
	}

	for (const name of ['NO_COLOR', 'CI', 'CONTINUOUS_INTEGRATION', 'BUILD_NUMBER', 'RUN_ID', 'TEAMCITY_VERSION', 'TF_BUILD']) {
		delete env[name];
	}
}

/**
 * Yoga's loader asks `fetch` for a data: URL, which makes Node load its whole HTTP client (20 ms before the first frame);
 * without `fetch` it decodes the URL itself.
 */
async function importWithoutFetch<T>(load: () => Promise<T>): Promise<T> {
	const descriptor = Object.getOwnPropertyDescriptor(globalThis, 'fetch')!;
	Object.defineProperty(globalThis, 'fetch', {value: undefined, configurable: true, writable: true});
	try {
		return await load();
	} finally {
		Object.defineProperty(globalThis, 'fetch', descriptor);
	}
}
