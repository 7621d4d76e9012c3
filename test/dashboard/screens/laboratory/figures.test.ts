import fc from 'fast-check';
import {expect, test} from 'vitest';
import {fitSections} from '../../../../source/dashboard/screens/laboratory/figures-panel.tsx';
import {laboratoryLayout} from '../../../../source/dashboard/screens/laboratory/laboratory-layout.ts';

const section = fc.record({rank: fc.nat(9), lines: fc.array(fc.constant([{text: 'line'}]), {maxLength: 6}), isExtra: fc.boolean()});

test('sections are dropped whole, those of the greatest rank first, and never exceed the panel', () => {
	fc.assert(
		fc.property(fc.array(section, {maxLength: 9}), fc.integer({min: 0, max: 40}), (sections, height) => {
			const shown = fitSections(sections, height);
			expect(shown.length).toBeLessThanOrEqual(height);
			const first = sections.filter(({lines}) => lines.length > 0).toSorted((a, b) => a.rank - b.rank)[0];
			if (first && first.lines.length <= height) {
				expect(shown.filter(line => line.length > 0).length).toBeGreaterThanOrEqual(first.lines.length);
			}
		}),
	);
	const lines = (text: string, count: number) => Array.from({length: count}, () => [{text}]);
	const wanted = [
		{rank: 2, lines: lines('c', 2)},
		{rank: 0, lines: lines('a', 3)},
		{rank: 1, lines: lines('b', 2)},
	];
	const texts = (height: number) => fitSections(wanted, height).map(line => line[0]?.text ?? '');
	expect(texts(9)).toEqual(['c', 'c', '', 'a', 'a', 'a', '', 'b', 'b']);
	expect(texts(7)).toEqual(['c', 'c', 'a', 'a', 'a', 'b', 'b']);
	expect(texts(6)).toEqual(['a', 'a', 'a', '', 'b', 'b']);
	expect(texts(4)).toEqual(['a', 'a', 'a']);
});

test('the layout shares out the whole space', () => {
	fc.assert(
		fc.property(fc.integer({min: 80, max: 300}), fc.integer({min: 21, max: 120}), (width, height) => {
			const {chartWidths, chartHeights, figures} = laboratoryLayout(width, height);
			const sum = (parts: readonly number[]) => parts.reduce((total, part) => total + part, 0);
			expect(sum(chartWidths) + figures.width).toBe(width);
			expect(sum(chartHeights)).toBe(height - 1);
			expect(figures.height).toBe(height - 1);
			expect(Math.min(...chartWidths)).toBeGreaterThanOrEqual(40);
			expect(Math.min(...chartHeights)).toBeGreaterThanOrEqual(10);
		}),
	);
});
