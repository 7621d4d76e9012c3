// The city on a real screen: a map of the drivers near a rider, who moves through it, and what the other commands say of it.
import {expect, test} from 'vitest';
import {dashboard} from '../terminal/open-dashboard.ts';

test('the map: drivers move, the list grows old, and its keys do what they say', async () => {
	const terminal = await dashboard(['--scenario', 'rides', '--seed', '1', '--ttl', '10s'], {columns: 100, rows: 30});
	const text = await terminal.until(/in truth +\d+/);
	expect(text).toMatch(/Drivers within 2 km, u33\w{3}/);
	// A busy machine makes fewer, and says so.
	const coming = /reports (\d+ of )?125 a second/;
	expect(text).toMatch(coming);
	expect(text).toMatch(/still right +[\d.]+ %/);
	await terminal.until(/ left +[1-9]/);
	const rider = (screen: string) => /Drivers within 2 km, (\w+)/.exec(screen)?.[1];
	const first = rider(terminal.text());
	terminal.press('n');
	await terminal.until(screen => rider(screen) !== first && /in the list +\d/.test(screen));
	terminal.press('o');
	await terminal.until('report stream off after');
	// Another key between them: one that comes again at once is held down.
	terminal.press('1o');
	await terminal.until(coming);
	await terminal.until(/in the list +[1-9]/);
	terminal.press('3');
	await terminal.until(/the list/);
	terminal.press('1');
	await terminal.until(/in the list +\d/);
	terminal.press('q');
	await terminal.exited;
});
