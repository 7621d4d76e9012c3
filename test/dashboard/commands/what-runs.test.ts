// What runs follows from the state alone.
import {describe, expect, test} from 'vitest';
import {type Runs, whatRuns} from '../../../source/dashboard/commands/what-runs.ts';
import {byLayer} from '../../../source/layers/layers.ts';
import type {State} from '../../../source/dashboard/state/state.ts';
import type {Event} from '../../../source/dashboard/update/event.ts';
import {nowMs, openState, stateAfter, statistics} from '../desk.ts';

/** Their names. */
const running = (state: State) => Object.entries(whatRuns(state)).flatMap(([name, wanted]) => (wanted === undefined ? [] : [name as keyof Runs]));
const after = (...events: readonly Event[]) => stateAfter(openState, ...events);

const embedded = {kind: 'embedded', label: 'embedded engine', version: '1', address: ''} as const;
const {postgres: _, ...backends} = byLayer(() => embedded);
const opened: Event = {type: 'services-opened', backends, factsHeld: 0, firstFacts: 500};

describe('what runs', () => {
	test('is nothing before the stores are open, nor while an embedded MongoDB gets its first orders', () => {
		const closed = {...openState, layers: byLayer(() => ({health: 'opening', backend: undefined}) as const)};
		expect(running({...closed, isStreaming: true})).toEqual([]);
		const seeding = stateAfter(closed, opened);
		expect([seeding.job?.name, running(seeding)]).toEqual(['seed', []]);
		const result = {stored: 500, wanted: 500, tookMs: 1, expiring: 0};
		expect(running(stateAfter(seeding, {type: 'facts-seeded', result, held: {mongo: 500}}))).toEqual(['load', 'truth', 'counts']);
		expect(running(stateAfter(seeding, {type: 'job-failed', reason: 'no room', cancelled: false}))).toEqual(['load', 'truth', 'counts']);
		expect(running(stateAfter(closed, {...opened, factsHeld: 9}))).toEqual(['load', 'truth', 'counts']);
	});

	test('while paused is no read and no question for the truth', () => {
		expect(running(after({type: 'paused', isPaused: true}))).toEqual(['counts']);
	});

	test('while something times or counts what MongoDB is asked, nothing else asks it', () => {
		expect(running(after({type: 'benchmark-wished', mode: 'burst'}))).toEqual(['load']);
		expect(running(after({type: 'comparison-wished'}))).toEqual(['load']);
		expect(running(after({type: 'jitter-wished'}))).toEqual(['load']);
		expect(running(after({type: 'archive-wished'}))).toEqual(['load', 'truth', 'counts']);
	});

	test('while a history is made, what comes is counted; while it is asked about, nothing else asks', () => {
		const at = (stage: string) => running(after({type: 'history-wished'}, {type: 'job-progressed', done: 1, total: 2, stage}));
		expect(at('seeding')).toEqual(['load', 'truth', 'counts']);
		expect(at('archiving')).toEqual(['load', 'truth', 'counts']);
		expect([at('reading the manifests'), at('loading'), at('asking')]).toEqual([['load'], ['load'], ['load']]);
	});

	test('streams orders at the rate chosen', () => {
		const streaming = after({type: 'stream-wished', isStreaming: true}, {type: 'stream-rate-chosen', perSecond: 5});
		expect(whatRuns(streaming).stream).toEqual({perSecond: 5});
		expect(whatRuns(stateAfter(streaming, {type: 'stream-failed', reason: 'gone'})).stream).toBeUndefined();
	});

	test('is the same load under another TTL, whose policy it takes over, and another one under another protection', () => {
		const {readers, policy} = whatRuns(openState).load!;
		const other = whatRuns(after({type: 'ttl-chosen', ttlSeconds: 60})).load!;
		expect(other.readers).toEqual(readers);
		expect([policy.ttlSeconds, other.policy.ttlSeconds]).toEqual([300, 60]);
		expect(whatRuns(after({type: 'protection-chosen', protection: {...openState.protection, on: new Set()}})).load!.readers).not.toEqual(readers);
	});

	test('looks after the key that is thought to stand', () => {
		expect(whatRuns({...openState, cacheKey: 'k', keyExpiresAtMs: nowMs}).counts).toEqual({key: 'k'});
		expect(whatRuns({...openState, cacheKey: 'k'}).counts).toEqual({key: undefined});
	});

	test('simulates until it is answered or cancelled, or another load is on', () => {
		const wished: Event = {type: 'what-if-wished', ttlSeconds: 60};
		expect(whatRuns(after(wished)).simulation).toMatchObject({ttlSeconds: 60, options: {ttlsSeconds: [300, 60]}});
		for (const end of [{type: 'cancel-wished'}, {type: 'simulation-failed', reason: 'no room'}, {type: 'added-fill-chosen', seconds: 1}] as const) {
			expect(whatRuns(after(wished, end)).simulation).toBeUndefined();
		}

		expect(whatRuns(after(wished, {type: 'ttl-chosen', ttlSeconds: 5})).simulation).toMatchObject({ttlSeconds: 60});
	});
});

describe('theory is asked', () => {
	const looking = {...openState, screen: 'laboratory', statistics: statistics(100, 90)} as const;
	const answer = (state: State, reads: number) => {
		const {text, run} = whatRuns(state).theory!;
		return stateAfter(state, {
			type: 'theory-found',
			theory: {question: text, present: undefined, band: undefined, reads, seenHitRate: undefined, curve: []},
			run,
		});
	};

	test('where the laboratory is looked at, or a thread must compute it, and not again once it has answered', () => {
		expect(whatRuns(openState).theory).toBeUndefined();
		expect(whatRuns({...openState, viewers: {...openState.viewers, count: 30}}).theory).toMatchObject({isAwaited: true, question: {ttlsSeconds: []}});
		expect(whatRuns(looking).theory).toMatchObject({isAwaited: true, reads: 100, seenHitRate: 0.9, question: {ttlsSeconds: {length: 61}}});
		expect(whatRuns(answer(looking, 100)).theory).toBeUndefined();
	});

	test('anew when the load or the TTL changed, and with a fifth more reads', () => {
		const answered = answer(looking, 100);
		for (const change of [{type: 'ttl-chosen', ttlSeconds: 5}, {type: 'added-fill-chosen', seconds: 1}, {type: 'key-removed'}] as const) {
			expect(whatRuns(stateAfter(answered, change)).theory).toMatchObject({isAwaited: true});
		}

		expect(whatRuns({...answered, statistics: statistics(119, 90)}).theory).toBeUndefined();
		expect(whatRuns({...answered, statistics: statistics(120, 90)}).theory).toMatchObject({isAwaited: false, reads: 120});
	});
});
