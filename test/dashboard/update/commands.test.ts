// What is to be done in the world follows from the event and the state.
import {expect, test} from 'vitest';
import type {State} from '../../../source/dashboard/state/state.ts';
import type {Command} from '../../../source/dashboard/update/command.ts';
import type {Event} from '../../../source/dashboard/update/event.ts';
import {update} from '../../../source/dashboard/update/update.ts';
import {nowMs, openState, stateAfter, statistics} from '../desk.ts';

const cached: State = {...openState, cacheKey: 'k', keyExpiresAtMs: nowMs + 200_000};
const benchmarking = stateAfter(cached, {type: 'benchmark-wished', mode: 'burst'});
const move = (ttlSeconds: number): Command => ({type: 'move-expiry', key: 'k', ttlSeconds, graceMs: 0});
const waiting = stateAfter(cached, {type: 'ttl-mode-chosen', mode: 'next'}, {type: 'ttl-chosen', ttlSeconds: 60});

test.each<[string, State, Event, Command[]]>([
	['a TTL that acts now moves the key', cached, {type: 'ttl-chosen', ttlSeconds: 60}, [move(60)]],
	['a TTL that acts with the next fill leaves it', {...cached, ttlMode: 'next'}, {type: 'ttl-chosen', ttlSeconds: 60}, []],
	['a TTL without a key moves none', openState, {type: 'ttl-chosen', ttlSeconds: 60}, []],
	['a TTL that waits acts once the mode is now', waiting, {type: 'ttl-mode-chosen', mode: 'now'}, [move(60)]],
	['a mode with nothing that waits moves nothing', cached, {type: 'ttl-mode-chosen', mode: 'now'}, []],
	['a key is expired by its name', cached, {type: 'expiry-wished'}, [{type: 'remove-key', key: 'k'}]],
	['no key is none to expire', openState, {type: 'expiry-wished'}, []],
	['a read is read', cached, {type: 'read-wished'}, [{type: 'read-now'}]],
	[
		'a benchmark takes the slow origin along',
		{...cached, addedFillSeconds: 0.4},
		{type: 'benchmark-wished', mode: 'paced'},
		[{type: 'benchmark', mode: 'paced', misses: 40, hitsPerMiss: 10, addedFillMs: 400}],
	],
	['a second job waits for nobody: it does not begin', benchmarking, {type: 'archive-wished'}, []],
	['a stampede fires at the key', cached, {type: 'stampede-wished'}, [{type: 'stampede', key: 'k', about: openState.about}]],
	['a stampede without a key does not', openState, {type: 'stampede-wished'}, []],
	['what runs is cancelled', benchmarking, {type: 'cancel-wished'}, [{type: 'cancel-job'}]],
	['where nothing runs nothing is', cached, {type: 'cancel-wished'}, []],
	['after a failure the header says what stands', benchmarking, {type: 'job-failed', reason: 'no room', cancelled: false}, [{type: 'count-facts'}]],
	['who quits is let go', cached, {type: 'quit-wished'}, [{type: 'quit'}]],
	['what is read is only told', cached, {type: 'clock-ticked'}, []],
])('%s', (_, state, event, commands) => {
	expect(update(state, event, nowMs).commands).toEqual(commands);
});

test('a job that did not begin leaves the state as it is', () => {
	expect(update(benchmarking, {type: 'seed-wished', count: 5}, nowMs).state).toBe(benchmarking);
	expect(update({...cached, statistics: statistics(5, 5)}, {type: 'stampede-wished'}, nowMs).state.job).toMatchObject({name: 'stampede', cancelling: false});
});
