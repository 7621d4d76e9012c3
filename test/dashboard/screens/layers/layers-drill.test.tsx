// The drill on the layers screen: what was lost and came back, and what that says of the third question.
import {expect, test} from 'vitest';
import type {Drill} from '../../../../source/flows/drill-day.ts';
import {LayersBody} from '../../../../source/dashboard/screens/layers/layers-body.tsx';
import type {DrillState} from '../../../../source/dashboard/state/drill.ts';
import {nowMs, openDesk, openState} from '../../desk.ts';
import {renderAt} from '../../render-at.ts';

const loss = {day: '2026-11-23', isScratch: false, before: {facts: 14, worth: 392_011, fingerprint: 'a'}, lost: {facts: 0, worth: 0, fingerprint: '0'}};
const drill: Drill = {...loss, restored: loss.before, isEqual: true, parts: 1, bytes: 4000, restoreMs: 183, followedMs: 41, backMs: 38};
const archive = {...openState.holdings, gcs: {count: 34, days: 34}};

/** The lower panel. */
const at = (width: number, height: number, state: DrillState) =>
	renderAt(<LayersBody state={{...openState, screen: 'layers', drill: state}} width={width} height={height} />, width, height)
		.split('\n')
		.filter((_, i, lines) => i >= lines.findIndex(line => line.includes('When is the archive needed?')));

test('on the smallest screen it stands whole beside the layers', () => {
	const frame = renderAt(<LayersBody state={{...openState, screen: 'layers', drill: {stage: 'done', drill, atMs: nowMs}}} width={80} height={20} />, 80, 20);
	expect(frame.split('\n')).toHaveLength(20);
	expect(frame).toContain('Warehouse');
	expect(at(80, 20, {stage: 'done', drill, atMs: nowMs})).toEqual([
		'├ When is the archive needed? ──────────────── Mon 23 Nov, embedded, 12:00:00 ─┤',
		'│ before          14 orders   revenue 3,920.11  ███████████                    │',
		'│ after the loss   0 orders   revenue     0.00                                 │',
		'│ restored        14 orders   revenue 3,920.11  ███████████  equal to the cent │',
		'│ When PostgreSQL loses 14 orders: MongoDB, a copy that follows, lost them     │',
		'│   41.0 ms later; the archive gave them back in 183 ms, equal to the cent.    │',
		"│ Not for the dashboard: MongoDB's 35 days and Redis's one answer are enough.  │",
		'╰──────────────────────────────────────────────────────────────────────────────╯',
	]);
});

test('while the day is lost it says what comes next', () => {
	expect(at(80, 20, {stage: 'lost', loss, restoresAtMs: nowMs + 5400}).slice(1)).toEqual([
		'│ before          14 orders   revenue 3,920.11  ███████████                    │',
		'│ after the loss   0 orders   revenue     0.00                                 │',
		'│ restored                –   revenue        –                                 │',
		'│ Mon 23 Nov is gone from PostgreSQL, and from MongoDB, which follows it: x,   │',
		'│   then 1 show the revenue without it. d restores it now; by itself it comes  │',
		'│   back in 6 s.                                                               │',
		'╰──────────────────────────────────────────────────────────────────────────────╯',
	]);
});

test('once it is to come back it says that it does, however long PostgreSQL takes', () => {
	const over = {stage: 'lost', loss, restoresAtMs: nowMs} as const;
	expect(at(80, 20, over).join('\n')).toContain('It is being restored: the drill ends');
	expect(at(80, 20, over).join('\n')).not.toContain('0 s');
	const job = {name: 'drill', done: 0, total: 0, cancelling: true, remarks: [], worstDelayMs: 0} as const;
	const cancelled = <LayersBody state={{...openState, screen: 'layers', job, drill: {...over, restoresAtMs: nowMs + 9000}}} width={80} height={20} />;
	expect(renderAt(cancelled, 80, 20)).toContain('It is being restored: the drill ends');
});

test('where there is room it says how the day came back; a scratch copy is called one, and what is not equal too', () => {
	expect(at(100, 26, {stage: 'done', drill, atMs: nowMs}).at(-2)).toBe(
		'│ 1 part read back, checked and stored in 183 ms; MongoDB had them again 38.0 ms later             │',
	);
	const unequal = at(80, 20, {
		stage: 'done',
		drill: {...drill, isScratch: true, isEqual: false, followedMs: undefined, backMs: undefined, restored: {facts: 13, worth: 380_000, fingerprint: 'b'}},
		atMs: nowMs,
	}).join('\n');
	expect(unequal).toMatch(
		/Mon 23 Nov, a scratch copy, 12:00:00[^]*restored +13 orders +revenue 3,800.00 +█+▋? +NOT EQUAL[^]*a copy that follows loses them too;[^]*but NOT EQUAL/,
	);
});

test('d asks, loses, restores now, and Esc closes what it came to', () => {
	const desk = openDesk({screen: 'layers', placedIn: 'postgres', holdings: archive});
	desk.press('d');
	expect(desk.state().question).toEqual({about: 'drill'});
	desk.press('n');
	expect(desk.commands).toEqual([]);
	desk.press('d', 'y');
	expect(desk.commands).toEqual([{type: 'drill'}]);
	expect(desk.state()).toMatchObject({job: {name: 'drill'}, mayWrite: false});
	desk.press('d');
	expect(desk.commands).toHaveLength(1);
	desk.dispatch({type: 'day-lost', loss, restoresAtMs: nowMs + 5000});
	desk.press('d');
	expect(desk.commands.at(-1)).toEqual({type: 'restore-now'});
	desk.dispatch({type: 'day-drilled', drill});
	expect(desk.state()).toMatchObject({job: undefined, drill: {stage: 'done'}});
	expect(desk.state().activity[0]!.text).toBe('drill: Mon 23 Nov is back from the archive in 183 ms, 14 orders worth 3,920.11, equal to the cent');
	desk.press('esc');
	expect(desk.state().drill).toBeUndefined();
});

test('without an archive d says what comes first', () => {
	const desk = openDesk({screen: 'layers', placedIn: 'postgres', holdings: {gcs: {count: 0, days: 0}}});
	desk.press('d');
	expect(desk.state().activity[0]!.text).toContain('nothing is archived yet, archive first: a');
	expect(desk.state().question).toBeUndefined();
});

test('a drill that fails leaves no day on the screen as lost', () => {
	const desk = openDesk({screen: 'layers', placedIn: 'postgres', holdings: archive});
	desk.press('d', 'y');
	desk.dispatch({type: 'day-lost', loss, restoresAtMs: nowMs + 5000});
	desk.dispatch({type: 'job-failed', reason: 'the bucket is gone', cancelled: false});
	expect(desk.state().drill).toBeUndefined();
	expect(desk.state().job).toBeUndefined();
});
