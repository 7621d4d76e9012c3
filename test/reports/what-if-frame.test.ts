import {expect, test} from 'vitest';
import type {Simulation} from '../../source/lab/simulate.ts';
import {usualProtection} from '../../source/lab/protections.ts';
import type {WhatIfOptions, WhatIfRow} from '../../source/lab/what-if.ts';
import {birds} from '../scenarios/miniature/birds.ts';
import {shop} from '../../source/scenarios/shop/shop.ts';
import {whatIfJson} from '../../source/reports/what-if-json.ts';
import {whatIfText} from '../../source/reports/what-if-text.ts';

const options: WhatIfOptions = {
	ttlsSeconds: [300, 86_400],
	arrivals: {kind: 'poisson', ratePerSecond: 50 / 60, viewers: 1},
	fillSeconds: 0.4,
	protection: usualProtection,
	ownProcess: false,
	reads: 1_000_000,
	ordersPerSecond: 0.0634,
	valueVariation: 1.38,
	timeOfDaySeconds: 43_200,
	seed: 42,
};
const outcomes = {hit: 996_000, miss: 4000, bypass: 0, stale: 0, coalesced: 0, error: 0};
const simulation: Simulation = {
	seconds: 1_200_000,
	reads: 1_000_000,
	outcomes,
	hitRate: 0.996,
	meanAgeSeconds: 149.7,
	maxAgeSeconds: 300.4,
	originQueries: 4000,
	originPerSecond: 1 / 300,
	cycles: 4000,
	stampedeSize: 1,
	meanMissedFacts: 9.49,
};
const theory = {hitRate: 0.996, meanAgeSeconds: 149.8, greatestAgeSeconds: 300.4, originPerSecond: 1 / 300};
const short: WhatIfRow = {
	ttlSeconds: 300,
	theory,
	rare: undefined,
	expiryQueries: 1,
	simulation,
	isLongRun: true,
	perDay: {reads: 72_000, originQueries: 288},
	error: {todayMeanPercent: 0.346_7, windowRmsPercent: 0.004_52},
};
const long: WhatIfRow = {
	...short,
	ttlSeconds: 86_400,
	theory: {...theory, hitRate: 0.999_981, meanAgeSeconds: 43_199.4},
	simulation: {...simulation, hitRate: 0.999_976, meanAgeSeconds: 43_190},
	perDay: {reads: 72_000, originQueries: 0.999_8},
	error: {todayMeanPercent: 50, windowRmsPercent: 0.0768},
};
const unknown: WhatIfRow = {
	...short,
	theory: undefined,
	expiryQueries: undefined,
	simulation: {...simulation, cycles: 0, stampedeSize: 4000},
	isLongRun: false,
	perDay: {reads: 72_000, originQueries: undefined},
	error: {todayMeanPercent: undefined, windowRmsPercent: undefined},
};

test("the lesson's question on 80 columns", () => {
	const text = whatIfText({scenario: shop, options, rows: [short, long]});
	expect(text).toBe(`\
What if the TTL were 24 h instead of 5 min?  SIMULATED in virtual time.

reads       50 a minute, at random instants (Poisson)
origin      answers in 400 ms (the dashboard measures its own)
protection  single-flight; one process for all
orders      0.0634 a second, ten million in five years (key o: 2 a second)
            their value's standard deviation: 138 % of the mean
simulated   at least 1,000,000 reads for each TTL, seed 42

              hit rate, %      mean age, min  queries       off by, %
TTL     theory  simulated  theory  simulated    a day  today  30 days
5 min  99.6000    99.6000    2.50       2.49      288  0.347  0.00452
24 h   99.9981    99.9976     720        720     1.00   50.0   0.0768

A TTL of 24 h instead of 5 min saves the origin 287 of 288 queries a day; 72,000
reads a day come.
It costs age: what is read is 12 h old on average instead of 2 min 30 s, and at
12:00 "today" is off by 50.0 % instead of 0.347 %.`);
});

test('the widest table fits 80 columns too', () => {
	const crowded = {
		...short,
		ttlSeconds: 5400,
		perDay: {reads: 864_000_000, originQueries: 864_000_000},
		error: {todayMeanPercent: 71_900, windowRmsPercent: 0.000_311},
	};
	const text = whatIfText({
		scenario: shop,
		options: {...options, arrivals: {kind: 'poll', pollSeconds: 5, viewers: 1000}, ownProcess: true, ordersPerSecond: 999.9},
		rows: [crowded, long],
	});
	expect(Math.max(...text.split('\n').map(line => line.length))).toBeLessThanOrEqual(80);
});

test('one TTL, a crowd at its end, nothing known: each is said', () => {
	const one = whatIfText({
		scenario: shop,
		options: {...options, ttlsSeconds: [300], ordersPerSecond: 0},
		rows: [{...short, expiryQueries: 11, simulation: {...simulation, stampedeSize: 11.03}}],
	});
	expect(one).toContain('What if the TTL were 5 min?');
	expect(one).toContain('orders      none');
	expect(one).toContain('Of 72,000 reads a day, a TTL of 5 min lets 288 through to the origin.');
	expect(one).toContain('When the key ends, 11.0 queries on average reach the origin together (TTL 5 min;\ntheory 11.0).');
	const nothing = whatIfText({scenario: shop, options: {...options, ttlsSeconds: [300, 600, 900]}, rows: [unknown]});
	expect(nothing).toContain('What if the TTL were another?');
	expect(nothing).toMatch(/^5 min +– +– +– +– +– +– +–$/m);
	expect(nothing).toContain('no whole cycle of the key');
});

test('shopstream.what-if/1', () => {
	expect(JSON.parse(JSON.stringify(whatIfJson({scenario: shop, options, rows: [short, unknown]})))).toEqual({
		schema: 'shopstream.what-if/1',
		simulated: true,
		load: {
			arrivals: options.arrivals,
			fillSeconds: 0.4,
			ownProcess: false,
			protection: {on: ['single-flight'], lockSeconds: 10, staleSeconds: 60, beta: 1, jitterFraction: 0.1, staleOnErrorSeconds: 600},
			ordersPerSecond: 0.0634,
			valueVariation: 1.38,
			timeOfDaySeconds: 43_200,
			readsWanted: 1_000_000,
			seed: 42,
		},
		rows: [
			{
				ttlSeconds: 300,
				theory: {hitRate: 0.996, meanAgeSeconds: 149.8, originPerSecond: 1 / 300},
				expiryQueries: 1,
				simulation: {
					reads: 1_000_000,
					hitRate: 0.996,
					meanAgeSeconds: 149.7,
					maxAgeSeconds: 300.4,
					originQueries: 4000,
					stampedeSize: 1,
					cycles: 4000,
					seconds: 1_200_000,
					outcomes,
					meanMissedOrders: 9.49,
				},
				perDay: {reads: 72_000, originQueries: 288},
				error: {todayMeanPercent: 0.346_7, windowRmsPercent: 0.004_52},
			},
			{
				ttlSeconds: 300,
				theory: null,
				expiryQueries: null,
				simulation: {
					reads: 1_000_000,
					hitRate: 0.996,
					meanAgeSeconds: 149.7,
					maxAgeSeconds: 300.4,
					originQueries: 4000,
					stampedeSize: null,
					cycles: 0,
					seconds: 1_200_000,
					outcomes,
					meanMissedOrders: 9.49,
				},
				perDay: {reads: 72_000, originQueries: null},
				error: {todayMeanPercent: null, windowRmsPercent: null},
			},
		],
	});
});

test('where no formula is known for the error, that is said, and no column is about it', () => {
	const text = whatIfText({scenario: birds, options: {...options, ordersPerSecond: 0}, rows: [short, long]});
	expect(text).toContain('\nsightings   no formula is known for how far off an answer is\n');
	expect(text.split('\n\n')[2]).not.toMatch(/today|30 days|off by/);
});
