import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {bar, gauge} from '../../../source/dashboard/charts/gauge.ts';

const width = fc.integer({min: 0, max: 60});

describe('a gauge', () => {
	test.each([
		[0, '░░░░░░░░░░'],
		[0.04, '░░░░░░░░░░'],
		[0.5, '█████░░░░░'],
		[0.96, '██████████'],
		[1, '██████████'],
		[-3, '░░░░░░░░░░'],
		[7, '██████████'],
		[Number.POSITIVE_INFINITY, '██████████'],
	])('of %d is %s', (share, drawn) => {
		expect(gauge(share, 10)).toBe(drawn);
	});

	test('always has its width', () => {
		fc.assert(
			fc.property(fc.double({noNaN: true}), width, (share, columns) => {
				expect(gauge(share, columns)).toMatch(new RegExp(`^█*░*$`));
				expect(gauge(share, columns)).toHaveLength(columns);
			}),
		);
	});
});

describe('a bar', () => {
	test.each([
		[0, ''],
		[0.01, ''],
		[1 / 32, '▏'],
		[0.1, '▍'],
		[0.25, '█'],
		[0.47, '█▉'],
		[0.5, '██'],
		[0.999, '████'],
		[1, '████'],
		[-1, ''],
		[2, '████'],
	])('of %d on 4 columns is "%s"', (share, drawn) => {
		expect(bar(share, 4)).toBe(drawn);
	});

	test('is never wider than its room, and a greater share is never shorter', () => {
		const eighths = (text: string) => [...text].reduce((sum, sign) => sum + 0x25_90 - sign.codePointAt(0)!, 0);
		fc.assert(
			fc.property(fc.double({min: 0, max: 1, noNaN: true}), fc.double({min: 0, max: 1, noNaN: true}), width, (a, b, columns) => {
				const [less, more] = [bar(Math.min(a, b), columns), bar(Math.max(a, b), columns)];
				expect(more.length).toBeLessThanOrEqual(columns);
				expect(eighths(less)).toBeLessThanOrEqual(eighths(more));
			}),
		);
	});
});
