import {expect, test} from 'vitest';
import {lostByLeaving} from '../../../source/dashboard/selectors/lost-by-leaving.ts';
import type {State} from '../../../source/dashboard/state/state.ts';
import {birds} from '../../scenarios/miniature/birds.ts';
import {openState} from '../desk.ts';

const backend = (kind: 'embedded' | 'server') => ({kind, label: 'x', version: '1', address: ''});
const on = (kind: 'embedded' | 'server', changes: Partial<State> = {}): State => ({
	...openState,
	layers: {...openState.layers, mongo: {health: 'up', backend: backend(kind)}},
	...changes,
});
const archived = {rows: 1, objects: 1, atMs: 0};

test('what runs would be cancelled', () => {
	const job = {name: 'benchmark', done: 0, total: 1, cancelling: false, remarks: [], worstDelayMs: 0} as const;
	expect(lostByLeaving({...openState, job})).toBe('benchmark is running, and would be cancelled.');
	expect(lostByLeaving({...openState, laboratory: {...openState.laboratory, simulatingSeconds: 60}})).toBe('A simulation is running, and would be cancelled.');
});

test('what was made in embedded engines would be gone', () => {
	const session = {...openState.session, streamed: 5};
	expect(lostByLeaving(on('embedded', {session}))).toBe('Without --data DIR, the orders that arrived would be gone.');
	expect(lostByLeaving(on('embedded', {session: {...openState.session, archived}}))).toBe('Without --data DIR, the archive would be gone.');
	const both = lostByLeaving(on('embedded', {session: {...session, archived}}))!;
	expect(both).toBe('Without --data DIR, the archive and the orders that arrived would be gone.');
	expect(both.length, 'in a line of 80 columns').toBeLessThan(80);
});

test('nothing is lost that was not made here, that a folder keeps, or that stands on a server', () => {
	const session = {...openState.session, streamed: 5, archived};
	expect(lostByLeaving(on('embedded'))).toBeUndefined();
	expect(lostByLeaving(on('embedded', {session, isKept: true}))).toBeUndefined();
	expect(lostByLeaving(on('server', {session}))).toBeUndefined();
});

test('what moves by itself is no loss: it moves again', () => {
	const moving = {...birds, facts: {...birds.facts, moving: {perSecond: 5} as never}};
	const session = {...openState.session, streamed: 5};
	expect(lostByLeaving(on('embedded', {session, scenario: birds}))).toBeDefined();
	expect(lostByLeaving(on('embedded', {session, scenario: moving}))).toBeUndefined();
});
