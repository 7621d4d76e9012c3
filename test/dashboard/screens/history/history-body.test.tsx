import {describe, expect, test} from 'vitest';
import {Foot} from '../../../../source/dashboard/foot.tsx';
import {HistoryBody} from '../../../../source/dashboard/screens/history/history-body.tsx';
import {historyScreen} from '../../../../source/dashboard/screens/history/history-screen.ts';
import type {State} from '../../../../source/dashboard/state/state.ts';
import {dailyResult, shownStudy} from '../../../history-results.ts';
import {openDesk, openState} from '../../desk.ts';
import {renderAt} from '../../render-at.ts';

type Changes = Partial<State['history']> & {readonly job?: State['job']};

const stateWith = ({job, ...changes}: Changes): State => ({...openState, job, screen: 'history', history: {...openState.history, ...changes}});
const at = (width: number, height: number, changes: Changes) =>
	renderAt(<HistoryBody state={stateWith(changes)} width={width} height={height} />, width, height).split('\n');

const studied: Changes = {study: shownStudy, month: '2026-10'};
const changed = {day: '2025-11-03', archived: 120_340, ledger: 118_020};
const unequal: Changes = {...studied, study: {...shownStudy, price: {...shownStudy.price!, equal: false, changed: [changed, changed, changed, changed]}}};

test('on the smallest screen months by category, years and what both stores read stand whole', () => {
	expect(at(80, 20, studied)).toEqual([
		'╭ Revenue by month and category ────────────────── 26 Nov 2021 to 24 Nov 2026 ─╮',
		'│                        ▂   ▁▁▁  ▁▂▂▅▂ ▃▃▃▃▂▂▃▄▅█▄▃▅▆▆▅▅▄▆▇▅  Oct 2026 a year │',
		'│ Total         ▇▇▇▇▆▆▇████▇█████████████████████████████████ 1,203,369  +25 % │',
		'│                         2024        2025        2026     ^                   │',
		'│ Electronics   ▃▃▄▃▃▃▄▄▄▅▄▄▄▄▅▄▄▄▄▅▅▆▅▄▅▅▆▅▅▅▆▆▆█▆▅▇▇▇▇▆▆▇█▆   577,617  +25 % │',
		'│ Clothing      ▃▃▄▃▃▃▄▄▄▅▄▄▄▄▅▄▄▄▄▅▅▆▅▄▅▅▆▅▅▅▆▆▆█▆▅▇▇▇▇▆▆▇█▆   168,472  +25 % │',
		'│ Home & Garden ▃▃▄▃▃▃▄▄▄▅▄▄▄▄▅▄▄▄▄▅▅▆▅▄▅▅▆▅▅▅▆▆▆█▆▅▇▇▇▇▆▆▇█▆   156,438  +25 % │',
		'│ Sports        ▃▃▄▃▃▃▄▄▄▅▄▄▄▄▅▄▄▄▄▅▅▆▅▄▅▅▆▅▅▅▆▆▆█▆▅▇▇▇▇▆▆▇█▆    96,270  +25 % │',
		'│ Toys & Games  ▃▃▄▃▃▃▄▄▄▅▄▄▄▄▅▄▄▄▄▅▅▆▅▄▅▅▆▅▅▅▆▆▆█▆▅▇▇▇▇▆▆▇█▆    72,202  +25 % │',
		'│ Beauty        ▃▃▄▃▃▃▄▄▄▅▄▄▄▄▅▄▄▄▄▅▅▆▅▄▅▅▆▅▅▅▆▆▆█▆▅▇▇▇▇▆▆▇█▆    60,169  +25 % │',
		'│ Books         ▃▃▄▃▃▃▄▄▄▅▄▄▄▄▅▄▄▄▄▅▅▆▅▄▅▅▆▅▅▅▆▆▆█▆▅▇▇▇▇▆▆▇█▆    48,135  +25 % │',
		'│ Grocery       ▃▃▄▃▃▃▄▄▄▅▄▄▄▄▅▄▄▄▄▅▅▆▅▄▅▅▆▅▅▅▆▆▆█▆▅▇▇▇▇▆▆▇█▆    24,067  +25 % │',
		'├ Year over year ──────────────────── growth of the days that both years have ─┤',
		'│                       2022        2023        2024        2025        2026   │',
		'│ Total            5,430,450   6,788,063   8,504,300  10,606,350  11,415,893   │',
		'│ growth               +25 %       +25 %       +25 %       +25 %       +25 %   │',
		'├ Why a warehouse? ────────────────────────────────────────────────────────────┤',
		'│ DuckDB       2.13 MB read  67.2 ms   of 99,966 orders in 3.28 MB             │',
		'│ PostgreSQL   25.6 MB read   687 ms   10 × as long; both say the same         │',
		'╰──────────────────────────────────────────────────────────────────────────────╯',
	]);
});

test('a month that is not among the newest is scrolled to; one of part of the days has no growth', () => {
	const frame = at(80, 20, {...studied, month: '2021-11'});
	expect(frame[1]).toMatch(/Nov 2021 +│$/);
	expect(frame[2]).toMatch(/ 69,000 +│$/);
	expect(frame[3]).toMatch(/^│ {15}\^ +2022 +2023/);
});

test('the days of a month stand in place of the months, with what they cost', () => {
	const frame = at(80, 20, {...studied, days: {result: {...dailyResult, scannedBytes: 82_861, tookMs: 8.1}, day: '2026-10-17'}});
	expect(frame[0]).toContain('Oct 2026 by day');
	expect(frame[1]).toMatch(/17 Oct +│$/);
	expect(frame[2]).toMatch(/38,818 +│$/);
	expect(frame[3]).toMatch(/ 1 {3}5 {4}10 {3}15\^ {2}20 {3}25 {3}30/);
	expect(frame.at(-3)).toContain('82.9 kB read  8.10 ms   for this month alone ');
	expect(frame.at(-2)).toContain('2.13 MB read  67.2 ms   for all months');
});

test('that the ledger says something else is said, and by which days where there is room', () => {
	expect(at(80, 20, unequal).join('\n')).toContain('NOT EQUAL: 4 days changed since');
	expect(
		at(100, 26, unequal)
			.join(' ')
			.replaceAll(/ *│ *│ */g, ' '),
	).toMatch(/NOT EQUAL: orders of 2025-11-03 \(archived 1,203\.40, now 1,180\.20\), .*and 1 more changed in PostgreSQL/);
});

test('with nothing to show it is said how it comes about; why not, where it did not', () => {
	expect(at(80, 20, {}).join('\n')).toMatch(/y {6}loads what is archived[\s\S]*Enter {2}makes a history first: 100,000 orders of 5 years/);
	expect(at(80, 20, {isEmpty: true}).join('\n')).toMatch(/Nothing is archived yet[\s\S]*Enter {2}makes a history[\s\S]*a {6}archives what there is/);
	expect(at(80, 20, {trouble: 'DuckDB is not installed: add it with npm install'}).join('\n')).toContain('DuckDB is not installed');
	expect(at(80, 20, {...studied, study: {...shownStudy, price: undefined}}).join('\n')).toMatch(/PostgreSQL +– read +– +is not open/);
});

test('with nothing to show, what happened stands in what is left of the screen', () => {
	const state = stateWith({});
	const frame = renderAt(
		<HistoryBody state={{...state, activity: [{atMs: state.nowMs, text: 'seeded 500 orders', kind: 'done'}]}} width={160} height={46} />,
		160,
		46,
	).split('\n');
	expect(frame.slice(0, 8).map(line => line.slice(0, 60).trimEnd())).toEqual(
		[
			'╭ Revenue by month and category ────────────────────────────',
			'│',
			'│ y      loads what is archived into the warehouse, and asks',
			'│ Enter  makes a history first: 100,000 orders of 5 years, p',
			'│',
			'├ Why a warehouse? ─────────────────────────────────────────',
			'│ A warehouse keeps each column by itself: a question about ',
			'├ Activity ─────────────────────────────────────────────────',
		].map(line => line.trimEnd()),
	);
	expect(frame[8]).toMatch(/^│ \d\d:\d\d:\d\d seeded 500 orders +│$/);
	// Where a menu takes the room, it stands in the border.
	const small = renderAt(<HistoryBody state={{...state, menu: {kind: 'viewers', row: 0}}} width={80} height={20} />, 80, 20);
	expect(small).not.toContain('Activity');
});

test('the figures stand beside the columns, and these are the broader the fewer they are', () => {
	const {result} = shownStudy;
	const asked = {...result.asked, fromDay: '2026-10-01', fromMs: Date.UTC(2026, 9, 1)};
	const two = {...shownStudy, result: {...result, asked, rows: result.rows.filter(({month}) => String(month) >= '2026-10')}};
	const frame = at(160, 46, {study: two, month: '2026-10'});
	expect(frame.find(line => line.startsWith('│ Total'))).toMatch(/^│ Total {9}█{11} [▄-█]{11} {2,4}1,203,369 /);
	expect(frame.find(line => line.startsWith('│ Books'))).toMatch(/^│ Books {9}█{11} [▄-█]{11} {2,7}48,135 /);
});

describe.each([
	[80, 20],
	[100, 26],
	[160, 46],
])('%i × %i', (width, height) => {
	const job = {name: 'history', stage: 'archiving', done: 8, total: 32, cancelling: false, remarks: [], worstDelayMs: 0} as const;
	test.each<[string, Changes]>([
		['nothing', {}],
		['empty', {isEmpty: true, trouble: 'x'.repeat(300)}],
		['studied', studied],
		['studied, not equal', unequal],
		['days', {...studied, days: {result: dailyResult, day: '2026-10-31'}}],
		['working', {...studied, job}],
		['working at first', {job}],
	])('%s: every line is whole', (_, changes) => {
		const frame = at(width, height, changes);
		expect(frame).toHaveLength(height);
		expect(new Set(frame.map(line => line.length))).toEqual(new Set([width]));
		expect(frame.every(line => /^[╭│├╰].*[╮│┤╯]$/.test(line))).toBe(true);
		expect(frame.join('\n').includes('history, archiving 8 / 32')).toBe('job' in changes);
	});
});

test('its sentences fit, and its tables can be saved', () => {
	for (const changes of [{}, studied, {...studied, days: {result: dailyResult, day: '2026-10-31'}}]) {
		expect(historyScreen.sentences(stateWith(changes)).filter(({length}) => length > 79)).toEqual([]);
	}

	expect(historyScreen.tables(stateWith({}))).toEqual([]);
	expect(historyScreen.tables(stateWith({...studied, days: {result: dailyResult, day: '2026-10-31'}})).map(({name}) => name)).toEqual([
		'daily',
		'monthly',
		'year-over-year',
	]);
});

test.each([
	['y', true],
	['n', false],
	['esc', false],
])('what BigQuery would bill for is a question, and %s answers it', (key, yes) => {
	const desk = openDesk({screen: 'history', history: {...openState.history, ...(studied as Partial<State['history']>)}});
	desk.press('y');
	expect(desk.commands).toEqual([{type: 'history'}]);
	const bill = {work: 'ask', billed: {bytes: 2_400_000_000, billedBytes: 2_400_190_464}} as const;
	desk.dispatch({type: 'bill-found', ...bill});
	expect(renderAt(<Foot state={desk.state()} />, 80, 2).split('\n')).toEqual([
		' The question reads 2.40 GB in BigQuery; 2.40 GB are billed at most: $0.01.',
		' Run it, and what bills no more? y yes   n no',
	]);
	desk.press(key);
	expect(desk.commands.at(-1)).toEqual({type: 'answer-bill', yes});
	expect(desk.state()).toMatchObject({question: undefined, job: {name: 'history'}});
});
