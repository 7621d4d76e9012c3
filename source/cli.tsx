#!/usr/bin/env node
import {type Config, readConfig} from './config.ts';
import {flags} from './flags.ts';
import {helpText} from './help-text.ts';
import {print, ReaderGone, say} from './outputs.ts';
import {CutShort, Problem, sayFailure} from './problem.ts';
import {version} from './version.ts';

/** Signals that end the program, with the exit codes that shells expect of them. */
const signals = {SIGINT: 130, SIGTERM: 143, SIGHUP: 129} as const;

// A file that may not grow is a failed write, not the end of the process.
process.on('SIGXFSZ', () => undefined);

// Whoever writes hears of a failure itself; what a library writes to an output that is gone is nobody's loss.
for (const stream of [process.stdout, process.stderr]) {
	stream.on('error', () => undefined);
}

// All has been written. Whatever a driver still holds open must not keep a finished program.
process.exit(await main());

async function main(): Promise<number> {
	try {
		const cli = await readCommandLine();
		if (cli.flags.help) {
			await print(`${helpText()}\n`);
			return 0;
		}

		if (cli.flags.version) {
			await print(`${version}\n`);
			return 0;
		}

		const isTerminal = process.stdout.isTTY === true && process.stdin.isTTY === true;
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

	const {default: meow} = await import('meow');
	try {
		return meow(helpText(), {
			importMeta: import.meta,
			pkg: {name: 'shopstream-tui', version},
			description: false,
			autoHelp: false,
			autoVersion: false,
			allowUnknownFlags: true,
			inferType: false,
			flags,
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
	for (const [signal, code] of Object.entries(signals)) {
		process.on(signal, () => {
			// A second signal means now.
			if (signalCode !== undefined) {
				process.exit(code);
			}

			signalCode = code;
			controller.abort(new Problem('Cancelled'));
		});
	}

	try {
		await run(config, controller.signal);
	} catch (error) {
		// Whoever cancelled knows it, but not how much of the work stands.
		if (signalCode === undefined || error instanceof CutShort) {
			const code = await complain(error);
			return signalCode ?? code;
		}
	}

	return signalCode ?? 0;
}

async function run(config: Config, signal: AbortSignal): Promise<void> {
	if (config.command === 'dashboard') {
		// The library that colours does not know NO_COLOR.
		if (process.env['NO_COLOR'] && process.env['FORCE_COLOR'] === undefined) {
			process.env['FORCE_COLOR'] = '0';
			delete process.env['NO_COLOR'];
		}

		const {startDashboard} = await importWithoutFetch(async () => import('./dashboard/start-dashboard.tsx'));
		return print(await startDashboard(config, signal));
	}

	const {printResult} = await import('./reports/print-result.ts');
	return printResult(config, config.command, signal);
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

/** Says what went wrong in one sentence, and gives the exit code. */
async function complain(error: unknown): Promise<number> {
	// A reader that went away (`| head -1`) wants no more, and no complaint.
	if (error instanceof ReaderGone) {
		return 0;
	}

	const known = error instanceof Problem;
	await say(`shopstream-tui: ${known ? error.message : sayFailure(error)}`);
	return known ? error.exitCode : 1;
}
