import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {dashboard} from '../terminal/open-dashboard.ts';

test('g opens another scenario in the same terminal and on the same folder, / finds one of many, and q ends with the figures of both', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'shopstream-scenes-'));
	onTestFinished(async () => rm(folder, {recursive: true, force: true}));
	const terminal = await dashboard(['--data', folder, '--time-zone', 'UTC'], {columns: 100, rows: 30});
	terminal.press('g');
	await terminal.until(/shop {2}Revenue by category {2}\(open now\)/);
	terminal.press('\u001B[B');
	await terminal.until('> rides');
	terminal.press('\r');
	await terminal.until(/Drivers within 2 km[\s\S]*(HIT from Redis|MISS, from MongoDB)/);
	terminal.press('/');
	await terminal.until(/Which of [\d,]+ riders/);
	terminal.press('zzz');
	await terminal.until('zzz_');
	terminal.press('\r');
	await terminal.until('There is no rider "zzz"');
	terminal.press('\u001B');
	await terminal.until('quit');
	terminal.press('q');
	expect(await terminal.exited).toMatchObject({exitCode: 0});
	expect(terminal.output.slice(terminal.output.lastIndexOf('\u001B[?1049l'))).toMatch(/Orders[\s\S]*Trips/);
	expect(terminal.output.match(/\u001B\[\?1049h/g)).toHaveLength(1);
});

test('a scenario that g opens is seeded with its own number of facts', async () => {
	const terminal = await dashboard([], {columns: 100, rows: 30});
	await terminal.until(/MongoDB 500/);
	terminal.press('g');
	await terminal.until('> shop');
	terminal.press('\u001B[A');
	await terminal.until('> merchants');
	terminal.press('\r');
	await terminal.until(/MongoDB 10,000/);
	terminal.press('q');
	expect(await terminal.exited).toMatchObject({exitCode: 0});
});
