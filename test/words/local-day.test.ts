import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {dayOf, dayText, isTimeZone, localDay, localTime, ownZone, zoneLabel} from '../../source/words/local-day.ts';
import {rounds} from '../thorough.ts';

const hourMs = 3_600_000;

/** Zones whose clocks are set by whole and half hours, at midnight, past midnight, over a whole day, or never. */
const zones = [
	'UTC',
	'Europe/Berlin',
	'America/New_York',
	'America/Sao_Paulo',
	'America/Havana',
	'America/Asuncion',
	'Africa/Cairo',
	'Asia/Beirut',
	'Asia/Gaza',
	'Asia/Kolkata',
	'Asia/Kathmandu',
	'Asia/Tehran',
	'Australia/Lord_Howe',
	'Atlantic/Azores',
	'Pacific/Kiritimati',
	'Pacific/Apia',
	'Pacific/Chatham',
	'Africa/Casablanca',
];

/** The date by Intl alone, another way than the code's. */
const dateOf = (instantMs: number, timeZone: string) => new Intl.DateTimeFormat('sv-SE', {timeZone, dateStyle: 'short'}).format(instantMs);

describe('days as the clocks of a zone have them', () => {
	test.each<[string, string, string, string, number]>([
		['an ordinary day', 'Europe/Berlin', '2026-11-26T03:00Z', '2026-11-25T23:00Z', 24],
		['clocks set forward', 'Europe/Berlin', '2026-03-29T12:00Z', '2026-03-28T23:00Z', 23],
		['clocks set back', 'Europe/Berlin', '2026-10-25T12:00Z', '2026-10-24T22:00Z', 25],
		['clocks set back, across the sea', 'America/New_York', '2026-11-01T12:00Z', '2026-11-01T04:00Z', 25],
		['half an hour forward', 'Australia/Lord_Howe', '2026-10-04T00:00Z', '2026-10-03T13:30Z', 23.5],
		['half an hour back', 'Australia/Lord_Howe', '2026-04-05T00:00Z', '2026-04-04T13:00Z', 24.5],
		['a midnight that does not exist', 'America/Sao_Paulo', '2017-10-15T12:00Z', '2017-10-15T03:00Z', 23],
		['a day that ends twice', 'America/Sao_Paulo', '2018-02-17T12:00Z', '2018-02-17T02:00Z', 25],
		['no midnight in Cairo', 'Africa/Cairo', '2024-04-26T12:00Z', '2024-04-25T22:00Z', 23],
		['no midnight in Beirut', 'Asia/Beirut', '2022-03-27T12:00Z', '2022-03-26T22:00Z', 23],
		['midnight twice', 'America/Havana', '2026-11-01T12:00Z', '2026-11-01T04:00Z', 25],
		['the day before one that never was', 'Pacific/Apia', '2011-12-30T09:00Z', '2011-12-29T10:00Z', 24],
		['the day after it', 'Pacific/Apia', '2011-12-30T10:00Z', '2011-12-30T10:00Z', 24],
		['far east', 'Pacific/Kiritimati', '2026-11-25T10:00Z', '2026-11-25T10:00Z', 24],
	])('%s: %s at %s', (_, timeZone, instant, start, hours) => {
		const {startMs, nextMs} = localDay(Date.parse(instant), timeZone);
		expect([new Date(startMs).toISOString(), (nextMs - startMs) / hourMs]).toEqual([new Date(start).toISOString(), hours]);
	});

	test.each([
		['1582-10-04T12:00Z', 'Europe/Berlin', '1582-10-04 12:53:28'],
		['1500-03-01T00:00Z', 'America/Los_Angeles', '1500-02-28 16:07:02'],
		['0050-01-01T00:00Z', 'Pacific/Kiritimati', '0049-12-31 13:30:40'],
		['0001-01-01T00:00Z', 'America/Los_Angeles', '0000-12-31 16:07:02'],
	])('of long ago, by the calendar of today: %s in %s', (instant, timeZone, time) => {
		expect(localTime(Date.parse(instant), timeZone)).toBe(time);
	});

	test("any instant lies in its day, which begins and ends where Intl's dates change", () => {
		fc.assert(
			fc.property(fc.constantFrom(...zones), fc.integer({min: Date.UTC(2012, 0, 1), max: Date.UTC(2030, 0, 1)}), (timeZone, instantMs) => {
				const {day, startMs, nextMs} = localDay(instantMs, timeZone);
				expect(day).toBe(dateOf(instantMs, timeZone));
				expect(dayOf(instantMs, timeZone)).toBe(day);
				expect(startMs).toBeLessThanOrEqual(instantMs);
				expect(nextMs).toBeGreaterThan(instantMs);
				expect(dateOf(startMs, timeZone)).toBe(day);
				expect(dateOf(startMs - 1, timeZone) < day).toBe(true);
				expect(dateOf(nextMs - 1, timeZone)).toBe(day);
				expect(dateOf(nextMs, timeZone) > day).toBe(true);
			}),
			{numRuns: rounds(500, 2000)},
		);
	});

	test('the days around every change of the clocks follow on each other', () => {
		for (const timeZone of zones) {
			for (let atMs = Date.UTC(rounds(2024, 2023), 0, 1), {startMs} = localDay(atMs, timeZone); atMs < Date.UTC(2025, 0, 1); atMs = startMs) {
				const {nextMs} = localDay(startMs, timeZone);
				const next = localDay(nextMs, timeZone);
				expect([timeZone, new Date(next.startMs)]).toEqual([timeZone, new Date(nextMs)]);
				startMs = nextMs;
			}
		}
	});
});

test.each([
	['Europe/Berlin', '2026-11-26T03:20:05.999Z', '2026-11-26 04:20:05', 'CET'],
	['Europe/Berlin', '2026-07-26T03:20:05Z', '2026-07-26 05:20:05', 'CEST'],
	['America/New_York', '2026-11-26T03:20:05Z', '2026-11-25 22:20:05', 'EST'],
	['Asia/Kolkata', '2026-11-26T03:20:05Z', '2026-11-26 08:50:05', 'UTC+5:30'],
	['Pacific/Kiritimati', '2026-11-26T03:20:05Z', '2026-11-26 17:20:05', 'UTC+14'],
	['UTC', '2026-11-26T03:20:05Z', '2026-11-26 03:20:05', 'UTC'],
])('in %s %s is %s %s', (timeZone, instant, time, label) => {
	expect([localTime(Date.parse(instant), timeZone), zoneLabel(timeZone, Date.parse(instant))]).toEqual([time, label]);
});

test('a day for people', () => {
	expect(['2026-11-25', '2024-02-29', '2027-01-01'].map(dayText)).toEqual(['Wed 25 Nov', 'Thu 29 Feb', 'Fri 1 Jan']);
});

test('a zone is one that this machine knows by name', () => {
	expect(['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'Etc/GMT+5', '+05:30', '', 'Mars/Olympus_Mons', 'Europe/Berlin\n'].filter(isTimeZone)).toEqual([
		'UTC',
		'Europe/Berlin',
		'Asia/Kolkata',
		'Etc/GMT+5',
	]);
});

test("this machine's zone has its clocks before it has its name", () => {
	const named = new Intl.DateTimeFormat().resolvedOptions().timeZone;
	fc.assert(
		fc.property(fc.integer({min: Date.UTC(1990, 0, 1), max: Date.UTC(2030, 0, 1)}), instantMs => {
			expect(localTime(instantMs, ownZone)).toBe(localTime(instantMs, named));
			expect(localDay(instantMs, ownZone)).toEqual(localDay(instantMs, named));
		}),
		{numRuns: rounds(100, 300)},
	);
	expect(zoneLabel(ownZone, 0)).toBe('');
});
