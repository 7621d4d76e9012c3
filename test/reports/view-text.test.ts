import {expect, test} from 'vitest';
import {viewText} from '../../source/reports/view-text.ts';
import type {View} from '../../source/scenarios/view.ts';

const words = {counts: '', notes: [], above: ['Stalls of the day.'], below: ['Prices as marked.']};

test('a table: a mean that is not known is a dash, and shares are of the total', () => {
	const body: View['body'] = {
		kind: 'table',
		name: 'stalls',
		rowTitle: 'stall',
		columns: [
			{name: 'takenCents', title: 'taken', unit: 'money'},
			{name: 'sold', title: 'sold', unit: 'count'},
			{name: 'each', title: 'each', unit: 'mean'},
		],
		rows: [
			{name: 'Cheese', figures: [300_000, 1600, 1.875]},
			{name: 'Bread', figures: [100_000, 0, undefined]},
		],
		totals: [400_000, 1600, 2.5],
		sharesOf: 0,
	};
	expect(viewText({...words, body}, {ascii: false})).toEqual([
		'Stalls of the day.',
		'',
		'stall      taken   sold  each    share',
		'Cheese  3,000.00  1,600   1.9   75.0 %',
		'Bread   1,000.00      0     –   25.0 %',
		'Total   4,000.00  1,600   2.5  100.0 %',
		'',
		'Prices as marked.',
	]);
	expect(viewText({...words, body: {...body, totals: undefined}}, {ascii: false})[2]).toBe('stall      taken   sold  each');
});

test('a picture is drawn at the width of the paper, without its colours', () => {
	const draw = (columns: number, rows: number) => [
		[{text: '-'.repeat(columns), tone: 'dim' as const}],
		[{text: ` ${columns} × ${rows}`}, {text: ' x ', tone: 'bad' as const}],
	];
	expect(viewText({...words, body: {kind: 'picture', draw}}, {ascii: false})).toEqual([
		'Stalls of the day.',
		'',
		'-'.repeat(80),
		' 80 × 20 x',
		'',
		'Prices as marked.',
	]);
});
