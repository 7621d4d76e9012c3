import {afterAll, beforeAll, beforeEach, onTestFailed, onTestFinished} from 'vitest';
import {Terminal} from './terminal.ts';

const firstReading = /(HIT from Redis|MISS, from MongoDB)/;

/** The program in a terminal of the running test, with which it ends. */
export function openTerminal(...[args, options]: ConstructorParameters<typeof Terminal>): Terminal {
	const terminal = new Terminal(args, options);
	onTestFinished(async () => terminal.end());
	return terminal;
}

/**
 * Without PostgreSQL, whose engine is slow and large, unless that is wanted; of fewer days than MongoDB keeps, unless another scenario says its
 * own: an order that is just as old as that goes once its sweep comes, a minute after the start, and is missed where orders are counted.
 */
const usualArgs = (args: readonly string[], hasPostgres: boolean) => [
	...args,
	...(hasPostgres ? [] : ['--without', 'postgres']),
	...(args.includes('--scenario') ? [] : ['--days', '34']),
];

/** The dashboard, embedded, with its first reading on the screen. */
export async function dashboard(
	args: readonly string[] = [],
	{hasPostgres = false, ...options}: {columns?: number; rows?: number; cwd?: string; hasPostgres?: boolean} = {},
): Promise<Terminal> {
	const terminal = openTerminal(usualArgs(args, hasPostgres), options);
	await terminal.until(firstReading);
	return terminal;
}

/**
 * One dashboard for the tests of a group, which follow each other in it: to start one takes more time than most tests do. A test that failed left
 * it anywhere, so whatever follows, be it the same test once more, has a new one, and expects nothing that only the tests before it did.
 */
export function sharedDashboard(args: readonly string[], options: {columns?: number; rows?: number; cwd?: string} = {}): () => Terminal {
	let terminal: Terminal | undefined;
	let isSpoiled = false;
	const start = async () => {
		terminal = new Terminal(usualArgs(args, false), options);
		await terminal.until(firstReading);
	};

	beforeAll(start);
	beforeEach(async () => {
		if (isSpoiled) {
			await terminal?.end();
			await start();
			isSpoiled = false;
		}

		onTestFailed(() => {
			isSpoiled = true;
		});
	});
	afterAll(async () => terminal?.end());
	return () => terminal!;
}
