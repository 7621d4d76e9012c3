import {expect, test} from 'vitest';
import {viewOf} from '../../../source/dashboard/screens/laboratory/view-of.ts';
import {laboratorySheets} from '../../../source/dashboard/screens/laboratory/sheets.ts';
import {initialState, type State} from '../../../source/dashboard/state/state.ts';
import {byLayer} from '../../../source/layers/layers.ts';
import {policyOf, usualProtection} from '../../../source/lab/protections.ts';
import {merchants} from '../../../source/scenarios/merchants/merchants.ts';
import {nowMs, openDesk, stateAfter} from '../desk.ts';
import {frame} from '../screens/laboratory/frame.tsx';

const embedded = {kind: 'embedded', label: 'embedded engine, Redis protocol', version: '0', address: 'redis://127.0.0.1:1'} as const;
const state: State = {
	...initialState({scenario: merchants, ascii: false, refreshSeconds: 1.2, timeZone: 'UTC', ttlSeconds: 20}, 80, 24, nowMs),
	layers: byLayer(() => ({health: 'up', backend: embedded})),
	viewers: {count: 30, arrivals: 'poll', everySeconds: 5, ownProcess: false},
	screen: 'laboratory',
};

const load = {
	arrivals: {kind: 'poll', pollSeconds: 5, viewers: 30},
	fillSeconds: 0,
	ownProcess: false,
	popularity: merchants.question.abouts!.popularity,
} as const;
const jitter = {...usualProtection, on: new Set(['single-flight', 'jitter'] as const)};
const phases = {
	first: {
		load: {...load, policy: policyOf(20, usualProtection)},
		protection: usualProtection,
		measured: [{keys: 10_000, queries: [6, 5, 5, 4, 3], reads: 30, shed: 0}],
		predicted: [5.6, 5, 4.6, 4.4, 4.2],
	},
	withJitter: {
		load: {...load, policy: policyOf(20, jitter)},
		protection: jitter,
		measured: [{keys: 10_000, queries: [1, 2, 3, 4, 4, 4, 5, 4, 4], reads: 54, shed: 0}],
		predicted: [0.6, 1.6, 2.5, 3.2, 4, 4, 4, 4, 4],
	},
};

test('J lets all keys end together, without jitter and with it, read as they are read now', () => {
	const desk = openDesk(state);
	desk.press('J');
	expect(desk.state()).toMatchObject({job: {name: 'jitter'}, laboratory: {shows: 'jitter'}});
	expect(desk.commands).toMatchObject([{type: 'jitter', wanted: {ttlSeconds: 20, fillSeconds: 0, arrivals: {kind: 'poll', viewers: 30}}}]);
	expect(viewOf(desk.state()).jitter?.sentences.join(' ')).toMatch(/All 10,000 keys.*Then the same with jitter.*They are filled now/);
	// While it runs, Esc cancels it, and leaves its panel.
	desk.press('esc');
	expect(desk.commands.at(-1)).toEqual({type: 'cancel-job'});
});

test('the dashboard alone reads one key: that is said, and nothing begins', () => {
	const desk = openDesk({...state, viewers: {...state.viewers, count: 0}});
	desk.press('J');
	expect([desk.commands, desk.state().activity[0]?.text]).toEqual([[], 'J: the dashboard reads one key alone: v or V brings viewers of all keys']);
});

test('seen stands beside theory, whole at 80 columns, until Esc; J shows it again, and E saves it', () => {
	const measured = stateAfter({...state, laboratory: {...state.laboratory, shows: 'jitter'}}, {type: 'jitter-measured', phases});
	expect(measured.activity[0]?.text).toBe('jitter: 10,000 keys ended together: 6 queries in the busiest second, 5 with jitter');
	expect(frame(viewOf(measured)).map(line => line.slice(0, 46))).toMatchInlineSnapshot(`
		[
		  "╭ Queries a second, all keys end at once ────╮",
		  "│         one TTL for all   with jitter      │",
		  "│ second     seen  theory  seen  theory      │",
		  "│ 1           6.0     5.6   1.0     0.6      │",
		  "│ 2           5.0     5.0   2.0     1.6      │",
		  "│ 3           5.0     4.6   3.0     2.5      │",
		  "│ 4 to 5      3.5     4.3   4.0     3.6      │",
		  "│ 6 to 9        –       –   4.3     4.0      │",
		  "│                                            │",
		  "│ Jitter saves no query: each key is fetched │",
		  "│ once. It spreads them over 4 s.            │",
		  "│                                            │",
		  "│ With one TTL for all the busiest second    │",
		  "│ brought 6 queries to the origin; by theory │",
		  "│ the mean rate is 5.60 a second at most.    │",
		  "│                                            │",
		  "│ With jitter the busiest second brought 5   │",
		  "│ queries to the origin; by theory the mean  │",
		  "│ rate is 4.00 a second at most.             │",
		  "╰────────────────────────────────────────────╯",
		  " seen: counted here  theory: the mean of many ",
		]
	`);
	const desk = openDesk(measured);
	desk.press('esc');
	expect(viewOf(desk.state()).jitter).toBeUndefined();
	desk.press('J');
	expect(viewOf(desk.state()).jitter?.sheet).toBeDefined();
	expect(desk.commands).toEqual([]);
	desk.press('M');
	expect(viewOf(desk.state())).toMatchObject({jitter: undefined, memory: {keys: 10_000}});
	expect(laboratorySheets(measured).map(({name}) => name)).toContain('stampede');
});
