import * as fc from 'fast-check';
import {describe, expect, it, test} from 'vitest';
import {ttlPresets} from '../../source/lab/ttl-presets.ts';
import {agesInOneUnit, formatCountdown, formatDuration, parseDuration, typedDuration} from '../../source/words/duration.ts';

describe('parseDuration', () => {
	test.each([
		['5m', 300],
		['45s', 45],
		['24h', 86_400],
		['1.2s', 1.2],
		['400ms', 0.4],
		['90', 90],
		['1d', 86_400],
		['0.5m', 30],
		['007s', 7],
		['1ms', 0.001],
		['0.001', 0.001],
		['5 min', 300],
		['2 min', 120],
		['1 min 30 s', 90],
		['1m30s', 90],
		['1 h 30 min', 5400],
		['1 day', 86_400],
		['2 days 3 h', 183_600],
		['1 hour', 3600],
		['5 m', 300],
		['400 ms', 0.4],
		['90 s', 90],
	])('%s', (text, seconds) => {
		expect(parseDuration(text)).toBe(seconds);
	});

	test.each([
		'',
		' ',
		'0',
		'0s',
		'0.0',
		'-1',
		'-5m',
		'+5m',
		'5x',
		'5M',
		'5  m',
		' 5m',
		'5m ',
		'5m\n',
		'5 min ',
		'30 s 1 min',
		'1 s 2 s',
		'1 min, 30 s',
		'5 30',
		'5m 30',
		'5 M',
		'5 mins',
		'\t5m',
		'5.',
		'.5s',
		'1e3',
		'1e3s',
		'NaN',
		'Infinity',
		'0x10',
		'1_000',
		'1,5s',
		's',
		'ms',
		'5ss',
		'0.9ms',
		'٣s',
		'9'.repeat(400),
		`${'9'.repeat(308)}d`,
		'constructor',
		'5constructor',
		'1.2.3s',
	])('refuses %j', text => {
		expect(parseDuration(text)).toBeUndefined();
	});

	it('gives a finite number from 0.001 on, or undefined, for any text', () => {
		const pieces = fc.array(fc.constantFrom('0', '1', '9', '.', '-', 'm', 's', 'h', 'd', 'e', ' ')).map(parts => parts.join(''));
		fc.assert(
			fc.property(fc.oneof(fc.string(), pieces), text => {
				const seconds = parseDuration(text);
				expect(seconds === undefined || (Number.isFinite(seconds) && seconds >= 0.001)).toBe(true);
			}),
		);
	});
});

describe('formatDuration', () => {
	test.each([
		[300, '5 min'],
		[86_400, '24 h'],
		[1.2, '1.2 s'],
		[45, '45 s'],
		[0.4, '400 ms'],
		[90, '1 min 30 s'],
		[0, '0 s'],
		[0.000_21, '0.21 ms'],
		[0.0021, '2.1 ms'],
		[0.9994, '999 ms'],
		[0.9996, '1 s'],
		[59.94, '59.9 s'],
		[59.96, '1 min'],
		[3599.6, '1 h'],
		[3600, '1 h'],
		[5400, '1 h 30 min'],
		[3661, '1 h 1 min'],
		[172_799, '2 days'],
		[172_800, '2 days'],
		[183_600, '2 days 3 h'],
		[604_800, '7 days'],
		[86_400 * 20_783, '20,783 days'],
		[-1.2, '-1.2 s'],
		[Number.NaN, '–'],
		[Number.POSITIVE_INFINITY, '–'],
	])('%d', (seconds, text) => {
		expect(formatDuration(seconds)).toBe(text);
	});

	it('can be typed again as it is written', () => {
		const whole = (max: number) => fc.integer({min: 1, max});
		const tidy = fc.oneof(
			whole(999).map(n => n / 1000),
			whole(599).map(n => n / 10),
			whole(59).map(n => n * 60),
			whole(47).map(n => n * 3600),
			whole(999)
				.filter(n => n > 1)
				.map(n => n * 86_400),
			whole(3599),
			whole(2879).map(n => n * 60),
			whole(1000).map(n => 172_800 + n * 3600),
			fc.constantFrom(...ttlPresets),
		);
		fc.assert(
			fc.property(tidy, seconds => {
				expect(parseDuration(formatDuration(seconds))).toBeCloseTo(seconds, 9);
			}),
		);
	});
});

test.each([
	[228, '3:48'],
	[3723, '1:02:03'],
	[0, '0:00'],
	[-3, '0:00'],
	[Number.NaN, '0:00'],
	[0.2, '0:01'],
	[59.001, '1:00'],
	[300, '5:00'],
	[3599.5, '1:00:00'],
	[90_000, '25:00:00'],
	[Number.POSITIVE_INFINITY, '–'],
])('formatCountdown(%d)', (seconds, text) => {
	expect(formatCountdown(seconds)).toBe(text);
});

test('ages that are compared stand in one unit', () => {
	expect(agesInOneUnit([148.2, 150])).toEqual({unit: 'min', texts: ['2.5', '2.5']});
	expect(agesInOneUnit([0.2, 43_200, undefined])).toEqual({unit: 'h', texts: ['<0.01', '12.0', undefined]});
	expect(agesInOneUnit([0.0042, 0])).toEqual({unit: 'ms', texts: ['4.2', '0']});
	expect(agesInOneUnit([59.9, 3])).toEqual({unit: 's', texts: ['59.9', '3.0']});
	expect(agesInOneUnit([undefined])).toEqual({unit: 's', texts: [undefined]});
});

test('ages that are compared have few digits', () => {
	fc.assert(
		fc.property(fc.double({min: 0, max: 604_800, noNaN: true}), fc.double({min: 0, max: 604_800, noNaN: true}), (one, other) => {
			for (const text of agesInOneUnit([one, other]).texts) {
				expect(text!.length).toBeLessThanOrEqual(5);
			}
		}),
	);
});

describe('typedDuration', () => {
	test.each([
		[0.4, '400ms'],
		[1.2, '1.2s'],
		[10, '10s'],
		[60, '1m'],
		[90, '90s'],
		[600, '10m'],
		[86_400, '24h'],
	])('%d s is %s', (seconds, text) => {
		expect(typedDuration(seconds)).toBe(text);
		expect(parseDuration(text)).toBeCloseTo(seconds, 9);
	});
});
