import {afterEach} from 'vitest';
import {Terminal} from './terminal.ts';

/** Programs of the running test; each is ended after it. */
export const open: Terminal[] = [];

afterEach(async () => {
	await Promise.all(open.splice(0).map(async terminal => terminal.end()));
});

/** The dashboard, embedded, with its first reading on the screen. */
export async function dashboard(args: readonly string[] = [], size: {columns?: number; rows?: number} = {}): Promise<Terminal> {
	const terminal = new Terminal(args, size);
	open.push(terminal);
	await terminal.until(/(HIT from Redis|MISS, from MongoDB)/);
	return terminal;
}
