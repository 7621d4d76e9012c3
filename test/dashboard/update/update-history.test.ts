import {describe, expect, test} from 'vitest';
import type {ArchiveResult} from '../../../source/flows/archive-facts.ts';
import {dailyResult, shownStudy} from '../../history-results.ts';
import {openDesk, openState, stateAfter} from '../desk.ts';

const study = shownStudy;
const studied = stateAfter({...openState, screen: 'history', placedIn: 'postgres'}, {type: 'history-wished'}, {type: 'history-studied', study});
const asked = {type: 'history-days-asked', month: '2026-10', result: dailyResult} as const;

describe('a study', () => {
	test('is wished once at a time, and opens at the last month that is over', () => {
		const desk = openDesk({screen: 'history'});
		desk.press('y', 'y');
		expect(desk.commands).toEqual([{type: 'history'}]);
		expect(studied.history).toMatchObject({month: '2026-10', isEmpty: false, days: undefined});
		expect(studied.held.history).toBe(1825);
		expect(studied.activity[0]).toMatchObject({
			kind: 'done',
			text: 'history: DuckDB read 2.13 MB in 67.2 ms, the median of 5. PostgreSQL read 302,502 rows, 25.6 MB of pages, in 687 ms: 10 times as long. Both say the same, to the cent',
		});
	});

	test('of a history that was made: the header has its objects, and those of earlier revisions', () => {
		const result = {totals: {parts: 1826}, created: 1826} as unknown as ArchiveResult;
		const made = (gcs?: number) => stateAfter({...openState, held: gcs === undefined ? {} : {gcs}}, {type: 'history-archived', result}).held.gcs;
		expect([made(), made(0), made(35)]).toEqual([1826, 1826, 1861]);
	});

	test('anew stays at the month that is looked at; that the ledger says something else is a failure', () => {
		const price = {...study.price!, equal: false, changed: [{day: '2025-11-03', archived: 2, ledger: 1}]};
		const again = stateAfter({...studied, history: {...studied.history, month: '2024-02'}}, {type: 'history-studied', study: {...study, price}});
		expect(again.history.month).toBe('2024-02');
		expect(again.activity[0]).toMatchObject({kind: 'failed', text: expect.stringContaining('NOT EQUAL: orders of 2025-11-03') as string});
	});

	test('that comes to nothing says why, and what there was stays', () => {
		const failed = stateAfter(studied, {type: 'history-wished'}, {type: 'job-failed', reason: 'DuckDB is not installed', cancelled: false});
		expect(failed.history).toMatchObject({trouble: 'DuckDB is not installed', study: {store: 'DuckDB'}});
		const cancelled = stateAfter(studied, {type: 'history-wished'}, {type: 'job-failed', reason: 'x', cancelled: true});
		expect(cancelled.history.trouble).toBeUndefined();
		expect(stateAfter(studied, {type: 'history-missed', reason: 'nothing'}).history.isEmpty).toBe(true);
	});
});

describe('keys', () => {
	test('arrows go through months and years, and not beyond', () => {
		const desk = openDesk(studied);
		desk.press('left');
		expect(desk.state().history.month).toBe('2026-09');
		desk.press('down', 'right');
		expect(desk.state().history.month).toBe('2025-10');
		desk.press('up', 'right', 'right');
		expect(desk.state().history.month).toBe('2026-11');
		expect(desk.state().activity[0]!.text).toBe('arrows: no history lies there');
	});

	test('Enter shows the days, from the best one; there arrows go through days, up and down to other months, Esc back', () => {
		const desk = openDesk(studied);
		desk.press('return');
		expect(desk.commands).toEqual([{type: 'history-days', month: '2026-10'}]);
		desk.dispatch(asked);
		expect(desk.state().history.days?.day).toBe('2026-10-01');
		desk.press('right', 'right');
		expect(desk.state().history.days?.day).toBe('2026-10-03');
		desk.press('down');
		expect(desk.commands.at(-1)).toEqual({type: 'history-days', month: '2026-09'});
		desk.dispatch(asked);
		desk.press('esc');
		expect(desk.state().history.days).toBeUndefined();
	});

	test('among days up and down pass over a month in which nothing happened', () => {
		const {result} = study;
		const rows = result.rows.filter(({month}) => month !== '2026-09' && month !== '2026-08');
		const desk = openDesk({...studied, history: {...studied.history, study: {...study, result: {...result, rows}}}});
		desk.press('return');
		desk.dispatch(asked);
		desk.press('down');
		expect(desk.commands.at(-1)).toEqual({type: 'history-days', month: '2026-07'});
		desk.dispatch({...asked, month: '2026-07'});
		desk.press('up');
		expect(desk.commands.at(-1)).toEqual({type: 'history-days', month: '2026-10'});
	});

	test('with nothing to show Enter asks how large a history is to be; a server of others is asked about first', () => {
		const desk = openDesk({screen: 'history', placedIn: 'postgres'});
		desk.press('return');
		expect(desk.state().prompt).toEqual({kind: 'history-orders', text: '100000'});
		desk.press('return');
		expect(desk.commands).toEqual([{type: 'history', orders: 100_000}]);
		const server = {kind: 'server', label: 'PostgreSQL 15', version: '15', address: 'there'} as const;
		const named = openDesk({
			screen: 'history',
			placedIn: 'postgres',
			held: {postgres: 7},
			layers: {...openState.layers, postgres: {health: 'up', backend: server}},
		});
		named.press('return', 'return');
		expect(named.state().question).toEqual({about: 'history', count: 100_000});
		named.press('y');
		expect(named.commands).toContainEqual({type: 'history', orders: 100_000});
		const alone = openDesk({
			screen: 'history',
			placedIn: 'mongo',
			layers: {...openState.layers, postgres: {health: 'out', reason: 'left out', backend: undefined}},
		});
		alone.press('return');
		expect(alone.state().activity[0]!.text).toBe('Enter: left out');
	});

	test('what would be billed waits for an answer', () => {
		for (const [key, yes] of [
			['y', true],
			['n', false],
			['esc', false],
		] as const) {
			const desk = openDesk({...studied, job: undefined});
			desk.dispatch({type: 'bill-found', work: 'ask', billed: {bytes: 1, billedBytes: 2}});
			desk.press(key);
			expect(desk.commands).toEqual([{type: 'answer-bill', yes}]);
			expect(desk.state().question).toBeUndefined();
		}
	});
});
