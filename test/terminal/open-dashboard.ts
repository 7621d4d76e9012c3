import {afterEach} from 'vitest';
import {Terminal} from './terminal.ts';

/** Programs of the running test; each is ended after it. */
export const open: Terminal[] = [];

afterEach(async () => {
	await Promise.all(open.splice(0).map(async terminal => terminal.end()));
});

/** The dashboard, embedded, with its first reading on the screen; without PostgreSQL, whose engine is slow and large, unless that is wanted. */
export async function dashboard(
	args: readonly string[] = [],
	{hasPostgres = false, ...options}: {columns?: number; rows?: number; cwd?: string; hasPostgres?: boolean} = {},
): Promise<Terminal> {
	const terminal = new Terminal([...args, ...(hasPostgres ? [] : ['--without', 'postgres'])], options);
	open.push(terminal);
	await terminal.until(/(HIT from Redis|MISS, from MongoDB)/);
	return terminal;
}
