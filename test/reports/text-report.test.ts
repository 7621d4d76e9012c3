import {expect, test} from 'vitest';
import type {RevenueReport} from '../../source/scenarios/shop/revenue.ts';
import {benchText, reportText, seedText} from '../../source/reports/text-report.ts';
import {mongo} from '../../source/layers/mongo.ts';
import {backendLine, backendLines} from '../../source/reports/backend-lines.ts';
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

Read latency in ms, one read after the other (burst). A miss is GET + MongoDB + SET, a hit is GET + parse.

        p50    p95   p99  reads
miss   4.81   6.10     –     20
hit   0.214  0.300  1.00    200

A hit is 22 times as fast as a miss (95 % interval of this run: 20 to 25).
The interval is of this run on this computer; another run may lie outside it: bench repeats it.

${backendLines(backends).join('\n')}`);
});

test('an empty window says what to do, and a bypass says why', () => {
	const empty: RevenueReport = {...result.read.answer, categories: [], totals: {todayCents: 0, revenueCents: 0, orders: 0, units: 0}};
	const text = reportText({
		...result,
		bench: fewSamples,
		read: {...result.read, outcome: 'bypass', ageMs: 0, reason: 'Connection is closed.', answer: empty},
	});
	expect(text.split('\n\n')).toEqual([
		'Revenue by category, last 30 days, without returns\nToday is Tue 24 Nov 2026 in Europe/Berlin.',
		'category  today  30 days  orders  units  share\nTotal      0.00     0.00       0      0      –',
		'The window holds no orders yet: run shopstream-tui seed.',
		'Read: BYPASS in 0.214 ms, as of 2026-11-24 09:00:00 CET, 0 s old (Connection is closed.)',
		'Read latency in ms, a pause before each read (paced). A miss is GET + MongoDB + SET, a hit is GET + parse.',
		'        p50    p95  p99  reads\nmiss      –      –    –      3\nhit   0.500  0.600    –     30',
		'No speed-up is given under 20 samples of each.',
		backendLines(backends).join('\n'),
	]);
});

test('the benchmark is the same table', () => {
	expect(reportText(result).endsWith(benchText(bench, backends))).toBe(true);
});

test('several runs say how far they lie apart, and a busy computer is said', () => {
	const text = benchText(
		{
			...bench,
			busyShare: 0.97,
			runs: [
				{ratio: 19.8, low: 18, high: 21},
				{ratio: 24.2, low: 22, high: 26},
				{ratio: 9.04, low: 8, high: 10},
			],
		},
		backends,
	);
	expect(text).toContain(
		'A hit is 22 times as fast as a miss (95 % interval of these 3 runs: 20 to 25).\nThe runs gave 20, 24 and 9.0: that is the spread between runs on this computer.\n',
	);
	expect(text).toContain('This computer was saturated (its processors were 97 % busy): part of each latency is waiting. Measure again when it is idle.');
	expect(benchText({...bench, busyShare: 0.89}, backends)).not.toContain('saturated');
});

test('a seed, whole and cancelled, with the address masked', () => {
	expect(seedText(result.scenario, {stored: 50_000, wanted: 50_000, tookMs: 1520, expiring: 0}, 50_500, backends)).toBe(
		'Stored 50,000 orders in 1.52 s; the window now holds 50,500.\n' + backendLine(mongo, backends),
	);
	expect(seedText(result.scenario, {stored: 1000, wanted: 1000, tookMs: 52, expiring: 904}, 1000, backends)).toContain(
		"\n904 of them are older than 35 days: MongoDB's TTL index removes these within a minute or two.\n",
	);
	expect(seedText(result.scenario, {stored: 1000, wanted: 50_000, tookMs: 52, expiring: 0}, 1000, backends)).toMatch(
		/^Stored 1,000 orders of 50,000, then cancelled in 52\.0 ms; the window now holds 1,000\.\n/,
	);
});

test.each(['', '  ', '\u00A0', '\u2800'])('the category %j has a name that can be seen', category => {
	const {answer: report} = result.read;
	const answer: RevenueReport = {...report, categories: [{...report.categories[0]!, category}]};
	const text = reportText({...result, read: {...result.read, answer}});
	expect(text).toContain('\n(no name)  1,203.40 ');
});
