import {expect, test} from 'vitest';
import {type ContentionSeen, firstQuestion, type PlansSeen} from '../../source/lab/first-question.ts';

const plans: PlansSeen = {scanMs: 452, rowsScanned: 3_021_277, indexMs: 48, mongoMs: 61, insertRatio: 1.12};
const contention: ContentionSeen = {dashboards: 8, scansP50Ms: 2.6, cachedP50Ms: 2.5, scansP99Ms: 83, cachedP99Ms: 12, isEmbedded: false};
const measures = {compare: 'c', contend: 'k', placed: 'checkouts'};

test('before anything was measured there is no answer', () => {
	expect(firstQuestion(undefined, undefined, measures)).toEqual([]);
});

test('with both measured it stands in two sentences, with their figures', () => {
	expect(firstQuestion(plans, contention, measures)).toEqual([
		"Each miss would read 3,021,277 rows (452 ms) on the checkouts' server: beside 8 dashboards that scan, their p99 was 83.0 ms, 6.9 × the 12.0 ms beside cached reads.",
		'It would be fine where an index answers (48.0 ms, 9.4 × as fast, inserts × 1.12) and misses are few; MongoDB (61.0 ms) spares that server, not time.',
	]);
});

test('with one measured it says what would measure the other', () => {
	expect(firstQuestion(plans, undefined, measures)[0]).toBe(
		"Each miss would read 3,021,277 rows (452 ms) on the checkouts' server; k measures what that does to them.",
	);
	expect(firstQuestion(undefined, contention, measures)).toEqual([
		"Each miss would be a scan on the checkouts' server: beside 8 dashboards that scan, their p99 was 83.0 ms, 6.9 × the 12.0 ms beside cached reads.",
		'It would be fine where misses are few and cheap: c measures what an index makes of one, and its cost.',
	]);
});

test('where a stall hides the slowest checkouts, half of them tell it, and it would not be fine', () => {
	const [why, fine] = firstQuestion(plans, {...contention, scansP50Ms: 83.4, cachedP50Ms: 7.85, scansP99Ms: 555, cachedP99Ms: 598}, measures);
	expect(why).toContain('beside 8 dashboards that scan, their p50 was 83.4 ms, 11 × the 7.85 ms beside cached reads.');
	expect(fine).not.toContain('as here');
});

test('what was not seen is not claimed', () => {
	const [why, fine] = firstQuestion(
		{...plans, rowsScanned: undefined, scanMs: 2, indexMs: 3, insertRatio: undefined, mongoMs: 1},
		{...contention, scansP99Ms: 13},
		measures,
	);
	expect(why).toBe(
		"Each miss would read every row (2.00 ms) on the checkouts' server: beside 8 dashboards that scan, their p99 was 13.0 ms, hardly more than the 12.0 ms beside cached reads.",
	);
	expect(fine).toBe(
		'It would be fine where there is so little to scan (an index took 3.00 ms) and misses are few, as here; MongoDB (1.00 ms) spares that server.',
	);
	expect(firstQuestion(undefined, {...contention, scansP99Ms: 9}, measures)[0]).toContain('was 9.00 ms, not more than the 12.0 ms beside cached reads');
	expect(firstQuestion(undefined, {...contention, dashboards: 1, scansP99Ms: undefined}, measures)[0]).toContain('too few were placed for their p99');
	expect(firstQuestion(undefined, {...contention, dashboards: 1}, measures)[0]).toContain('beside 1 dashboard that scans');
	expect(firstQuestion(undefined, {...contention, isEmbedded: true}, measures)[0]).toContain('(exaggerated: one session)');
	expect(firstQuestion({...plans, insertRatio: undefined}, undefined, measures)[1]).toContain('(48.0 ms, 9.4 × as fast) and');
	expect(firstQuestion({...plans, insertRatio: 0.97}, undefined, measures)[1]).toContain(', inserts no slower) and');
});
