import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {bodyRows} from '../../../../source/dashboard/screens/body-rows.ts';
import type {View} from '../../../../source/scenarios/view.ts';
import {layoutFor} from '../../../../source/dashboard/screens/dashboard/layout.ts';

test.each([
	[80, 24, {answer: [53, 12], cache: [27, 12], latency: [53, 8], activity: [27, 8]}],
	[100, 30, {answer: [64, 13], cache: [36, 13], latency: [64, 13], activity: [36, 13]}],
	[160, 50, {answer: [102, 14], cache: [58, 14], latency: [102, 32], activity: [58, 32]}],
])('%i × %i', (columns, rows, frames) => {
	const wanted = Object.entries(frames).map(([name, [width, height]]) => [name, {width, height}]);
	expect(layoutFor(columns, bodyRows(rows))).toEqual(Object.fromEntries(wanted));
});

test('a picture has what the chart below can spare, and the first ones of many as many rows as there are', () => {
	const picture: View['body'] = {kind: 'picture', draw: () => []};
	const table: View['body'] = {kind: 'table', name: 'a', rowTitle: 'a', columns: [], rows: [], totals: undefined, sharesOf: undefined};
	const heights = (body: View['body']) =>
		([24, 30, 50, 90] as const).map(rows => {
			const {answer, latency} = layoutFor(100, bodyRows(rows), body);
			expect(answer.height + latency.height).toBe(rows - 4);
			return answer.height;
		});
	expect(heights(picture)).toEqual([12, 18, 32, 60]);
	expect(heights({...table, isOpenEnded: true})).toEqual([12, 18, 26, 26]);
	expect(heights(table)).toEqual([12, 13, 14, 14]);
});

describe('from 80 × 24 on', () => {
	const size = [fc.integer({min: 80, max: 400}), fc.integer({min: 24, max: 200})] as const;

	test('the panels fill the screen between header and key bar exactly', () => {
		fc.assert(
			fc.property(...size, (columns, rows) => {
				const {answer, cache, latency, activity} = layoutFor(columns, bodyRows(rows));
				expect([answer.width + cache.width, latency.width + activity.width]).toEqual([columns, columns]);
				expect([answer.height + latency.height, cache.height + activity.height]).toEqual([rows - 4, rows - 4]);
			}),
		);
	});

	test('no panel is too small for what it holds', () => {
		fc.assert(
			fc.property(...size, (columns, rows) => {
				const {answer, cache, latency, activity} = layoutFor(columns, bodyRows(rows));
				expect(answer.height).toBeGreaterThanOrEqual(12);
				expect(answer.width).toBeGreaterThanOrEqual(53);
				expect(cache.width).toBeGreaterThanOrEqual(27);
				// A chart of at least two rows, its table, and the frame.
				expect(latency.height).toBeGreaterThanOrEqual(7);
				expect(activity.height).toBe(latency.height);
			}),
		);
	});
});
