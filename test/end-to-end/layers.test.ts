// The layers on a real screen: what each holds, and what moves.
import {expect, test} from 'vitest';
import {noonZone} from '../now-noon.ts';
import {dashboard} from '../terminal/open-dashboard.ts';
import {isThorough} from '../thorough.ts';

const held = (text: string) => Number(/MongoDB +([\d,]+) orders/.exec(text.split('\n').slice(1).join('\n'))?.[1]?.replace(',', ''));

test('2 shows them, s moves the counts, and a dot goes only where something did', async () => {
	const terminal = await dashboard(['--time-zone', noonZone()]);
	terminal.press('2');
	await terminal.until(/500 orders +\d+ \w+( \d+)? to [\d:]+/);
	expect(terminal.text()).toContain('all embedded; how many, oldest to newest, size');
	const text = await terminal.until(/1 key +of \d\d:\d\d:\d\d +[\d.]+ kB/);
	expect(text).toContain('left out by --without postgres');
	expect(text).toContain('Why is MongoDB in the middle?');
	await terminal.until(/╰─+●─*› +to the screen/);
	await terminal.until(now => !/orders ─*●/.test(now));
	terminal.press('s');
	await terminal.until(/orders ─*●/);
	await terminal.until(now => held(now) === 1000);
	terminal.press('a');
	await terminal.until(/3[34] days archived, all but today/);
	await terminal.until(/GCS +3\d objects/);
	terminal.press('?');
	for (const page of [1, 2]) {
		await terminal.until(`page ${page}`);
		terminal.press('?');
	}

	await terminal.until('the layers: what each holds, and orders on their way');
	terminal.press('\u001B');
	await terminal.until('Why is MongoDB in the middle?');
	terminal.press('v');
	await terminal.until(text => text.includes('Viewers') && text.includes('1 key'));
});

test.runIf(isThorough)('in ASCII', async () => {
	const terminal = await dashboard(['--ascii'], {columns: 100, rows: 30});
	terminal.press('2');
	await terminal.until(/\+-+o-*> +to the screen/);
	expect(terminal.text()).not.toMatch(/[^\n -~]/);
});
