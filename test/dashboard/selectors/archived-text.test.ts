import {expect, test} from 'vitest';
import type {ArchiveResult} from '../../../source/flows/archive-facts.ts';
import {archivedText} from '../../../source/dashboard/selectors/archived-text.ts';
import {shop} from '../../../source/scenarios/shop/shop.ts';

const days = (fresh: number, changed: number, same = 0) => [
	...Array.from({length: fresh}, () => ({state: 'new'})),
	...Array.from({length: changed}, () => ({state: 'changed'})),
	...Array.from({length: same}, () => ({state: 'same'})),
];
const archived = (of: ReturnType<typeof days>, changes: Partial<ArchiveResult> = {}) =>
	archivedText({
		scenario: shop,
		source: 'PostgreSQL',
		days: of,
		totals: {days: 35, rows: 1412, worth: 12_345_678, parts: 35},
		created: 36,
		...changes,
	} as ArchiveResult);

test.each([
	[days(1, 0), '1 day'],
	[days(2, 0, 3), '2 days'],
	[days(0, 1), '1 changed'],
	[days(34, 1), '34 days, 1 changed'],
	[days(0, 0, 5), 'nothing changed'],
	[days(0, 0), 'nothing changed'],
])('what was done, and what stands', (of, did) => {
	expect(archived(of)).toBe(`archived from PostgreSQL: ${did}, 36 objects, CRC32C agrees; 35 days with 1,412 orders, 123,456.78 stand`);
});

test('of one thing it is said as of one', () => {
	expect(archived(days(1, 0), {created: 1, totals: {days: 1, rows: 1, worth: 250, parts: 1}})).toBe(
		'archived from PostgreSQL: 1 day, 1 object, CRC32C agrees; 1 day with 1 order, 2.50 stand',
	);
});

test('where no day is over yet, that is all there is to say', () => {
	const totals = {days: 0, rows: 0, worth: 0, parts: 0};
	expect(archived([], {totals, created: 0, today: '2026-11-24'})).toBe('nothing to archive from PostgreSQL: no day is over yet');
});

test('a day that is not over is named as left out', () => {
	expect(archived(days(1, 0), {today: '2026-11-24'})).toMatch(/ stand; today is left out until it is over$/);
});
