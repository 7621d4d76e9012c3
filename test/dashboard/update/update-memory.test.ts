import {expect, test} from 'vitest';
import {viewOf} from '../../../source/dashboard/screens/laboratory/view-of.ts';
import {presentLoad} from '../../../source/dashboard/selectors/present-load.ts';
import {initialState, type State} from '../../../source/dashboard/state/state.ts';
import {byLayer} from '../../../source/layers/layers.ts';
import {merchants} from '../../../source/scenarios/merchants/merchants.ts';
import {at, nowMs, openDesk, stateAfter, statistics} from '../desk.ts';

const embedded = {kind: 'embedded', label: 'embedded engine, Redis protocol', version: '0', address: 'redis://127.0.0.1:1'} as const;
const state: State = {
	...initialState({scenario: merchants, ascii: false, refreshSeconds: 1.2, timeZone: 'UTC', ttlSeconds: 60}, 80, 24, nowMs),
	layers: byLayer(() => ({health: 'up', backend: embedded})),
	viewers: {count: 30, arrivals: 'poll', everySeconds: 5, ownProcess: false},
	screen: 'laboratory',
	holdings: {redis: {count: 1000, bytes: 450_000}},
};
const memory = {usedBytes: 490_000, maxBytes: 490_000, policy: 'allkeys-lru', evictedKeys: 100};

test('M shows what memory buys, and the TTLs again; K asks for how many keys', () => {
	const desk = openDesk(state);
	desk.press('M');
	expect(viewOf(desk.state()).memory).toMatchObject({keys: 10_000, room: undefined});
	desk.press('M');
	expect(viewOf(desk.state()).memory).toBeUndefined();
	desk.press('K');
	desk.type('10001');
	desk.press('return');
	expect(desk.state().prompt?.refusal).toBe('The number of keys wants a whole number from 0 to 10,000, not "10001"');
	desk.press('backspace');
	desk.press('return');
	expect(desk.commands).toEqual([{type: 'limit-memory', keys: 1000}]);
	expect(viewOf(desk.state()).memory).toBeDefined();
});

test('a Redis of others is asked about first; to give the memory back is no question', () => {
	const desk = openDesk({...state, layers: {...state.layers, redis: {health: 'up', backend: {...embedded, kind: 'server'}}}});
	const wish = () => {
		desk.press('K');
		desk.type('500');
		desk.press('return');
	};
	wish();
	expect(desk.state().question).toEqual({about: 'memory', keys: 500});
	desk.press('n');
	expect(desk.commands).toEqual([]);
	wish();
	desk.press('y');
	desk.press('K', '0', 'return');
	expect(desk.commands).toEqual([
		{type: 'limit-memory', keys: 500},
		{type: 'limit-memory', keys: undefined},
	]);
});

test('what Redis tells is read, with how many keys go a second; theory is of those that fit', () => {
	const told = stateAfter(state, at(nowMs, {type: 'memory-told', memory}), at(nowMs + 5000, {type: 'memory-told', memory: {...memory, evictedKeys: 160}}));
	expect(told.memory).toMatchObject({evictedPerSecond: 12, refused: undefined});
	expect(presentLoad(told).keysInMemory).toBe(1000);
	expect(viewOf({...told, laboratory: {...told.laboratory, shows: 'memory'}}).memory!.readings).toEqual([
		['keys', '1,000 answers; 450 kB'],
		['used memory', '490 kB'],
		['maxmemory', '490 kB, allkeys-lru'],
		['room', 'for 1,000 keys'],
		['evicted', '160; 12.0 a second now'],
	]);
	// CONFIG RESETSTAT, or another Redis.
	const reset = stateAfter(told, at(nowMs + 10_000, {type: 'memory-told', memory: {...memory, evictedKeys: 3}}));
	expect(reset.memory.evictedPerSecond).toBeUndefined();
	const refused = stateAfter(told, {type: 'memory-not-told', reason: 'this user may not do that'});
	expect(presentLoad(refused).keysInMemory).toBeUndefined();
	expect(viewOf({...refused, laboratory: {...refused.laboratory, shows: 'memory'}}).memory!.readings).toContainEqual([
		'memory',
		'Redis does not tell: this user may not do that',
	]);
});

test('another memory is another load; what was seen in the one before stays on its chart', () => {
	const told = stateAfter(state, {type: 'memory-told', memory});
	const seen = {...told, statistics: statistics(400, 240)};
	const limited = stateAfter(seen, {type: 'memory-limited', keys: 100});
	expect(limited.statistics.reads).toBe(0);
	expect(limited.memory).toMatchObject({limitedTo: 100, seen: [{keysInMemory: 1000, ttlSeconds: 60, hitRate: 0.6}]});
	expect(limited.activity[0]!.text).toBe('Redis got memory for 100 keys beside its other data, and evicts the least recently used: that data first');
	// Before a whole life of the key was seen nothing can be compared.
	const young = stateAfter({...told, statistics: statistics(400, 240, {sinceMs: nowMs - 10_000})}, {type: 'memory-limited', keys: undefined});
	expect(young.memory.seen).toEqual([]);
});
