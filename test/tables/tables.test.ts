import {expect, test} from 'vitest';
import {labTable} from '../../source/reports/lab-text.ts';
import {stampedeTable} from '../../source/reports/stampede-text.ts';
import {shop} from '../../source/scenarios/shop/shop.ts';
import {reportTable} from '../../source/reports/text-report.ts';
import type {DayManifest} from '../../source/stores/archive-manifest.ts';
import {archivedDaysTable, archivedMonthsTable, differencesTable} from '../../source/tables/archive-tables.ts';
import {csvOf} from '../../source/tables/csv.ts';
import {latencyTable} from '../../source/tables/latency-table.ts';
import {phaseTable} from '../../source/tables/phase-table.ts';
import {planTable} from '../../source/tables/plan-table.ts';
import {lab, stampede} from '../reports/lab-results.ts';
import {bench, result} from '../reports/results.ts';
import {comparison, contention} from '../rival-results.ts';

test.each([
	[
		'report: no line of totals',
		reportTable(result),
		['category,todayCents,revenueCents,orders,units', 'Electronics,120340,4812011,1112,1431', 'Home & Garden,0,5,1,2'],
	],
	['bench: a quantile of too few reads is nothing', latencyTable(bench), ['read,p50Ms,p95Ms,p99Ms,reads', 'miss,4.8123,6.1,,20', 'hit,0.2144,0.3,1.005,200']],
	[
		'compare',
		planTable(comparison),
		[
			'plan,p50Ms,p95Ms,samples,rowsRead,ageMs,totalCents',
			'postgres-scan,452.2113,503.1,20,3021277,452.2113,243098609',
			'postgres-index,48.2,71.3,20,46294,48.2,243098609',
			'postgres-matview,0.241,0.402,100,9,12024,243098609',
			'mongo,61.04,84.1,20,16278,61.04,243098609',
			'redis,0.2144,0.351,200,0,14213,243098609',
		],
	],
	[
		'contend',
		phaseTable(contention, shop.facts),
		[
			'phase,p50Ms,p95Ms,p99Ms,checkoutsPerSecond,checkouts,reads,readP50Ms',
			'alone,2.4,6.2,11.04,39.97,400,0,',
			'scans,11.8,42.8,83.16,39.5,400,31,2271.9',
			'cached,2.5,6.4,12.1,39.9,400,66,0.619',
		],
	],
	[
		'lab',
		labTable(lab),
		['figure,seen,theory,low,high', 'hitRate,0.9194444444444444,0.923,0.9167,0.9306', 'meanAgeSeconds,0.9231,0.925,,', 'originQueriesPerMinute,27,27.6,,'],
	],
])('%s', (_, sheet, lines) => {
	expect(csvOf(sheet)).toBe(`${lines.join('\n')}\n`);
});

test('stampede: each firing with the protection that it was under', () => {
	const [names, ...lines] = csvOf(stampedeTable(stampede)).trimEnd().split('\n');
	expect(names).toBe('protection,firing,originQueries,waited,recoverySeconds');
	expect(lines.length).toBeGreaterThan(0);
});

test('archived days and months: no line for all together', () => {
	const manifest: DayManifest = {
		name: 'manifests/orders/dt=2026-11-20/r000002.json',
		day: '2026-11-20',
		timeZone: 'UTC',
		fromMs: 0,
		toMs: 1,
		isWhole: true,
		revision: 2,
		asOfMs: 1,
		lineSchema: 2,
		rows: 12,
		worth: 34_567,
		leastId: 'a',
		greatestId: 'b',
		parts: [{name: 'p', sizeBytes: 1234, crc32c: '', generation: '1', rows: 12, worth: 34_567, leastId: 'a', greatestId: 'b'}],
	};
	expect(csvOf(archivedDaysTable([manifest], shop))).toBe(
		'day,rows,revenueCents,parts,sizeBytes,revision,isWhole,manifest\n2026-11-20,12,34567,1,1234,2,true,manifests/orders/dt=2026-11-20/r000002.json\n',
	);
	const figures = {days: 1, rows: 12, worth: 34_567, parts: 1, sizeBytes: 1234, revisions: 2};
	const months = archivedMonthsTable([{month: '2026-11', ...figures}], figures, shop);
	expect(csvOf(months)).toBe('month,days,rows,revenueCents,parts,sizeBytes,revisions\n2026-11,1,12,34567,1,1234,2\n');
	expect(months.shown.rows).toHaveLength(2);
});

test('differences have their sentence, safe for a spreadsheet', () => {
	expect(csvOf(differencesTable([{day: '2026-11-20', kind: 'unequal', id: '=1+1', text: 'a, b'}]))).toBe(
		`day,kind,id,object,line,text\n2026-11-20,unequal,'=1+1,,,"a, b"\n`,
	);
});
