import {onTestFinished} from 'vitest';
import {Terminal} from './terminal.ts';

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
	await terminal.until(/(HIT from Redis|MISS, from MongoDB)/);
	return terminal;
}
