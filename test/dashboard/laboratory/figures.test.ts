import fc from 'fast-check';
import {expect, test} from 'vitest';
import {ageText, errorText, rateText, shareText} from '../../../source/dashboard/laboratory/figure-text.ts';
import {fitSections} from '../../../source/dashboard/laboratory/figures-panel.tsx';
import {laboratoryLayout} from '../../../source/dashboard/laboratory/laboratory-layout.ts';

test('figures as text, in the unit that people count in', () => {
	expect([0, 0.0001, 0.5, 0.9836, 0.9999, 0.99998, 0.999999999, 1].map(share => shareText(share))).toEqual(['0 %', '0.1 %', '50.0 %', '98.4 %', '99.99 %', '99.998 %', '99.9999 %', '100 %']);
	expect([0, 0.00001, 0.0063, 0.083, 1.2].map(errorText)).toEqual(['0 %', '<.01 %', '0.63 %', '8.3 %', '120 %']);
	expect([0, 0.0004, 0.42, 59.9, 59.97, 150, 3596, 3599, 43_200].map(ageText)).toEqual(['0 s', '0 s', '0.42 s', '59.9 s', '1.0 m', '2.5 m', '59.9 m', '1.0 h', '12.0 h']);
	expect([0, 1e-7, 1 / 3600, 0.2, 1 / 60, 6, 200].map(rateText)).toEqual(['0 /d', '<.1 /d', '1.0 /h', '12 /m', '1.0 /m', '6.0 /s', '200 /s']);
});

test('a figure has its cell of seven columns, with a space before it', () => {
	fc.assert(fc.property(fc.double({min: 0, max: 1, noNaN: true}), fc.double({min: 0, max: 9, noNaN: true}), fc.double({min: 0, max: 86_400, noNaN: true}), fc.double({min: 0, max: 999, noNaN: true}), (share, error, age, rate) => {
		for (const text of [shareText(share, 1), errorText(error), ageText(age), rateText(rate)]) {
			expect(text.length).toBeLessThanOrEqual(6);
		}
	}));
});

const section = fc.record({rank: fc.nat(9), lines: fc.array(fc.constant([{text: 'line'}]), {maxLength: 6}), isExtra: fc.boolean()});

test('sections are dropped whole, those of the greatest rank first, and never exceed the panel', () => {
	fc.assert(fc.property(fc.array(section, {maxLength: 9}), fc.integer({min: 0, max: 40}), (sections, height) => {
		const shown = fitSections(sections, height);
		expect(shown.length).toBeLessThanOrEqual(height);
		const first = sections.filter(({lines}) => lines.length > 0).toSorted((a, b) => a.rank - b.rank)[0];
		if (first && first.lines.length <= height) {
			expect(shown.filter(line => line.length > 0).length).toBeGreaterThanOrEqual(first.lines.length);
		}
	}));
	const lines = (text: string, count: number) => Array.from({length: count}, () => [{text}]);
	const wanted = [{rank: 2, lines: lines('c', 2)}, {rank: 0, lines: lines('a', 3)}, {rank: 1, lines: lines('b', 2)}];
	const texts = (height: number) => fitSections(wanted, height).map(line => line[0]?.text ?? '');
	expect(texts(9)).toEqual(['c', 'c', '', 'a', 'a', 'a', '', 'b', 'b']);
	expect(texts(7)).toEqual(['c', 'c', 'a', 'a', 'a', 'b', 'b']);
	expect(texts(6)).toEqual(['a', 'a', 'a', '', 'b', 'b']);
	expect(texts(4)).toEqual(['a', 'a', 'a']);
});

test('the layout shares out the whole space', () => {
	fc.assert(fc.property(fc.integer({min: 80, max: 300}), fc.integer({min: 21, max: 120}), (width, height) => {
		const {chartWidths, chartHeights, figures} = laboratoryLayout(width, height);
		const sum = (parts: readonly number[]) => parts.reduce((total, part) => total + part, 0);
		expect(sum(chartWidths) + figures.width).toBe(width);
		expect(sum(chartHeights)).toBe(height - 1);
		expect(figures.height).toBe(height - 1);
		expect(Math.min(...chartWidths)).toBeGreaterThanOrEqual(40);
		expect(Math.min(...chartHeights)).toBeGreaterThanOrEqual(10);
	}));
});
