import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {RedisCommand} from '../../../source/scenarios/live.ts';
import {type Driver, type Nearby, nearbyOf} from '../../../source/scenarios/rides/nearby.ts';
import {middleOf} from '../../../source/scenarios/rides/place.ts';
import {ridersCells} from '../../../source/scenarios/rides/riders.ts';
import {rides} from '../../../source/scenarios/rides/rides.ts';
import {placeOf, spotOf} from '../../../source/scenarios/rides/streets.ts';
import type {Trip} from '../../../source/scenarios/rides/trip.ts';
import type {PictureLine} from '../../../source/scenarios/view.ts';

const {question, error, live} = rides;
// At noon of the city's clocks, when traffic is as usual.
const asOfMs = Date.UTC(2026, 10, 26, 11);
const {cell} = ridersCells()[0]!;
const middle = spotOf(middleOf(cell));
const driver = (id: string, east = 0, north = 0): Driver => ({id, ...placeOf({east: middle.east + east, north: middle.north + north})});
const nearby = (drivers: readonly Driver[], ageMs = 0): Nearby => nearbyOf(cell, asOfMs + ageMs, drivers);
const asking = {about: cell, asOfMs, timeZone: 'UTC', origin: 'here'};

describe('the question', () => {
	test('is about a rider: each cell has a key of its own, and viewers ask where riders are many', () => {
		const {abouts, key} = question;
		expect(key(cell)).toBe(`rides:nearby:${cell}`);
		expect(abouts!.all).toHaveLength(ridersCells().length);
		expect(abouts!.all[0]).toBe(cell);
		const draws = Array.from({length: 10_000}, (_, i) => abouts!.draw((i + 0.5) / 10_000));
		for (const [i, {riders}] of ridersCells().entries()) {
			expect(draws.filter(one => one === abouts!.all[i]).length / 10_000).toBeCloseTo(riders / 600, 3);
			expect(abouts!.popularity![i]).toBeCloseTo(riders / 600, 12);
		}
	});

	test('is answered by drivers in the order of their ids', () => {
		expect(question.answer([driver('b', 100), driver('a', -100)], asking)).toEqual(nearby([driver('a', -100), driver('b', 100)]));
		expect(question.isEmpty(nearby([]))).toBe(true);
	});

	test.each([
		[[{id: 7, longitude: 1, latitude: 1}], 'The drivers near this rider cannot be told (0.id): look for trips of an impossible position'],
		[[{id: 'a', longitude: 1, latitude: 89}], 'The drivers near this rider cannot be told (0.position): look for trips of an impossible position'],
		[Array.from({length: 20_001}, (_, i) => ({id: String(i), longitude: 1, latitude: 1})), 'More than 20,000 drivers are near this rider: more are not shown'],
	])('has no answer of rows like %.20j', (rows, sentence) => {
		expect(() => question.answer(rows, asking)).toThrow(sentence);
	});
});

describe('the cached list', () => {
	const {codec} = question;
	const decode = (envelope: unknown) => codec.decode(JSON.parse(JSON.stringify(envelope)) as object, asOfMs);

	test('comes back as it was', () => {
		fc.assert(
			fc.property(fc.uniqueArray(fc.nat(20_000), {maxLength: 50}), ids => {
				const list = nearby(ids.map(id => driver(`1-${String(id).padStart(5, '0')}`, id % 2000, (id * 7) % 2000)));
				expect(decode(codec.encode(list))).toEqual(list);
			}),
		);
	});

	test.each([
		[{}, 'its cell is not as expected'],
		[{cell: 'u33dbc', drivers: [{id: 'a', longitude: 200, latitude: 0}]}, 'its drivers.0 is not as expected'],
		[{cell: 'u33dbc', drivers: [driver('b'), driver('a')]}, 'its drivers.1 is not as expected'],
		[{cell: 'u33dbc', drivers: [driver('a'), driver('a')]}, 'its drivers.1 is not as expected'],
		[{cell: '\u001B[2J', drivers: []}, 'its cell is not as expected'],
		[{cell: 'u33dbc', drivers: [{id: 'a', longitude: '13', latitude: 52}]}, 'its drivers.0.longitude is not as expected'],
	])('is refused: %j', (envelope, corrupt) => {
		expect(decode(envelope)).toEqual({corrupt});
	});
});

describe('how wrong a list is', () => {
	const shown = nearby([driver('a'), driver('b'), driver('c'), driver('d')]);
	const truth = nearby([driver('b', 300), driver('c'), driver('d'), driver('e'), driver('f')]);

	test('is who left, who came, and what that does to their number', () => {
		expect(error.compare(shown, truth).rows.map(({id, amount, share, truth}) => [id, amount, share, truth])).toEqual([
			['left', 1, 0.25, 5],
			['missing', -2, -0.4, 5],
			['count', -1, -0.2, 5],
		]);
		expect(error.compare(truth, truth).rows.map(({amount}) => amount)).toEqual([0, 0, 0]);
		expect(error.compare(nearby([]), nearby([])).rows.map(({share}) => share)).toEqual([undefined, undefined, undefined]);
	});

	const at = {truth, trade: undefined, factsPerSecond: 125};

	test('is by theory the share that drives out of the circle', () => {
		const share = (leastSeconds: number, mostSeconds: number) => error.expectedShare!({...at, leastSeconds, mostSeconds})!;
		expect(share(4, 4)).toBeCloseTo(0.013, 3);
		expect(share(60, 60)).toBeCloseTo(0.19, 2);
		expect(share(0, 60)).toBeCloseTo(share(30, 30), 2);
		expect(share(300, 300)).toBeCloseTo(0.857, 2);
	});

	test('stays within a budget up to a TTL, which is told with its ground', () => {
		const {ttlSeconds, reason} = error.budget!({...at, errorShare: 0.01, fillSeconds: 0})!;
		expect(ttlSeconds).toBeCloseTo(3.3, 1);
		expect(reason).toMatch(
			/^at 10 m\/s 1\.0 % of the drivers near have left after 3\.1\d? s; with ages spread evenly up to the TTL, 3\.3\d* s keeps 95 % of reads within it$/,
		);
		expect(error.budget!({...at, errorShare: 0.01, fillSeconds: 1.2})!.reason).toMatch(
			/ after 3\.1\d? s; with ages spread evenly over the TTL, after a fill of 1\.2 s, (2|2\.0\d*|1\.9\d*) s keeps 95 % of reads within it$/,
		);
		expect(error.budget!({...at, errorShare: 0.01, fillSeconds: 4})).toMatchObject({
			ttlSeconds: undefined,
			reason: expect.stringContaining('no TTL keeps 95 % of reads that close') as string,
		});
		const of = error.expectedShare!({...at, leastSeconds: ttlSeconds! * 0.95, mostSeconds: ttlSeconds! * 0.95})!;
		expect(of).toBeCloseTo(0.01, 4);
	});
});

describe('what Redis keeps live', () => {
	const trip = (id: string, changed: Partial<Trip> = {}): Trip => ({
		id: `mhx0abcd-${id}`,
		driver: id,
		status: 'coming',
		startedAt: new Date(asOfMs - 1000),
		reportedAt: new Date(asOfMs),
		longitude: 13.4,
		latitude: 52.5,
		metres: 0,
		fareCents: 0,
		...changed,
	});
	const written = (trips: readonly Trip[]) => live!.writes(trips, {nowMs: asOfMs, timeZone: 'UTC', origin: 'here'}) as readonly RedisCommand[];

	test('are the positions of trips under way; what has ended goes, and what is nowhere is not told at all', () => {
		expect(written([trip('1'), trip('2', {status: 'ended'}), trip('3', {latitude: 86})])).toEqual([
			['GEOADD', 'shopstream:live:{rides:here}:positions', 13.4, 52.5, '1 mhx0abcd-1'],
			['ZADD', 'shopstream:live:{rides:here}:reports', asOfMs, '1 mhx0abcd-1'],
			['PEXPIRE', 'shopstream:live:{rides:here}:positions', 60_000],
			['PEXPIRE', 'shopstream:live:{rides:here}:reports', 60_000],
			['ZREM', 'shopstream:live:{rides:here}:positions', '2 mhx0abcd-2'],
			['ZREM', 'shopstream:live:{rides:here}:reports', '2 mhx0abcd-2'],
		]);
		expect(written([])).toEqual([]);
	});

	test('answers the question without those who are silent, each driver by his latest trip', () => {
		const near = (member: string, {longitude, latitude}: Driver) => [member, [String(longitude), String(latitude)]];
		const replies = [[near('b mhx2', driver('b', 5)), near('b mhx1', driver('b', 900)), near('a mhx1', driver('a')), near('c mhx1', driver('c'))], ['c mhx1']];
		expect(live!.question!.answer(replies, asking)).toEqual(nearby([driver('a'), driver('b', 5)]));
		expect(live!.question!.commands(asking)[1]).toEqual(['ZRANGEBYSCORE', 'shopstream:live:{rides:here}:reports', '-inf', asOfMs - 30_000]);
		// Who is further away is no part of the answer: the map alone asks for him.
		const everywhere = [near('a mhx1', driver('a')), near('d mhx1', driver('d', 3000)), near('c mhx1', driver('c'))];
		expect(live!.question!.beside!(asking)).toEqual([expect.arrayContaining(['GEOSEARCH', 'shopstream:live:{rides:here}:positions'])]);
		const shown = live!.question!.answer([...replies, everywhere], asking) as Nearby;
		expect([shown.drivers.map(({id}) => id), shown.everywhere!.map(({id}) => id)]).toEqual([
			['a', 'b'],
			['a', 'd'],
		]);
		expect(question.codec.encode(shown)).not.toHaveProperty('everywhere');
		expect(() => live!.question!.answer([[['a 1', ['13', '89']]], []], asking)).toThrow('remove the keys shopstream:live:{rides:*');
	});
});

describe('the picture', () => {
	const list = nearby([driver('still', 1000), driver('gone', -1900), driver('quiet', 0, -1200)]);
	const now = nearby([driver('still', 1500), driver('quiet', 0, -1200), driver('new', 0, 1500)], 60_000);
	const everywhere = [...now.drivers, driver('gone', -2600)];
	const drawn = (
		columns: number,
		rows: number,
		{isAscii = false, truth = now, isKnown = true, of = list, live = {...now, everywhere} as Nearby | undefined, laterMs = 0} = {},
	) => {
		const {body} = rides.view(of, asOfMs + 60_000 + laterMs, isKnown ? {truth, live} : {});
		return body.kind === 'picture' ? body.draw(columns, rows, isAscii) : [];
	};
	const text = (lines: readonly PictureLine[]) =>
		lines.map(line =>
			line
				.map(run => run.text)
				.join('')
				.trimEnd(),
		);

	test('has the rider, his circle, and drivers as they are listed and as they are by now', () => {
		expect(text(drawn(51, 10, {isAscii: true}))).toEqual([
			'         ********           in the list         3',
			'   .  **** .+   ****        in truth            3',
			' .   **  .    .   .** .     --o still near      2',
			'   .**     .       .**      x-o left            1',
			'    *                *        ? silent          0',
			' o .x      . @     o *        + came            1',
			' .  **   .    .   . **.     still right    66.7 %',
			'   . **    .o      **       theory         80.9 %',
			'      ****      ****        5 min old: 14 % right',
			'   .     ********  .        4 s old: 99 %: live',
		]);
		const signs = text(drawn(51, 10)).join('\n');
		for (const sign of ['@', 'o', 'x', '+']) {
			expect(signs).toContain(sign);
		}
	});

	test('fits whatever room there is, in ASCII without any other sign', () => {
		fc.assert(
			fc.property(fc.integer({min: 51, max: 200}), fc.integer({min: 9, max: 60}), fc.boolean(), (columns, rows, isAscii) => {
				const lines = text(drawn(columns, rows, {isAscii}));
				expect(lines.length).toBeLessThanOrEqual(rows);
				for (const line of lines) {
					expect(line.length).toBeLessThanOrEqual(columns);
					if (isAscii) {
						expect(line).toMatch(/^[ -~]*$/);
					}
				}

				expect(lines.join('\n')).toContain('still right');
			}),
		);
	});

	test('says with its own numbers what a TTL of 5 minutes is worth', () => {
		const words = text(drawn(98, 30))
			.map(line => line.slice(-24))
			.join(' ')
			.replaceAll(/ +/g, ' ');
		expect(words).toMatch(/in the list 3 .*in truth 3 .*still near 2 .*left 1 .*silent 0 .*came 1 .*still right 66\.7 % .*theory 80\.\d %/);
		expect(text(drawn(51, 10)).join('\n')).toMatch(/5 min old: 14 % right\n.*4 s old: 99 %: live/);
	});

	test('says how old the truth is, where nothing was asked beside a measurement', () => {
		expect(text(drawn(51, 10, {laterMs: 4000})).join('\n')).toMatch(/in truth +3/);
		expect(text(drawn(51, 10, {laterMs: 19_000})).join('\n')).toMatch(/0:19 ago +3/);
	});

	test('has dashes where nobody knows what is by now', () => {
		expect(text(drawn(51, 10, {isKnown: false})).join('\n')).toMatch(/in truth +–[^]*left +–[^]*still right +–/);
		// What is of another rider, or of before, says nothing.
		expect(text(drawn(51, 10, {truth: {...now, cell: 'u33dc0'}, live: {...now, cell: 'u33dc0'}})).join('\n')).toMatch(/in truth +–/);
		expect(text(drawn(51, 10, {truth: {...now, asOfMs: asOfMs - 1}, live: {...now, asOfMs: asOfMs - 1}})).join('\n')).toMatch(/in truth +–/);
	});

	test('leads to where who left is by now, off the map too; who is nowhere is silent, and counted so', () => {
		const lines = (everywhere: readonly Driver[] | undefined) => {
			const live = {...now, ...(everywhere && {everywhere})};
			return drawn(51, 10, {isAscii: true, live});
		};
		const signsOf = (everywhere: readonly Driver[] | undefined) =>
			lines(everywhere)
				.flatMap(line => line.slice(0, -3))
				.filter(({tone}) => tone === 'bad')
				.map(({text}) => text.trim());
		expect(signsOf([driver('gone', -2600)])).toEqual(['o', 'x']);
		expect(signsOf([driver('gone', -1900, 5000)]).join('')).toMatch(/^-+x$/);
		expect(signsOf([])).toEqual(['?']);
		expect(text(lines([])).join('\n')).toMatch(/x-o left +0\n.*\? silent +1/);
		// A Redis that keeps none: the list's place alone is known.
		expect(signsOf(undefined)).toEqual(['x']);
		expect(text(lines(undefined)).join('\n')).toMatch(/x-o left +1\n.*\? silent +–/);
	});

	test('of a city that stands still says so', () => {
		const still = drawn(51, 10, {of: nearby([]), isKnown: false});
		expect(text(still).join(' ').replaceAll(/ +/g, ' ')).toContain(
			'No driver has said where he is for 30 s: the city stands still until the stream runs (key o).',
		);
	});
});
