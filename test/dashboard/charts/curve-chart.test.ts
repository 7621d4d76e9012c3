import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createCanvas} from '../../../source/words/braille-canvas.ts';
import type {Tone} from '../../../source/dashboard/theme.ts';
import {acrossKeys} from '../../../source/dashboard/charts/keys-axis.ts';
import {acrossTtls} from '../../../source/dashboard/charts/ttl-axis.ts';
import {curveChart, smallestChart} from '../../../source/dashboard/charts/curve-chart.ts';
import {ageScale, errorScale, rateScale, scaleAxis, shareAxis} from '../../../source/dashboard/charts/value-axis.ts';
import {type Line, lineWidth} from '../../../source/dashboard/panels/lines.tsx';

const textOf = (lines: readonly Line[]) => lines.map(line => line.map(({text}) => text).join(''));

const extremes = [0, 1, Number.MIN_VALUE, 1e-9, 1e9, Number.MAX_VALUE];
const value = fc.oneof(fc.double({min: 0, max: 2, noNaN: true}), fc.double({min: 0, max: 1e9, noNaN: true}), fc.constantFrom(...extremes));
const place = fc.oneof(fc.double({min: 0.001, max: 1e6, noNaN: true}), fc.constantFrom(1, 86_400));
const band = fc.option(
	fc.tuple(value, value).map(([a, b]) => ({low: Math.min(a, b), high: Math.max(a, b)})),
	{nil: undefined},
);
const curve = fc.array(fc.record({at: place, value, band}), {maxLength: 30}).map(points => points.toSorted((a, b) => a.at - b.at));
const scale = fc.constantFrom(undefined, ageScale, rateScale, errorScale);

test('every line has the width, every mark stands in the plot, whatever the values', () => {
	fc.assert(
		fc.property(
			curve,
			scale,
			place.chain(at => fc.constantFrom(acrossTtls(at), acrossKeys(10_000, Math.round(at)), acrossKeys(7, undefined))),
			fc.array(fc.record({at: place, value}), {maxLength: 1}),
			fc.integer({min: smallestChart.width, max: 120}),
			fc.integer({min: smallestChart.height, max: 40}),
			fc.boolean(),
			(curve, scale, across, marked, width, height, ascii) => {
				const values = [...curve, ...marked].map(({value}) => value);
				const marks = marked.map(mark => ({...mark, sign: '@', tone: 'seen' as const}));
				const lines = curveChart({across, axis: scale ? scaleAxis(scale, values) : shareAxis, curve, marks}, width, height, ascii);
				expect(lines.map(lineWidth)).toEqual(Array.from({length: height}, () => width));
				expect(textOf(lines).join('\n').match(/@/g)?.length ?? 0).toBe(marks.length);
				expect(textOf(lines).join('')).not.toMatch(/NaN|undefined|Infinity/);
				if (ascii) {
					expect(textOf(lines).join('')).toMatch(/^[ -~│┤]*$/);
				}
			},
		),
	);
});

test('a chart too small is not drawn', () => {
	expect(curveChart({across: acrossTtls(1), axis: shareAxis, curve: [], marks: []}, smallestChart.width - 1, 20, false)).toEqual([]);
	expect(curveChart({across: acrossTtls(1), axis: shareAxis, curve: [], marks: []}, 80, smallestChart.height - 1, false)).toEqual([]);
});

test('a curve, its band, the present TTL and the marks, in ASCII', () => {
	const at = (ttlSeconds: number, value: number, reach: number) => ({at: ttlSeconds, value, band: {low: value - reach, high: value + reach}});
	const lines = curveChart(
		{
			across: acrossTtls(300),
			axis: shareAxis,
			curve: [at(1, 0.3, 0.2), at(86_400, 0.7, 0.2)],
			marks: [{at: 300, value: 1, sign: '@', tone: 'seen', label: 'here'}],
		},
		50,
		8,
		true,
	);
	expect(textOf(lines)).toEqual([
		'     100 % ┤                   @ here             ',
		'           │                   :        ..........',
		'           │          .........:........**********',
		'      50 % ┤..........******************..........',
		'           │**********.........:........          ',
		'           │..........         :                  ',
		'       0 % ┤                   :                  ',
		'            1 s  10 s      TTL 5 min  1 h     24 h',
	]);
});

test('the ticks give way to the present TTL, the ends last', () => {
	expect(textOf([acrossTtls(300).ticks(40), acrossTtls(1).ticks(40), acrossTtls(86_400).ticks(40), acrossTtls(300).ticks(16)])).toEqual([
		'1 s   10 s      TTL 5 min  1 h      24 h',
		'TTL 1 s     1 min 5 min    1 h      24 h',
		'1 s   10 s  1 min 5 min    1 h  TTL 24 h',
		'1 s TTL 5 min   ',
	]);
});

test('the keys that fit in memory: the present number, one, all, and the decades between', () => {
	const texts = [acrossKeys(10_000, 1012), acrossKeys(10_000, undefined), acrossKeys(353, 353), acrossKeys(1, 1)];
	expect(textOf(texts.map(across => across.ticks(50)))).toEqual([
		'1          10           100   room for 1,012      ',
		'1          10           100        1,000    10,000',
		'1                 10                  room for 353',
		'room for 1                                        ',
	]);
});

test('logarithmic axes stand still within whole decades, and grow for a value beyond', () => {
	const foot = (values: number[]) => scaleAxis(ageScale, values).ticks[0]!.label;
	expect(foot([])).toBe('0.1 s');
	expect(foot([0.5, 3000])).toBe('0.1 s');
	expect(foot([0.099])).toBe('10 ms');
	expect(foot([0, 5])).toBe('0');
	expect(scaleAxis(rateScale, [1]).position(1)).toBe(1);
	expect(scaleAxis(rateScale, [2]).position(1)).toBeCloseTo(5 / 6);
	expect(scaleAxis(errorScale, [1e-300, 1e300]).ticks).toHaveLength(errorScale.ticks.length);
});

test('what is set last in a cell is seen: a sign over dots, dots over a sign', () => {
	const canvas = createCanvas<Tone>(3, 1);
	canvas.dot(0, 0, 'accent');
	canvas.mark(1, 3, '@', 'seen');
	canvas.mark(2, 0, 's', 'simulated');
	canvas.dot(3, 0, 'hit');
	canvas.mark(6, 0, 'x', 'bad');
	canvas.mark(-1, 0, 'x', 'bad');
	expect(canvas.lines()).toEqual([
		[
			{text: '@', tone: 'seen'},
			{text: '⠈ ', tone: 'hit'},
		],
	]);
});
