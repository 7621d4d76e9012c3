import {afterAll, beforeAll, onTestFinished} from 'vitest';
import {Terminal} from './terminal.ts';

const firstReading = /(HIT from Redis|MISS, from MongoDB)/;

/** The program in a terminal of the running test, with which it ends. */
export function openTerminal(...[args, options]: ConstructorParameters<typeof Terminal>): Terminal {
	const terminal = new Terminal(args, options);
	onTestFinished(async () => terminal.end());
	return terminal;
}

/** The dashboard, embedded, with its first reading on the screen; without PostgreSQL, whose engine is slow and large, unless that is wanted. */
export async function dashboard(
	args: readonly string[] = [],
	{hasPostgres = false, ...options}: {columns?: number; rows?: number; cwd?: string; hasPostgres?: boolean} = {},
): Promise<Terminal> {
	const terminal = openTerminal([...args, ...(hasPostgres ? [] : ['--without', 'postgres'])], options);
	await terminal.until(firstReading);
	return terminal;
}

/** One dashboard for the tests of a group, which follow each other in it: to start one takes more time than most tests do. */
export function sharedDashboard(args: readonly string[], options: {columns?: number; rows?: number; cwd?: string} = {}): () => Terminal {
	let terminal: Terminal | undefined;
	beforeAll(async () => {
		terminal = new Terminal([...args, '--without', 'postgres'], options);
		await terminal.until(firstReading);
	});
	afterAll(async () => terminal?.end());
	return () => terminal!;
}
