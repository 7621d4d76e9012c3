import {expect, test} from 'vitest';
import {type ContentionSeen, firstQuestion, type PlansSeen} from '../../source/lab/first-question.ts';

const plans: PlansSeen = {scanMs: 452, rowsScanned: 3_021_277, indexMs: 48, mongoMs: 61, insertRatio: 1.12};
const contention: ContentionSeen = {dashboards: 8, scansP99Ms: 83, cachedP99Ms: 12, isEmbedded: false};
const measures = {compare: 'c', contend: 'k'};

test('before anything was measured there is no answer', () => {
	expect(firstQuestion(undefined, undefined, measures)).toEqual([]);
});

test('with both measured it stands in two sentences, with their figures', () => {
	expect(firstQuestion(plans, contention, measures)).toEqual([
		'Why not PostgreSQL straight into Redis? Because each miss would read 3,021,277 rows (452 ms by a scan) on the server of the checkouts: beside 8 dashboards that scan their p99 was 83.0 ms, 6.9 × the 12.0 ms beside cached reads.',
		'It would be fine where an index answers a miss, 48.0 ms here, 9.4 × as fast as the scan for inserts that take 1.1 × as long, and misses are few; MongoDB (61.0 ms) is there not to be quicker but because it takes the question off that server.',
	]);
});

test('with one measured it says what would measure the other', () => {
	expect(firstQuestion(plans, undefined, measures)[0]).toBe('Why not PostgreSQL straight into Redis? Because each miss would read 3,021,277 rows (452 ms by a scan) on the server of the checkouts; k measures what that does to them.');
	expect(firstQuestion(undefined, contention, measures)).toEqual([
		'Why not PostgreSQL straight into Redis? Because each miss would be a scan on the server of the checkouts: beside 8 dashboards that scan their p99 was 83.0 ms, 6.9 × the 12.0 ms beside cached reads.',
		'It would be fine where misses are few and each is cheap: c measures what an index makes of one, and what it costs.',
	]);
});

test('what was not seen is not claimed', () => {
	const [why, fine] = firstQuestion({...plans, rowsScanned: undefined, scanMs: 2, indexMs: 3, insertRatio: undefined, mongoMs: 1}, {...contention, scansP99Ms: 13}, measures);
	expect(why).toBe('Why not PostgreSQL straight into Redis? Because each miss would read every row (2.00 ms by a scan) on the server of the checkouts: here they hardly felt it, beside 8 dashboards that scan their p99 was 13.0 ms against 12.0 ms beside cached reads.');
	expect(fine).toBe('It would be fine where the ledger is so small: an index took 3.00 ms here, the scan 2.00 ms, and misses are few, as here; MongoDB (1.00 ms) is quicker, and takes the question off that server.');
	expect(firstQuestion(undefined, {...contention, dashboards: 1, scansP99Ms: undefined}, measures)[0]).toContain('too few checkouts were placed for their p99');
	expect(firstQuestion(undefined, {...contention, dashboards: 1}, measures)[0]).toContain('beside 1 dashboard that scans');
	expect(firstQuestion(undefined, {...contention, isEmbedded: true}, measures)[0]).toContain('(one session serves all, which exaggerates)');
	expect(firstQuestion({...plans, insertRatio: 1.01}, undefined, measures)[1]).toContain('for inserts that take no longer');
});
