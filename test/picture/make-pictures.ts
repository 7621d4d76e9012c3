import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {Terminal} from '../terminal/terminal.ts';
import {toSvg} from './to-svg.ts';

/** Writes docs/dashboard.svg from a real run: 100 × 30, after a benchmark and with the order stream on. */
export async function makePictures(root: string): Promise<void> {
	const terminal = new Terminal([join(root, 'dist/cli.js'), '--ttl', '30s'], {columns: 100, rows: 30, file: process.execPath});
	await terminal.until('HIT from Redis');
	terminal.press('o');
	terminal.press('b');
	await terminal.until('benchmark, burst', 30_000);
	await terminal.until(/hit rate +\d+\.\d %/, 60_000);
	writeFileSync(join(root, 'docs/dashboard.svg'), toSvg(terminal.screen));
	terminal.press('q');
	await terminal.exited;
}
