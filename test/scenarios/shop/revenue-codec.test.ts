import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {revenueCodec} from '../../../source/scenarios/shop/revenue-codec.ts';
import {type CachedAnswer, decodeCached, encodeCached} from '../../../source/stores/cached-answer.ts';
import {plainText} from '../../../source/words/plain-text.ts';
import {anyText} from './any-order.ts';

const encode = (cached: CachedAnswer) => encodeCached(cached, revenueCodec);
const decode = (text: string) => decodeCached(text, revenueCodec);

const wholeNumber = fc.maxSafeNat();
const figures = {todayCents: wholeNumber, revenueCents: wholeNumber, orders: wholeNumber, units: wholeNumber};
const instantMs = fc.integer({min: 0, max: Date.UTC(2500, 0, 1)});
const anyCached: fc.Arbitrary<CachedAnswer> = fc.record(
	{
		answer: fc.record(
			{
				asOfMs: instantMs,
				windowDays: fc.integer({min: 1, max: 3650}),
				day: instantMs.map(ms => new Date(ms).toISOString().slice(0, 10)),
				timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Asia/Kolkata'),
				categories: fc.array(fc.record({category: anyText.map(plainText), ...figures}, {noNullPrototype: true}), {maxLength: 12}),
				totals: fc.record(figures, {noNullPrototype: true}),
			},
			{noNullPrototype: true},
		),
		expiresAtMs: instantMs,
		fillMs: fc.double({min: 0, max: 1e9, noNaN: true}).map(value => value + 0),
	},
	{noNullPrototype: true},
);

const totals = {todayCents: 1, revenueCents: 2, orders: 3, units: 4};
const good = {
	schema: 'shopstream.cached-revenue/2',
	asOf: '2026-11-24T08:00:00.000Z',
	expiresAt: '2026-11-24T08:05:00.000Z',
	fillMs: 4.5,
	report: {windowDays: 30, day: '2026-11-24', timeZone: 'Europe/Berlin', categories: [{category: 'Books', ...totals}], totals},
};
const value = {
	answer: {
		asOfMs: Date.UTC(2026, 10, 24, 8),
		windowDays: 30,
		day: '2026-11-24',
		timeZone: 'Europe/Berlin',
		categories: [{category: 'Books', ...totals}],
		totals,
	},
	expiresAtMs: Date.UTC(2026, 10, 24, 8, 5),
	fillMs: 4.5,
};

test('whatever is stored comes back as it was', () => {
	fc.assert(
		fc.property(anyCached, cached => {
			expect(decode(encode(cached))).toEqual(cached);
		}),
		{numRuns: 300},
	);
});

test('the envelope is readable: its schema, and instants in ISO form', () => {
	expect(JSON.parse(encode(value))).toEqual(good);
});

test('any text at all is a value or a reason, and never throws', () => {
	const shapes = fc.oneof(
		fc.string(),
		fc.string({unit: 'binary'}),
		fc.json(),
		anyCached.map(encode).chain(text => fc.nat({max: text.length}).map(length => text.slice(0, length))),
	);
	fc.assert(
		fc.property(shapes, text => {
			const decoded = decode(text);
			expect('corrupt' in decoded || JSON.parse(text).schema === good.schema).toBe(true);
		}),
		{numRuns: 500},
	);
});

describe('foreign and corrupt values are named', () => {
	const row = good.report.categories[0]!;
	test.each<[string, string, string]>([
		['nothing', '', 'it is not JSON'],
		['half an envelope', JSON.stringify(good).slice(0, -1), 'it is not JSON'],
		["another program's text", 'PONG', 'it is not JSON'],
		['null', 'null', 'its shape is not as expected'],
		['a list', '[]', 'its shape is not as expected'],
		['a number', '42', 'its shape is not as expected'],
		['lists without end', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'its shape is not as expected'],
		['no schema', JSON.stringify({...good, schema: undefined}), 'its schema is not as expected'],
		['an earlier schema', JSON.stringify({...good, schema: 'shopstream.cached-revenue/1'}), 'its schema is not as expected'],
		['a later schema', JSON.stringify({...good, schema: 'shopstream.cached-revenue/3'}), 'its schema is not as expected'],
		['a date that is none', JSON.stringify({...good, asOf: '2026-02-30T08:00:00.000Z'}), 'its asOf is not as expected'],
		['an epoch for a date', JSON.stringify({...good, expiresAt: 1_700_000_000_000}), 'its expiresAt is not as expected'],
		['a negative fill time', JSON.stringify({...good, fillMs: -1}), 'its fillMs is not as expected'],
		['a fill time without end', JSON.stringify(good).replace('4.5', '1e400'), 'its fillMs is not as expected'],
		['no report', JSON.stringify({...good, report: undefined}), 'its report is not as expected'],
		['a window of no days', JSON.stringify({...good, report: {...good.report, windowDays: 0}}), 'its report.windowDays is not as expected'],
		['no day', JSON.stringify({...good, report: {...good.report, day: undefined}}), 'its report.day is not as expected'],
		['a day that is none', JSON.stringify({...good, report: {...good.report, day: '2026-13-01'}}), 'its report.day is not as expected'],
		['a zone that is none', JSON.stringify({...good, report: {...good.report, timeZone: 'Mars/Olympus_Mons'}}), 'its report.timeZone is not as expected'],
		[
			'fractions of cents',
			JSON.stringify({...good, report: {...good.report, totals: {...totals, revenueCents: 2.5}}}),
			'its report.totals.revenueCents is not as expected',
		],
		[
			'money as text',
			JSON.stringify({...good, report: {...good.report, totals: {...totals, revenueCents: '2'}}}),
			'its report.totals.revenueCents is not as expected',
		],
		[
			'more cents than a number counts',
			JSON.stringify({...good, report: {...good.report, totals: {...totals, revenueCents: 2 ** 53}}}),
			'its report.totals.revenueCents is not as expected',
		],
		[
			'fewer orders than none',
			JSON.stringify({...good, report: {...good.report, categories: [row, {...row, orders: -1}]}}),
			'its report.categories.1.orders is not as expected',
		],
		[
			'a category without a name',
			JSON.stringify({...good, report: {...good.report, categories: [{...row, category: undefined}]}}),
			'its report.categories.0.category is not as expected',
		],
		[
			'10,001 categories',
			JSON.stringify({...good, report: {...good.report, categories: Array.from({length: 10_001}, () => row)}}),
			'its report.categories is not as expected',
		],
	])('%s', (_, text, corrupt) => {
		expect(decode(text)).toEqual({corrupt});
	});

	test('escape sequences in a category are made harmless', () => {
		const text = JSON.stringify({...good, report: {...good.report, categories: [{...row, category: '\u001B]0;owned\u0007Books'}]}});
		expect(decode(text)).toEqual({...value, answer: {...value.answer, categories: [{...row, category: '?]0;owned?Books'}]}});
	});
});
