import {expect, test} from 'vitest';
import {tripArchive} from '../../../source/scenarios/rides/trip-lines.ts';
import type {Trip} from '../../../source/scenarios/rides/trip.ts';

const trip: Trip = {
	id: 'a\u2028"b"\u0085',
	driver: 'c\r\nd\u2029\\',
	status: 'ended',
	startedAt: new Date('2026-11-26T08:00:00Z'),
	reportedAt: new Date('2026-11-26T08:12:00.250Z'),
	longitude: 14.505_1,
	latitude: -46.05,
	metres: 4200,
	fareCents: 990,
	version: 3,
};

test('a trip is one line to any reader, and comes back as it was', () => {
	const line = tripArchive.line(trip);
	expect(line.match(/[\n\v\f\r\u001C-\u001E\u0085\u2028\u2029]/g)).toEqual(['\n']);
	expect(tripArchive.read(line)).toEqual(trip);
	expect(() => tripArchive.read('{')).toThrow('is no JSON');
	expect(() => tripArchive.read('{"trip_id":1}')).toThrow('is no trip: its trip_id is not as expected');
});
