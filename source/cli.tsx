import {closeSync, readFileSync} from 'node:fs';
import {constants} from 'node:os';
import {isatty} from 'node:tty';
import {type Config, readConfig, speaksUtf8} from './command-line/config.ts';
import {print, ReaderGone, say} from './command-line/outputs.ts';
import {CutShort, Problem, sayFailure} from './words/problem.ts';
import {parserFlags, readArguments} from './command-line/read-arguments.ts';
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

/** Files and sockets that a run with its engines needs. With fewer, an engine that cannot take a connection looks dead. */
const fewestOpenFiles = 64;

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

settleColour(process.env);

// All has been written. Whatever a driver still holds open must not keep a finished program.
leave(await main());

/** Ends the process. Node breaks off with a stack trace when it cannot reset a terminal that was closed: it is not to try. */
function leave(code: number): never {
	for (const fd of terminals.filter(fd => !isatty(fd))) {
		closeSync(fd);
	}

	process.exit(code);
}

async function main(): Promise<number> {
	try {
		const cli = await readCommandLine();
		if (cli.flags.help) {
			const {helpText} = await import('./command-line/help-text.ts');
			await print(helpText());
			return 0;
		}

		if (cli.flags.version) {
			await print(version);
			return 0;
		}

		const isTerminal = process.stdout.isTTY && process.stdin.isTTY;
		return await runUntilSignal(readConfig({words: cli.input, flags: cli.flags}, process.env, isTerminal));
	} catch (error) {
		return complain(error);
	}
}

async function readCommandLine() {
	// Without arguments there is nothing to parse: the parser would hold up the first frame by a tenth.
	if (process.argv.length <= 2) {
		return {input: [], flags: {help: false, version: false}};
	}

	const argv = readArguments(process.argv.slice(2));
	const {default: meow} = await import('meow');
	try {
		return meow({
			argv,
			importMeta: import.meta,
			pkg: {name: 'shopstream-tui', version},
			description: false,
			autoHelp: false,
			autoVersion: false,
			allowUnknownFlags: true,
			inferType: false,
			flags: parserFlags(),
		});
	} catch (error) {
		// The parser's own complaints, such as a flag given twice, are usage errors too.
		throw new Problem(`${sayFailure(error).replace(/\.$/, '')}: see shopstream-tui --help`, 2, error);
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
			const code = await complain(error);
			return signalCode ?? code;
		}
	}

	return signalCode ?? (uncaught ? complain(uncaught.error) : 0);
}

async function run(config: Config, signal: AbortSignal): Promise<void> {
	if (config.command === 'dashboard') {
		prepareDrawing(process.env);
		const {startDashboard} = await importWithoutFetch(async () => import('./dashboard/start-dashboard.tsx'));
		const summary = await startDashboard(config, signal);
		return summary === '' ? undefined : print(summary.trimEnd());
	}

	const {printResult} = await import('./reports/print-result.ts');
	return printResult(config, signal);
}

/**
 * Node warns of NO_COLOR beside FORCE_COLOR, on standard error and in every thread; FORCE_COLOR wins, and the other goes
 * before anything asks.
 */
function settleColour(env: NodeJS.ProcessEnv): void {
	if (env['FORCE_COLOR'] !== undefined) {
		delete env['NO_COLOR'];
		delete env['NODE_DISABLE_COLORS'];
	}
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

/** Whether an error, or one that led to it, is that no file or socket could be opened any more. */
function isOutOfFiles(error: unknown): boolean {
	return error instanceof Error && (/\bE[MN]FILE\b/.test(error.message) || isOutOfFiles(error.cause));
}

/** How many files may be open at once, where the system says. */
function openFilesLimit(): number {
	try {
		return Number(/^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? Number.POSITIVE_INFINITY);
	} catch (error) {
		return isOutOfFiles(error) ? 0 : Number.POSITIVE_INFINITY;
	}
}

/** Says what went wrong in one sentence, and gives the exit code. */
async function complain(error: unknown): Promise<number> {
	// A reader that went away (`| head -1`) wants no more, and no complaint.
	if (error instanceof ReaderGone) {
		return 0;
	}

	const known = error instanceof Problem;
	const exitCode = known ? error.exitCode : 1;
	const sentence =
		exitCode === 1 && (isOutOfFiles(error) || openFilesLimit() < fewestOpenFiles)
			? 'Too few files may be open at once: raise the limit, as with ulimit -n 256'
			: known
				? error.message
				: sayFailure(error);
	// What is wrong may be the command line itself: it is looked at as it was typed.
	await say(`shopstream-tui: ${sentence}`, {ascii: process.argv.includes('--ascii') || !speaksUtf8(process.env)});
	return exitCode;
}
