import {describe, expect, test} from 'vitest';
import {RivalsBody} from '../../../../source/dashboard/screens/rivals/rivals-body.tsx';
import {rivalsScreen} from '../../../../source/dashboard/screens/rivals/rivals-screen.ts';
import type {State} from '../../../../source/dashboard/state/state.ts';
import {comparison, contention, unequal} from '../../../rival-results.ts';
import {nowMs, openState} from '../../desk.ts';
import {renderAt} from '../../render-at.ts';

const atMs = nowMs - 60_000;
const measured = {comparison, contention: {...contention, atMs}};
const at = (width: number, height: number, changes: Partial<State>) =>
	renderAt(<RivalsBody state={{...openState, screen: 'rivals', ...changes}} width={width} height={height} />, width, height).split('\n');

test('on the smallest screen the tables and both sentences stand whole', () => {
	expect(at(80, 20, {rivals: measured})).toEqual([
		'╭ One question, five ways ───── 1,000,000 orders, as of 12:04:31, all 5 equal ─╮',
		'│ ms                  p50    p95  reads  rows read       age     at write time │',
		'│ PostgreSQL scan     452    503     20  3,021,277    452 ms           nothing │',
		'│ PostgreSQL index   48.2   71.3     20     46,294   48.2 ms     insert × 1.12 │',
		'│ PostgreSQL view   0.241  0.402    100          9    12 s +    refresh 131 ms │',
		'│ MongoDB            61.0   84.1     20     16,278   61.0 ms      stored twice │',
		'│ Redis hit         0.214  0.351    200          0    14 s +      a miss a TTL │',
		'│ EXTRAPOLATED to 1,000,000,000 orders: scan 7 min 30 s, index 46.1 s          │',
		'├ Checkouts beside dashboards ────────────────────────────────────── 11:59:00 ─┤',
		'│ checkouts, ms             p50    p95    p99  a second  reads  their p50      │',
		'│ alone                    2.40   6.20   11.0      40.0      0          –      │',
		'│ 8 dashboards, scanning   11.8   42.8   83.2      39.5     31      2,272      │',
		'│ 8 dashboards, cached     2.50   6.40   12.1      39.9     66      0.619      │',
		'├ Why not PostgreSQL straight into Redis? ─────────────────────────────────────┤',
		"│ Each miss would read 3,021,277 rows (452 ms) on the checkouts' server:       │",
		'│   beside 8 dashboards that scan, their p99 was 83.2 ms, 6.9 × the 12.1 ms    │',
		'│   beside cached reads.                                                       │',
		'│ It would be fine where an index answers (48.2 ms, 9.4 × as fast, inserts ×   │',
		'│   1.12) and misses are few; MongoDB (61.0 ms) spares that server, not time.  │',
		'╰──────────────────────────────────────────────────────────────────────────────╯',
	]);
});

test('before anything was measured the keys that measure are named, and no figure stands', () => {
	const frame = at(80, 20, {}).join('\n');
	expect(frame).toContain('c compares them');
	expect(frame).toContain('c and k measure the answer here');
	expect(frame).not.toMatch(/\d ms/);
});

describe.each([
	[80, 20],
	[100, 26],
	[160, 46],
])('%i × %i', (width, height) => {
	const job = {name: 'compare', done: 8, total: 32, cancelling: false, remarks: [], worstDelayMs: 0} as const;
	test.each<[string, Partial<State>]>([
		['nothing', {}],
		['plans', {rivals: {...measured, contention: undefined}}],
		['contention', {rivals: {...measured, comparison: undefined}}],
		['both', {rivals: measured}],
		['both, embedded', {rivals: {comparison: {...measured.comparison, isEmbedded: true}, contention: {...measured.contention, isEmbedded: true}}}],
		['not equal', {rivals: {...measured, comparison: unequal}}],
		['no growth', {rivals: {...measured, comparison: {...measured.comparison, growth: undefined}}}],
		['comparing', {rivals: measured, job}],
		['contending', {rivals: measured, job: {...job, name: 'contend', cancelling: true}}],
		['a menu', {rivals: measured, menu: {kind: 'viewers', row: 0}}],
	])('%s: fills the room, and nothing stands over another line', (_, changes) => {
		const lines = at(width, height, changes);
		expect(lines.map(line => line.length)).toEqual(Array.from({length: height}, () => width));
		expect(lines.every(line => /^[╭│├╰].*[╮│┤╯]$/.test(line))).toBe(true);
	});
});

test('too few orders: it says how to have more', () => {
	const few = {...measured, comparison: {...measured.comparison, facts: 514, growth: undefined}};
	expect(at(80, 20, {rivals: few})).toContain('│ 514 orders are too few to show growth: 4 and Enter make 100,000 of 5 years   │');
});

test('figures of ten seconds and more stand under their titles like others', () => {
	const slow = {...measured.contention, phases: measured.contention.phases.map(phase => ({...phase, p50Ms: 9886, p99Ms: 18_116.4}))};
	const lines = at(100, 26, {rivals: {...measured, contention: slow}});
	const [titles, ...rows] = lines.slice(lines.findIndex(line => line.startsWith('│ checkouts, ms'))).slice(0, 4);
	for (const title of ['p50', 'p95', 'p99', 'a second', 'reads', 'their p50']) {
		const end = titles!.indexOf(title) + title.length;
		expect(rows.map(row => row.slice(end - 1, end + 1))).toEqual(rows.map(() => expect.stringMatching(/^[\d–] $/)));
	}
});

test('progress stands under its own table, with the way out', () => {
	const job = {name: 'contend', done: 12, total: 36, cancelling: false, remarks: [], worstDelayMs: 0} as const;
	expect(at(80, 20, {job}).find(line => line.includes('contend 12'))).toMatch(/^│ contend 12 \/ 36 s █+░+ {2}Esc cancels/);
});

test('what is not equal is said in place of what it would grow to', () => {
	const frame = at(100, 26, {rivals: {...measured, comparison: unequal}}).join('\n');
	expect(frame).toContain('NOT EQUAL: MongoDB and Redis hit say something else');
});

test('its sentences fit a line', () => {
	for (const rivals of [measured, {comparison: undefined, contention: undefined}]) {
		expect(rivalsScreen.sentences({...openState, rivals}).filter(sentence => sentence.length > 79)).toEqual([]);
	}
});
