import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {Terminal} from '../terminal/terminal.ts';
import {toSvg} from './to-svg.ts';

const pictures: Readonly<Record<string, (root: string) => Promise<void>>> = {
	dashboard,
	layers,
	async drill(root) {
		await drill(root, {columns: 80, rows: 24});
		await drill(root, {columns: 100, rows: 30});
		await drill(root, {columns: 160, rows: 50});
	},
	laboratory,
	history,
	rides,
	merchants,
};

/** Writes the pictures of README and docs from real runs: all of them, or those that are named. */
export async function makePictures(root: string, names: readonly string[]): Promise<void> {
	for (const [name, make] of Object.entries(pictures)) {
		if (names.length === 0 || names.includes(name)) {
			await make(root);
		}
	}
}

/** 100 × 30, after a benchmark, and with the order stream on since. */
async function dashboard(root: string): Promise<void> {
	const terminal = new Terminal([join(root, 'dist/cli.js'), '--ttl', '30s'], {columns: 100, rows: 30, file: process.execPath});
	await terminal.until('HIT from Redis');
	// A run beside orders that arrive, or are taken over, is hard to compare.
	await terminal.until(/took over/, 120_000);
	terminal.press('b');
	await terminal.until(/× faster/, 30_000);
	terminal.press('o');
	await terminal.until(/hit rate, % +\d+\.\d/);
	await terminal.until(/today +-[\d,.]+/);
	await save(terminal, join(root, 'docs/dashboard.svg'));
}

/** 100 × 30, with PostgreSQL at the head of the way, the order stream on, and an archive. */
async function layers(root: string): Promise<void> {
	const terminal = new Terminal([join(root, 'dist/cli.js')], {columns: 100, rows: 30, file: process.execPath});
	await terminal.until('HIT from Redis');
	terminal.press('2');
	await terminal.until(/PostgreSQL +5\d\d orders/, 120_000);
	terminal.press('a');
	await terminal.until(/days archived/);
	terminal.press('o');
	await terminal.until(/ms behind/);
	// The first reads beside an archive and a stream that begin are slow.
	await terminal.until(/PostgreSQL +5[1-9]\d orders/);
	await terminal.until(/[├╰]─*●─*› +[\d.]+ ms behind/);
	await save(terminal, join(root, 'docs/layers.svg'));
}

/** An archived day that was lost and has come back, beside the order stream. */
async function drill(root: string, size: {readonly columns: number; readonly rows: number}): Promise<void> {
	const terminal = new Terminal([join(root, 'dist/cli.js'), '--orders', '5000'], {...size, file: process.execPath});
	await terminal.until('HIT from Redis');
	await terminal.until(/took over/, 120_000);
	terminal.press('2');
	terminal.press('a');
	await terminal.until(/days archived/);
	terminal.press('o');
	terminal.press('d');
	await terminal.until('Lose a day and restore it?');
	terminal.press('y');
	await terminal.until('is gone from');
	await terminal.until(text => Number(/MongoDB +([\d,]+) orders/.exec(text)?.[1]?.replace(',', '')) < 4950, 20_000);
	terminal.press('d');
	await terminal.until('equal to the cent');
	writeFileSync(join(root, `docs/drill-${size.columns}x${size.rows}.svg`), toSvg(terminal.screen));
	// The first q would close what stands of the drill.
	terminal.process.kill('SIGTERM');
	await terminal.exited;
}

/** 140 × 45: thirty viewers, an earlier setting, a guess, and 24 h SIMULATED. */
async function laboratory(root: string): Promise<void> {
	const terminal = new Terminal([join(root, 'dist/cli.js'), '--ttl', '5s'], {columns: 140, rows: 45, file: process.execPath});
	await terminal.until('HIT from Redis');
	terminal.press('o');
	terminal.press('V');
	await terminal.until('Viewers in place of the dashboard');
	terminal.press('30\r');
	await terminal.until('v V 30 viewers');
	terminal.press('3');
	await terminal.until(/hit rate, % +– +\d+\.\d+ +\d+\.\d/);
	await terminal.until(/reads 1\d\d /);
	terminal.press('-');
	await terminal.until('At TTL 2 s');
	terminal.press('\u001B[A\u001B[A\u001B[A\u001B[A\u001B[A\r');
	terminal.press('w');
	await terminal.until(/SIMULATED TTL 24 h/, 30_000);
	await terminal.until(/reads 2\d\d /, 120_000);
	await save(terminal, join(root, 'docs/laboratory.svg'));
}

/** Years of 100,000 orders, made by the key, at three sizes. */
async function history(root: string): Promise<void> {
	const terminal = new Terminal([join(root, 'dist/cli.js')], {columns: 100, rows: 30, file: process.execPath});
	await terminal.until('HIT from Redis');
	await terminal.until(/took over/, 120_000);
	terminal.press('4');
	terminal.press('\r');
	await terminal.until('A history of how many');
	terminal.press('\r');
	await terminal.until(/PostgreSQL +[\d.]+ MB read/, 400_000);
	for (const [columns, rows] of [
		[80, 24],
		[160, 50],
		[100, 30],
	] as const) {
		terminal.resize(columns, rows);
		// Drawn anew from edge to edge, and without what was said last.
		await terminal.until(text => {
			const lines = text.split('\n');
			return lines.some(line => line.length === columns && /^╭.*╮$/.test(line)) && lines.slice(-2).join('').includes('q quit') && !text.includes('history: ');
		});
		writeFileSync(join(root, `docs/history-${columns}x${rows}.svg`), toSvg(terminal.screen));
	}

	terminal.press('q');
	await terminal.exited;
}

/** 100 × 30: a list that is a minute old, and where its drivers are by now. */
async function rides(root: string): Promise<void> {
	const terminal = new Terminal([join(root, 'dist/cli.js'), '--scenario', 'rides'], {columns: 100, rows: 30, file: process.execPath});
	await terminal.until(/in truth +\d+/);
	await terminal.until(/ left +[1-9]/);
	await terminal.until(/, (?:4\d|5\d) s old/, 90_000);
	await save(terminal, join(root, 'docs/rides.svg'));
}

/** 100 × 30: two hundred viewers of ten thousand keys, and memory for a few hundred of them. */
async function merchants(root: string): Promise<void> {
	const terminal = new Terminal([join(root, 'dist/cli.js'), '--scenario', 'merchants'], {columns: 100, rows: 30, file: process.execPath});
	await terminal.until('HIT from Redis');
	terminal.press('V');
	await terminal.until('Viewers in place of the dashboard');
	terminal.press('200\r');
	await terminal.until('200 viewers, each');
	terminal.press('3');
	terminal.press('M');
	await terminal.until('Memory of Redis');
	await terminal.until(/reads [\d,]{5}/, 120_000);
	terminal.press('K');
	await terminal.until('Redis has memory for how many keys');
	terminal.press('300\r');
	await terminal.until(/reads [2-9],\d{3}/, 200_000);
	await save(terminal, join(root, 'docs/merchants.svg'));
}

async function save(terminal: Terminal, file: string): Promise<void> {
	writeFileSync(file, toSvg(terminal.screen));
	terminal.press('q');
	await terminal.exited;
}
