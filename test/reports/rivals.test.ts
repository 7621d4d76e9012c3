import {expect, test} from 'vitest';
import {compareJson, contendJson} from '../../source/reports/rivals-json.ts';
import {compareText, contendText} from '../../source/reports/rivals-text.ts';
import {shop} from '../../source/scenarios/shop/shop.ts';
import {comparison, contention, unequal} from '../rival-results.ts';
import {backends, shownBackends} from './results.ts';

const of = {scenario: shop, backends};
const lines = (text: string) => text.split('\n');

test('compare: each plan in a line of the table, then what it costs and how it grows', () => {
	expect(lines(compareText({...of, comparison})).slice(0, -6)).toEqual([
		'Revenue by category of 1,000,000 orders in 5 ways, as of 2026-11-24T12:04:31.000Z; times in ms.',
		'',
		'                    p50    p95  reads  rows read          age   at write time',
		'PostgreSQL scan     452    503     20  3,021,277       452 ms         nothing',
		'PostgreSQL index   48.2   71.3     20     46,294      48.2 ms   insert × 1.12',
		'PostgreSQL view   0.241  0.402    100          9  12 s, grows  refresh 131 ms',
		'MongoDB            61.0   84.1     20     16,278      61.0 ms    stored twice',
		'Redis hit         0.214  0.351    200          0  14 s, grows    a miss a TTL',
		'',
		'All 5 answers of one instant are equal, to the cent: 2,430,986.09.',
		'The covering indexes were built in 5.39 s, 204 MB beside 248 MB of tables, and dropped again; inserts are of 1,000 orders, rolled back.',
		'The scan is forced (indexes off), and so are the indexes (scans off); the view was made for this and refreshed once.',
		expect.stringMatching(
			/^EXTRAPOLATED to 1,000,000,000 orders, by lines through 4 measured sizes each: scan 7 min 30 s \(95 % interval 7 min \d+ s to 7 min \d+ s\); index \d+(?:\.\d)? s \(95 % interval [\d.]+ s to .+\) if each day has as many more, 51\.0 ms as now if only the history grows\.$/,
		),
		'',
		'Why not PostgreSQL straight into Redis?',
		"Each miss would read 3,021,277 rows (452 ms) on the checkouts' server; contend measures what that does to them.",
		expect.stringMatching(/^It would be fine where an index answers \(48\.2 ms, 9\.4 × as fast, inserts × 1\.12\) and misses are few; MongoDB/),
	]);
});

test('compare: what was not equal, not told or not used is said so', () => {
	expect(compareText({...of, comparison: unequal})).toContain(
		'NOT EQUAL: MongoDB and Redis hit say something else than PostgreSQL (PostgreSQL scan 2,430,986.09, PostgreSQL index 2,430,986.09, PostgreSQL view 2,430,986.09, MongoDB 2,430,863.09 and Redis hit 2,430,863.09).',
	);
	const poor = compareText({
		...of,
		comparison: {
			...comparison,
			changedMeanwhile: true,
			usedIndexes: ['compare_orders'],
			inserts: {...comparison.inserts!, withoutMs: undefined},
			indexes: {...comparison.indexes!, buildMs: undefined},
			growth: {...comparison.growth!, scan: {...comparison.growth!.scan, atMany: undefined}},
			isEmbedded: true,
		},
	});
	expect(poor).toContain("2,430,986.09. MongoDB's later ones differ: orders changed meanwhile.");
	expect(poor).toContain(
		'The indexes shopstream.compare_orders and shopstream.compare_items existed before and stay: 204 MB beside 248 MB of tables; the cost of inserts without them was not measured. PostgreSQL did not use shopstream.compare_items.',
	);
	expect(poor).toContain('scan not shown, its sizes differ by no more than chance; index ');
	expect(poor).toContain('The embedded engine has one session and no parallel workers');
	const ungrown = (facts: number) => compareText({...of, comparison: {...comparison, facts, growth: undefined}});
	expect(ungrown(865)).toContain('How the plans grow is not shown: 865 orders are too few.');
	expect(ungrown(5000)).toContain('How the plans grow is not shown: there are too few orders, or PostgreSQL is older than 14.');
});

test('compare as JSON', () => {
	expect(compareJson({...of, comparison: unequal})).toMatchObject({
		schema: 'shopstream.compare/1',
		asOf: '2026-11-24T12:04:31.000Z',
		orders: 1_000_000,
		rows: [
			{plan: 'postgres-scan', p50Ms: 452.211, p95Ms: 503.1, samples: 20, rowsRead: 3_021_277, totalCents: 243_098_609, ageMs: 452.211},
			{},
			{},
			{plan: 'mongo', totalCents: 243_086_309},
			{},
		],
		equal: false,
		different: ['mongo', 'redis'],
		insert: {orders: 1000, withIndexMs: 95.99, withoutMs: 85.7, ratio: expect.closeTo(1.12, 2)},
		growth: {extrapolated: true, orders: 1_000_000_000, scan: {ms: expect.any(Number)}},
		backends: shownBackends,
	});
});

test('contend: the checkouts of each phase, what was added, and the first question', () => {
	expect(lines(contendText({...of, contention})).slice(0, 11)).toEqual([
		'Checkouts at planned instants (Poisson), 40 a second for 10 s a phase, counted from the plan; each dashboard reads every 1.2 s. Times in ms.',
		'',
		'checkouts beside         p50   p95   p99  a second  checkouts  reads  their p50',
		'alone                   2.40  6.20  11.0      40.0        400      0          –',
		'8 dashboards, scanning  11.8  42.8  83.2      39.5        400     31      2,272',
		'8 dashboards, cached    2.50  6.40  12.1      39.9        400     66      0.619',
		'',
		'1,437 orders were placed in the ledger, beside 1,000,000.',
		'',
		'Why not PostgreSQL straight into Redis?',
		"Each miss would be a scan on the checkouts' server: beside 8 dashboards that scan, their p99 was 83.2 ms, 6.9 × the 12.1 ms beside cached reads.",
	]);
	expect(contendText({...of, contention: {...contention, isEmbedded: true}})).toContain('\nEXAGGERATED: the embedded engine has one session for all');
});

test('contend as JSON', () => {
	expect(contendJson({...of, contention})).toMatchObject({
		schema: 'shopstream.contend/1',
		orders: 1_000_000,
		added: 1437,
		exaggerated: false,
		phases: [
			{phase: 'alone', checkouts: 400, p50Ms: 2.4, p95Ms: 6.2, p99Ms: 11.04, perSecond: 39.97, reads: 0, readP50Ms: null},
			{phase: 'scans'},
			{phase: 'cached'},
		],
	});
});
