import {expect, test} from 'vitest';
import {benchText, reportText, seedText} from '../../source/reports/text-report.ts';
import {backends, bench, fewSamples, result} from './results.ts';

test('the main job', () => {
	expect(reportText(result)).toBe(`\
Revenue by category, last 30 days, without returns
Today is Tue 24 Nov 2026 in Europe/Berlin.

category          today    30 days  orders  units    share
Electronics    1,203.40  48,120.11   1,112  1,431  100.0 %
Home & Garden      0.00       0.05       1      2    0.0 %
Total          1,203.40  48,120.16   1,112  1,433  100.0 %

Orders are distinct: one with items of two categories counts in both, and once in the total.

Read: HIT in 0.214 ms, as of 2026-11-24 09:00:00 CET, 1 min 12 s old

Read latency in ms, burst: a miss is GET + MongoDB + SET, a hit is GET + parse

        p50    p95   p99  reads
miss   4.81   6.10  12.3     20
hit   0.214  0.300  1.00    200

A hit is 22.4 times as fast as a miss (95 % interval 20.0 to 25.1).

MongoDB  MongoDB 8.0.4
Redis    embedded engine, Redis protocol
GCS      GCS emulator`);
});

test('an empty window says what to do, and a bypass says why', () => {
	const {report} = result.read;
	const text = reportText({
		...result,
		bench: fewSamples,
		read: {...result.read, outcome: 'bypass', ageMs: 0, reason: 'Connection is closed.', report: {...report, categories: [], totals: {todayCents: 0, revenueCents: 0, orders: 0, units: 0}}},
	});
	expect(text.split('\n\n')).toEqual([
		'Revenue by category, last 30 days, without returns\nToday is Tue 24 Nov 2026 in Europe/Berlin.',
		'category  today  30 days  orders  units  share\nTotal      0.00     0.00       0      0      –',
		'The window holds no orders yet: run shopstream-tui seed.',
		'Read: BYPASS in 0.214 ms, as of 2026-11-24 09:00:00 CET, 0 s old (Connection is closed.)',
		'Read latency in ms, paced: a miss is GET + MongoDB + SET, a hit is GET + parse',
		'        p50    p95    p99  reads\nmiss      –      –      –      3\nhit   0.500  0.600  0.700     30',
		'No speed-up is given under 20 samples of each.',
		'MongoDB  MongoDB 8.0.4\nRedis    embedded engine, Redis protocol\nGCS      GCS emulator',
	]);
});

test('the benchmark is the same table', () => {
	expect(reportText(result).endsWith(benchText(bench, backends))).toBe(true);
});

test('a seed, whole and cancelled, with the address masked', () => {
	expect(seedText({stored: 50_000, wanted: 50_000, tookMs: 1520, expiring: 0}, 50_500, backends)).toBe('Stored 50,000 orders in 1.52 s; the window now holds 50,500.\nMongoDB  MongoDB 8.0.4 at mongodb://teacher:***@db:27017');
	expect(seedText({stored: 1000, wanted: 1000, tookMs: 52, expiring: 904}, 1000, backends)).toContain('\n904 of them are older than 35 days: MongoDB\'s TTL index removes these within a minute or two.\n');
	expect(seedText({stored: 1000, wanted: 50_000, tookMs: 52, expiring: 0}, 1000, backends)).toMatch(/^Stored 1,000 orders of 50,000, then cancelled in 52\.0 ms; the window now holds 1,000\.\n/);
});
