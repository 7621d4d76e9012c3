import {expect, test} from 'vitest';
import {MenuPanel} from '../../../source/dashboard/menus/menu-panel.tsx';
import {menuView} from '../../../source/dashboard/menus/menu-view.ts';
import {protections} from '../../../source/lab/protections.ts';
import {openState} from '../desk.ts';
import {renderAt} from '../render-at.ts';

const linesOf = (row: number, height: number) =>
	renderAt(<MenuPanel {...menuView({kind: 'protections', row}, openState)} width={60} height={height} />, 60, height).split('\n');

test('each switch is a line that says whether it is on and what it stands at; the chosen one has a sign before it', () => {
	expect(linesOf(1, protections.length + 2)).toEqual([
		'╭ Protections ───────────────────────────── Esc closes it ─╮',
		'│   [on]  single-flight                                    │',
		'│ > [off] lock in Redis           lives 10 s               │',
		'│   [off] stale-while-revalidate  up to 1 min              │',
		'│   [off] XFetch                  β 1                      │',
		'│   [off] TTL jitter              ± 10 % of the TTL        │',
		'│   [off] stale on error          up to 10 min             │',
		'╰──────────────────────────────────────────────────────────╯',
	]);
});

test.each([
	[0, 'single-flight', 'XFetch'],
	[3, 'single-flight', 'XFetch'],
	[4, 'lock in Redis', 'TTL jitter'],
	[5, 'stale-while-revalidate', 'stale on error'],
])('on a small screen the chosen line %i is among the four that are seen', (row, first, last) => {
	const lines = linesOf(row, 6);
	expect(lines).toHaveLength(6);
	expect(lines[0]).toContain('6 lines, Esc closes it');
	expect(lines[1]).toContain(first);
	expect(lines[4]).toContain(last);
	expect(lines.filter(line => line.includes(' > '))).toHaveLength(1);
});
