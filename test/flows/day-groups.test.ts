import {expect, test} from 'vitest';
import {dayGroups} from '../../source/flows/day-groups.ts';
import type {SourceDay} from '../../source/flows/archive-source.ts';

const dayMs = 86_400_000;

/** Days by their numbers, each with so many facts. */
const days = (...wanted: ReadonlyArray<readonly [number: number, rows: number | undefined]>): SourceDay[] =>
	wanted.map(([number, rows]) => ({day: String(number), startMs: number * dayMs, nextMs: (number + 1) * dayMs, rows}));

const grouped = (found: readonly SourceDay[]) => dayGroups(found).map(group => group.map(({day}) => Number(day)));

test('days that follow each other are read together while they have few facts, a week at most', () => {
	expect(grouped(days([1, 10], [2, 10], [4, 10], [5, 3990], [6, 1], [7, 9000], [8, 1]))).toEqual([[1, 2], [4, 5], [6], [7], [8]]);
	expect(grouped(days(...Array.from({length: 9}, (_, i) => [i, 1] as const)))).toEqual([
		[0, 1, 2, 3, 4, 5, 6],
		[7, 8],
	]);
});

test('a day of which nobody knows how many facts it has is read alone', () => {
	expect(grouped(days([1, undefined], [2, 1], [3, 1], [4, undefined]))).toEqual([[1], [2, 3], [4]]);
	expect(grouped([])).toEqual([]);
});
