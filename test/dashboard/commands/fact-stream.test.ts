// What becomes of the stream when a store fails.
import {expect, test} from 'vitest';
import {createFactStream} from '../../../source/dashboard/commands/fact-stream.ts';
import type {Surroundings} from '../../../source/dashboard/commands/surroundings.ts';
import type {Event} from '../../../source/dashboard/update/event.ts';
import {StoreFailure} from '../../../source/stores/store-failure.ts';
import {configOf} from '../../config-of.ts';
import {ofShop} from '../../scenarios/shop/of-shop.ts';
import {until} from '../../until.ts';
import {openDesk} from '../desk.ts';

function begin(arrive: () => Promise<void>) {
	const events: Event[] = [];
	const services = () => ({...ofShop, placing: {prepare: async () => undefined, moves: [], arrive}}) as unknown as ReturnType<Surroundings['services']>;
	const stream = createFactStream({config: configOf('dashboard'), say: event => events.push(event), services, clock: Date.now});
	stream.follow({perSecond: 50});
	return {events, end: () => stream.follow(undefined)};
}

test('a store that fails is waited for, and the stream goes on', async () => {
	let isGone = true;
	const {events, end} = begin(async () => {
		if (isGone) {
			throw new StoreFailure('postgres', 'silent', 'no connection', 'PostgreSQL at x does not answer');
		}
	});
	await until(() => events.length === 2);
	isGone = false;
	await until(() => events.some(({type}) => type === 'facts-streamed'));
	end();
	expect(events.slice(0, 2)).toEqual([
		{type: 'stream-held', reason: 'PostgreSQL at x does not answer'},
		{type: 'stream-held', reason: 'PostgreSQL at x does not answer'},
	]);
});

test('what is no failure of a store ends it', async () => {
	const {events} = begin(async () => Promise.reject(new Error('a fault')));
	await until(() => events.length > 0);
	expect(events).toEqual([{type: 'stream-failed', reason: 'a fault'}]);
});

test('that it waits is said once, and that it goes on; it stays switched on', () => {
	const {state, dispatch} = openDesk({isStreaming: true});
	const before = state().activity.length;
	dispatch({type: 'stream-held', reason: 'PostgreSQL at x does not answer'});
	dispatch({type: 'stream-held', reason: 'PostgreSQL at x does not answer'});
	expect([state().isStreaming, state().streamHeldBy]).toEqual([true, 'PostgreSQL at x does not answer']);
	dispatch({type: 'facts-streamed', count: 2});
	dispatch({type: 'facts-streamed', count: 2});
	expect(state().streamHeldBy).toBeUndefined();
	expect(
		state()
			.activity.slice(0, state().activity.length - before)
			.map(({text}) => text),
	).toEqual(['the order stream resumed', 'the order stream waits, and resumes by itself: PostgreSQL at x does not answer']);
});
