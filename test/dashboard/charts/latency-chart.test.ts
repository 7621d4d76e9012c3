import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {latencyChart} from '../../../source/dashboard/charts/latency-chart.ts';
import {type Line, lineWidth} from '../../../source/dashboard/panels/lines.tsx';
import type {LatencySample} from '../../../source/flows/measure-latency.ts';

const text = (lines: readonly Line[]) =>
	lines.map(line =>
		line
			.map(span => span.text)
			.join('')
			.trimEnd(),
	);

/** A miss of 4 ms before every eleven hits of 0.2 to 0.28 ms. */
function reads(count: number): LatencySample[] {
	return Array.from({length: count}, (_, i) =>
		i % 12 === 0 ? {kind: 'miss', latencyMs: 4 + i / 100, atMs: i} : {kind: 'hit', latencyMs: 0.2 + (i % 5) / 50, atMs: i},
	);
}

test('hits and misses over one axis, named at their medians', () => {
	expect(text(latencyChart(reads(60), 52, 4, false))).toEqual([
		'  100 ms ┤',
		'   10 ms ┤⡀     ⡀     ⡀     ⡀     ⡀             miss',
		'    1 ms ┤',
		'  0.1 ms ┤⠐⠒⠒⠒⠒⠒⠐⠒⠒⠒⠒⠒⠐⠒⠒⠒⠒⠒⠐⠒⠒⠒⠒⠒⠐⠒⠒⠒⠒⠒        hit',
	]);
});

test('a tall chart draws each read two dots high', () => {
	expect(text(latencyChart(reads(60), 52, 9, false))).toEqual([
		'  100 ms ┤',
		'         │',
		'         │',
		'   10 ms ┤',
		'         │⠃     ⠃     ⠃     ⠃     ⠃             miss',
		'    1 ms ┤',
		'         │',
		'         │⢀⣠⣄⣀⣤⣀⢠⣄⣀⣤⣀⣠⢀⣀⣤⣀⣠⣄⢀⣤⣀⣠⣄⣀⢠⣀⣠⣄⣀⣤        hit',
		'  0.1 ms ┤⠈⠁⠈⠉ ⠉ ⠈⠉ ⠉⠁⠈⠉ ⠉⠁⠈⠈ ⠉⠁⠈⠉ ⠉⠁⠈⠉',
	]);
});

test('in ASCII a read is a sign', () => {
	expect(text(latencyChart(reads(20), 52, 4, true))).toEqual([
		'  100 ms ┤',
		'   10 ms ┤x           x                         miss',
		'    1 ms ┤',
		'  0.1 ms ┤ ........... .......                  hit',
	]);
});

test('without reads only the axis stands', () => {
	expect(text(latencyChart([], 40, 4, false))).toEqual(['  100 ms ┤', '   10 ms ┤', '    1 ms ┤', '  0.1 ms ┤']);
});

test('misses as fast as hits keep a name of their own, one row up', () => {
	const lines = text(
		latencyChart(
			[
				{kind: 'hit', latencyMs: 1},
				{kind: 'miss', latencyMs: 1},
			],
			40,
			4,
			false,
		),
	);
	expect(lines.map(line => line.slice(-4).trim())).toEqual(['ms ┤', 'miss', 'hit', 'ms ┤']);
});

test('at the top edge both names are still there', () => {
	const lines = text(
		latencyChart(
			[
				{kind: 'hit', latencyMs: 100},
				{kind: 'miss', latencyMs: 100},
			],
			40,
			4,
			false,
		),
	);
	expect(lines.filter(line => line.endsWith('miss'))).toHaveLength(1);
	expect(lines.filter(line => line.endsWith('hit'))).toHaveLength(1);
});

test('without room there is no chart', () => {
	expect(latencyChart(reads(60), 52, 1, false)).toEqual([]);
	expect(latencyChart(reads(60), 22, 4, false)).toEqual([]);
});

describe('for any reads', () => {
	const sample = fc.record({
		kind: fc.constantFrom('hit' as const, 'miss' as const),
		latencyMs: fc.double({min: 0.001, max: 50_000, noNaN: true}),
		atMs: fc.nat(),
	});
	const samples = fc.array(sample, {maxLength: 300});
	const width = fc.integer({min: 23, max: 120});
	const height = fc.integer({min: 2, max: 30});

	test('as many lines as asked for, none wider than the panel, the axis in one column', () => {
		fc.assert(
			fc.property(samples, width, height, fc.boolean(), (all, columns, rows, ascii) => {
				const lines = latencyChart(all, columns, rows, ascii);
				expect(lines).toHaveLength(rows);
				for (const line of lines) {
					expect(lineWidth(line)).toBeLessThanOrEqual(columns);
					expect(['┤', '│']).toContain(line.map(span => span.text).join('')[9]);
				}
			}),
		);
	});

	test('the newest read is on the chart, and each kind that is there has its name once', () => {
		fc.assert(
			fc.property(samples, width, height, (all, columns, rows) => {
				const lines = latencyChart(all, columns, rows, false);
				const plot = lines
					.flatMap(line => line.slice(2))
					.map(span => span.text)
					.join('');
				expect(/[\u2801-\u28FF]/.test(plot)).toBe(all.length > 0);
				for (const kind of ['hit', 'miss'] as const) {
					const names = lines.filter(line => line.at(-1)!.text === ` ${kind}`);
					expect(names.length).toBeLessThanOrEqual(1);
					if (all.at(-1)?.kind === kind) {
						expect(names).toHaveLength(1);
					}
				}
			}),
		);
	});
});

test('a new read adds a dot and leaves the others where they are, until the chart moves on by a quarter', () => {
	const columns = 37 * 2;
	const rowOfHits = (count: number) =>
		text(latencyChart(reads(count), 52, 4, false))[3]!
			.slice(10, 10 + 37)
			.trimEnd();
	let [moves, before] = [0, rowOfHits(1)];
	for (let count = 2; count <= columns * 3; count++) {
		const now = rowOfHits(count);
		moves += now.length < before.length ? 1 : 0;
		before = now;
	}

	expect(moves).toBe(Math.ceil((columns * 2) / Math.ceil(columns / 4)));
});
