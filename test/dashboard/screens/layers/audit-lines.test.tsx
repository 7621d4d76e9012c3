import {expect, test} from 'vitest';
import {LayersBody} from '../../../../source/dashboard/screens/layers/layers-body.tsx';
import {auditLines} from '../../../../source/dashboard/screens/layers/audit-lines.ts';
import type {Audit} from '../../../../source/flows/audited.ts';
import {orderAudit} from '../../../../source/scenarios/shop/order-audit.ts';
import {shopOrder} from '../../../flows/shop-order.ts';
import {openState} from '../../desk.ts';
import {renderAt} from '../../render-at.ts';
import {ofShop} from '../../../scenarios/shop/of-shop.ts';

const {scenario} = ofShop;
const placedMs = Date.UTC(2026, 10, 20, 12, 3, 11);
const order = (status: 'pending' | 'completed' | 'returned', hours: number, version: number) => ({
	...shopOrder('01M8', placedMs, {status, version}),
	updatedAt: new Date(placedMs + hours * 3_600_000),
});
const copy = (revision: number, isCounted: boolean) => ({
	fact: order('completed', 50, 2),
	day: '2026-11-20',
	revision,
	isCounted,
	manifest: 'm',
	asOfMs: Date.UTC(2026, 10, 21 + revision),
	part: {
		name: `orders/dt=2026-11-20/part-0000${revision}.jsonl.gz`,
		sizeBytes: 1,
		crc32c: '',
		generation: '1795700397474000',
		rows: 1,
		worth: 1,
		leastId: '',
		greatestId: '',
	},
	line: 12,
});

const audit: Audit = {
	id: '01M8',
	auditing: orderAudit as unknown as Audit['auditing'],
	idAtMs: placedMs,
	asOfMs: Date.UTC(2026, 10, 26, 12),
	ledger: {state: 'held', fact: order('returned', 100, 3)},
	window: {state: 'absent'},
	cache: {state: 'absent'},
	archive: {found: [copy(1, false), copy(2, true)], days: ['2026-11-20'], parts: 2, by: 'instant', damaged: []},
	states: [
		{state: 'placed', atMs: placedMs, saidBy: ['PostgreSQL', 'GCS r1', 'GCS r2']},
		{state: 'returned', atMs: placedMs + 100 * 3_600_000, saidBy: ['PostgreSQL']},
	],
	differences: [{field: 'status', values: {PostgreSQL: 'returned', 'GCS r2': 'completed'}}],
};

const textOf = (height: number, of: Audit = audit, width = 76) =>
	auditLines(of, scenario, 'UTC', width, height).map(line => line.map(({text}) => text).join(''));

test('the copies, the past, and what is to be said, on a small screen', () => {
	expect(textOf(18)).toEqual([
		'                status                 updated  version  items  total',
		'PostgreSQL      returned   2026-11-24 16:03:11        3      1   1.00',
		'GCS r1, before  completed  2026-11-22 14:03:11        2      1   1.00',
		'GCS r2          completed  2026-11-22 14:03:11        2      1   1.00',
		'',
		'since                it is     says',
		'2026-11-20 12:03:11  placed    PostgreSQL, GCS r1, GCS r2',
		'2026-11-24 16:03:11  returned  PostgreSQL',
		'',
		'They DIFFER in status (PostgreSQL returned, GCS r2 completed).',
		'MongoDB does not have it, and its window would hold it.',
		'It changed after its day was archived (2026-11-23 00:00:00): archive makes a',
		'  further revision.',
		'No answer is cached.',
		'GCS r1 has it as of 2026-11-22 00:00:00 in line 12 of',
		'  orders/dt=2026-11-20/part-00001.jsonl.gz, generation 1795700397474000.',
		'GCS r2, which counts, has it as of 2026-11-23 00:00:00 in line 12 of',
		'  orders/dt=2026-11-20/part-00002.jsonl.gz, generation 1795700397474000.',
	]);
});

test('with less room the air goes first; what finds none is said to be missing', () => {
	expect(textOf(16)).toHaveLength(16);
	expect(textOf(16)[4]).toBe('since                it is     says');
	const cut = textOf(10);
	expect(cut).toHaveLength(10);
	expect(cut.at(-1)).toBe('… shopstream-tui audit 01M8 says the rest');
	const many: Audit = {
		...audit,
		archive: {...(audit.archive as Extract<Audit['archive'], {found: unknown}>), found: [1, 2, 3, 4, 5, 6].map(revision => copy(revision, revision === 6))},
	};
	expect(
		textOf(40, many)
			.filter(line => line.startsWith('GCS r') && !line.includes('has it'))
			.map(line => line.slice(0, 6)),
	).toEqual(['GCS r3', 'GCS r4', 'GCS r5', 'GCS r6']);
});

test('no sign of a text acts on the terminal', () => {
	const text = textOf(40, {...audit, window: {state: 'odd', why: '\u001B[2Jx'}});
	expect(text.join('\n')).toContain('MongoDB: ?[2Jx.');
});

test('what happened stands in what is left of a large screen, and in the border of a small one', () => {
	const activity = [{atMs: openState.nowMs, text: 'audit of 01M8: its copies DIFFER in status', kind: 'failed'}] as const;
	const at = (width: number, height: number) =>
		renderAt(<LayersBody state={{...openState, screen: 'layers', audit, activity}} width={width} height={height} />, width, height).split('\n');
	const large = at(160, 46);
	expect([large.length, ...new Set(large.map(({length}) => length))]).toEqual([46, 160]);
	const from = large.findIndex(line => line.startsWith('├ Activity ─'));
	expect(large[from - 1]).toMatch(/^│ +│$/);
	expect(large[from + 1]).toMatch(/^│ \d\d:\d\d:\d\d ! audit of 01M8: its copies DIFFER in status +│$/);
	const small = at(80, 20);
	expect(small.at(-1)).toMatch(/^╰ ! audit of 01M8: its copies DIFFER in status ─+╯$/);
	expect(small.some(line => line.includes('Activity'))).toBe(false);
});
