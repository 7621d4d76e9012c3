import {expect, test} from 'vitest';
import {readTimeZone, zoneName} from '../../source/command-line/read-time-zone.ts';

const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;

test.each([
	['Europe/Berlin', 'Europe/Berlin'],
	['europe/berlin', 'Europe/Berlin'],
	['Asia/Kolkata', 'Asia/Kolkata'],
	['utc', 'UTC'],
	['UTC', 'UTC'],
	['Etc/GMT+5', 'Etc/GMT+5'],
	[undefined, own],
])('%s is %s', (given, timeZone) => {
	expect(zoneName(readTimeZone(given, undefined))).toBe(timeZone);
});

test('TZ gives no other zone than the one that this process runs in', () => {
	expect(
		[own, '', 'Mars/Olympus_Mons', ':/etc/localtime', own === 'Asia/Tokyo' ? 'UTC' : 'Asia/Tokyo'].map(variable => zoneName(readTimeZone(undefined, variable))),
	).toEqual([own, own, own, own, own]);
});

test.each([
	['Europe/Berln', ' (did you mean Europe/Berlin?)'],
	['berlin', ' (did you mean Europe/Berlin?)'],
	['new york', ' (did you mean America/New_York?)'],
	['US/Berlin', ' (did you mean Europe/Berlin?)'],
	['Kolkatta', ' (did you mean Asia/Kolkata?)'],
	['Mars/Olympus_Mons', ''],
	['+05:30', ''],
	['UTC+2', ''],
])('"%s" is refused', (given, similar) => {
	expect(() => readTimeZone(given, undefined)).toThrow(
		`--time-zone wants the IANA name of a zone, such as Europe/Berlin, America/New_York or UTC, not "${given}"${similar}`,
	);
});
