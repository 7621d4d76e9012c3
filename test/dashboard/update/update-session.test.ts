import {expect, test} from 'vitest';
import {shop} from '../../../source/scenarios/shop/shop.ts';
import type {Event} from '../../../source/dashboard/update/event.ts';
import {stampedeLimit} from '../../../source/dashboard/state/session.ts';
import {nowMs, openState, stateAfter} from '../desk.ts';

const session = (...events: readonly Event[]) => stateAfter(openState, ...events).session;

test('orders that were seeded and that arrived are summed', () => {
	const seeded = {type: 'facts-seeded', result: {stored: 500, added: 500, expiring: 0, tookMs: 20}} as unknown as Event;
	const streamed: Event = {type: 'facts-streamed', count: 3};
	expect(session(seeded, streamed, seeded, streamed)).toMatchObject({seeded: 1000, streamed: 6});
});

test('reads and the queries that they made are counted, whatever they began with', () => {
	const event = (queries: number): Event => ({type: 'reads-ended', reads: [], asked: {queries, fillsMs: [], shed: 0}});
	expect(session(event(2), event(3)).originQueries).toBe(5);
});

test('the last archive stays', () => {
	const archived = (rows: number, parts = 7) =>
		({
			type: 'facts-archived',
			result: {scenario: shop, totals: {rows, parts}, days: [], created: 0, leftOut: [], warnings: [], oddities: []},
			objectsHeld: 7,
		}) as unknown as Event;
	expect(session(archived(10), archived(20)).archived).toEqual({rows: 20, objects: 7, atMs: nowMs});
	expect(session(archived(0, 0)).archived).toBeUndefined();
});

test('the last stampedes stay, oldest first', () => {
	const ended = (originQueries: number) => ({type: 'stampede-ended', measured: {originQueries, fillMs: 100, waited: 0, tookMs: 1}}) as unknown as Event;
	const {stampedes} = session(...Array.from({length: stampedeLimit + 2}, (_, i) => ended(i + 1)));
	expect(stampedes.map(({originQueries}) => originQueries)).toEqual([3, 4, 5, 6, 7]);
	expect(stampedes.at(-1)).toEqual({originQueries: 7, predicted: expect.any(Number) as number, atMs: nowMs});
});
