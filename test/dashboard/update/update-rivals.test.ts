import {expect, test} from 'vitest';
import {byLayer} from '../../../source/layers/layers.ts';
import {comparison, contention, unequal} from '../../rival-results.ts';
import {nowMs, openDesk, openState, stateAfter} from '../desk.ts';

const server = {kind: 'server', label: 'PostgreSQL 15.18', version: '15.18', address: 'postgres://h/shop'} as const;

test('c compares, and its screen is shown', () => {
	const desk = openDesk({placedIn: 'postgres'});
	desk.press('c');
	expect(desk.state()).toMatchObject({screen: 'rivals', job: {name: 'compare'}});
	expect(desk.commands).toEqual([{type: 'compare'}]);
	desk.press('k', 'c');
	expect(desk.commands).toHaveLength(1);
	expect(desk.state().activity[0]?.text).toBe('c: compare is running: Esc cancels it');
	desk.press('esc');
	expect([desk.state().job?.cancelling, desk.commands.at(-1)]).toEqual([true, {type: 'cancel-job'}]);
});

test("k lets checkouts be placed, with the lesson's load", () => {
	const desk = openDesk({placedIn: 'postgres'});
	desk.press('k');
	expect(desk.state()).toMatchObject({screen: 'rivals', job: {name: 'contend'}});
	expect(desk.commands).toEqual([
		{type: 'contend', load: expect.objectContaining({dashboards: 8, everySeconds: 1.2, checkoutsPerSecond: 40, secondsPerPhase: 10})},
	]);
});

test('k asks first where a PostgreSQL of others holds orders', () => {
	const desk = openDesk({placedIn: 'postgres', held: {postgres: 1000}, layers: {...openState.layers, postgres: {health: 'up', backend: server}}});
	desk.press('k');
	expect(desk.state()).toMatchObject({question: {about: 'contend'}, job: undefined});
	desk.press('n');
	expect(desk.state()).toMatchObject({question: undefined, job: undefined});
	desk.press('k', 'y');
	expect(desk.state().job?.name).toBe('contend');
});

test.each([
	['out', 'PostgreSQL is left out', 'PostgreSQL is left out'],
	['opening', undefined, 'PostgreSQL is still opening'],
	['silent', undefined, 'PostgreSQL does not answer'],
	['refuses', 'out of memory', 'PostgreSQL refuses: out of memory'],
] as const)('PostgreSQL %s: c and k say why they do nothing', (health, reason, said) => {
	const desk = openDesk({
		placedIn: 'postgres',
		layers: {...byLayer(() => ({health: 'up', backend: undefined}) as const), postgres: {health, backend: undefined, ...(reason !== undefined && {reason})}},
	});
	desk.press('c', 'k');
	expect(desk.commands).toEqual([]);
	expect(desk.state().activity.map(({text}) => text)).toEqual([`k: ${said}`]);
	expect(desk.state().screen).toBe('dashboard');
});

test('before PostgreSQL has taken over what MongoDB holds there is nothing to compare', () => {
	const desk = openDesk({placedIn: 'mongo'});
	desk.press('c');
	expect(desk.state().activity[0]?.text).toBe('c: PostgreSQL has not taken over the orders of MongoDB yet');
});

test('what was measured stands, and what was not equal is a failure', () => {
	const working = {...openState, job: {name: 'compare', done: 0, total: 0, cancelling: false, remarks: [], worstDelayMs: 0} as const};
	const compared = stateAfter(working, {type: 'plans-compared', comparison});
	expect(compared).toMatchObject({job: undefined, rivals: {comparison: {facts: 1_000_000}}});
	expect(compared.activity[0]).toMatchObject({kind: 'done', text: 'compare: scan 452 ms, index 48.2 ms, hit 0.214 ms; equal'});
	expect(stateAfter(working, {type: 'plans-compared', comparison: unequal}).activity[0]).toMatchObject({
		kind: 'failed',
		text: expect.stringContaining('NOT EQUAL'),
	});
	const both = stateAfter(compared, {type: 'checkouts-contended', contention});
	expect(both).toMatchObject({job: undefined, rivals: {comparison: {facts: 1_000_000}, contention: {added: 1437, atMs: nowMs}}});
	expect(both.activity[0]?.text).toBe("contend: checkouts' p99 83.2 ms beside 8 that scan, 12.1 ms beside cached reads; 1,437 orders placed");
});
