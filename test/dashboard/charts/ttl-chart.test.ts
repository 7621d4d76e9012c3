import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createCanvas} from '../../../source/words/braille-canvas.ts';
import type {Tone} from '../../../source/dashboard/theme.ts';
import {ttlTicks} from '../../../source/dashboard/charts/ttl-axis.ts';
import {smallestChart, ttlChart} from '../../../source/dashboard/charts/ttl-chart.ts';
import {ageScale, errorScale, rateScale, scaleAxis, shareAxis} from '../../../source/dashboard/charts/value-axis.ts';
import {type Line, lineWidth} from '../../../source/dashboard/panels/lines.tsx';

const textOf = (lines: readonly Line[]) => lines.map(line => line.map(({text}) => text).join(''));

const extremes = [0, 1, Number.MIN_VALUE, 1e-9, 1e9, Number.MAX_VALUE];
const value = fc.oneof(fc.double({min: 0, max: 2, noNaN: true}), fc.double({min: 0, max: 1e9, noNaN: true}), fc.constantFrom(...extremes));
const ttlSeconds = fc.oneof(fc.double({min: 0.001, max: 1e6, noNaN: true}), fc.constantFrom(1, 86_400));
const band = fc.option(
	fc.tuple(value, value).map(([a, b]) => ({low: Math.min(a, b), high: Math.max(a, b)})),
	{nil: undefined},
);
const curve = fc.array(fc.record({ttlSeconds, value, band}), {maxLength: 30}).map(points => points.toSorted((a, b) => a.ttlSeconds - b.ttlSeconds));
const scale = fc.constantFrom(undefined, ageScale, rateScale, errorScale);

test('every line has the width, every mark stands in the plot, whatever the values', () => {
	fc.assert(
		fc.property(
			curve,
			scale,
			ttlSeconds,
			fc.array(fc.record({ttlSeconds, value}), {maxLength: 1}),
			fc.integer({min: smallestChart.width, max: 120}),
			fc.integer({min: smallestChart.height, max: 40}),
			fc.boolean(),
			(curve, scale, ttlSeconds, marked, width, height, ascii) => {
				const values = [...curve, ...marked].map(({value}) => value);
				const marks = marked.map(mark => ({...mark, sign: '@', tone: 'seen' as const}));
				const lines = ttlChart({axis: scale ? scaleAxis(scale, values) : shareAxis, curve, ttlSeconds, marks}, width, height, ascii);
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
	expect(ttlChart({axis: shareAxis, curve: [], ttlSeconds: 1, marks: []}, smallestChart.width - 1, 20, false)).toEqual([]);
	expect(ttlChart({axis: shareAxis, curve: [], ttlSeconds: 1, marks: []}, 80, smallestChart.height - 1, false)).toEqual([]);
});

test('a curve, its band, the present TTL and the marks, in ASCII', () => {
	const at = (ttlSeconds: number, value: number, reach: number) => ({ttlSeconds, value, band: {low: value - reach, high: value + reach}});
	const lines = ttlChart(
		{
			axis: shareAxis,
			curve: [at(1, 0.3, 0.2), at(86_400, 0.7, 0.2)],
			ttlSeconds: 300,
			marks: [{ttlSeconds: 300, value: 1, sign: '@', tone: 'seen', label: 'here'}],
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
	expect(textOf([ttlTicks(300, 40), ttlTicks(1, 40), ttlTicks(86_400, 40), ttlTicks(300, 16)])).toEqual([
		'1 s   10 s      TTL 5 min  1 h      24 h',
		'TTL 1 s     1 min 5 min    1 h      24 h',
		'1 s   10 s  1 min 5 min    1 h  TTL 24 h',
		'1 s TTL 5 min   ',
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
