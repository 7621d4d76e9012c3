import {expect, test, vi} from 'vitest';
import {createLaterLayers} from '../../../source/dashboard/commands/later-layers.ts';
import type {Open} from '../../../source/dashboard/commands/surroundings.ts';
import type {Event} from '../../../source/dashboard/update/event.ts';
import {initialState, type State} from '../../../source/dashboard/state/state.ts';
import {isOpen} from '../../../source/dashboard/selectors/is-open.ts';
import {shownLayers} from '../../../source/dashboard/selectors/shown-layers.ts';
import {update} from '../../../source/dashboard/update/update.ts';
import {StoreFailure} from '../../../source/stores/store-failure.ts';
import {configOf} from '../../config-of.ts';
import {until} from '../../until.ts';

const backend = {kind: 'embedded', label: 'embedded engine, PostgreSQL 18.6', version: '0.0.0', address: 'postgres://127.0.0.1:5'} as const;
const nowMs = Date.parse('2026-11-20T12:00:00Z');

/** What is said while the later layers are opened, up to the last word. */
async function said({
	flags = {},
	freeBytes = 2e9,
	open = async () => ({backend}),
}: {
	flags?: Record<string, string>;
	freeBytes?: number;
	open?: () => Promise<unknown>;
}): Promise<Event[]> {
	const events: Event[] = [];
	const config = configOf('dashboard', flags);
	const keeper = createLaterLayers({
		config,
		say: event => events.push(event),
		services: () => ({openLater: open}) as unknown as Open,
		async opened() {},
		freeBytes: () => freeBytes,
	});
	keeper.follow(undefined);
	keeper.follow(true);
	keeper.follow(undefined);
	keeper.follow(true);
	expect(events).toEqual([]);
	if (Object.keys(flags).length === 0) {
		await until(() => events.some(({type}) => type !== 'layer-opening'));
	}

	await new Promise(setImmediate);
	return events;
}

const after = (events: readonly Event[]): State =>
	events.reduce<State>(
		(state, event) => {
			const next = update(state, event, nowMs);
			return 'state' in next ? next.state : next;
		},
		{...initialState(configOf('dashboard'), 120, 40, nowMs)},
	);

const shown = (state: State) => shownLayers(state).find(({title}) => title === 'PostgreSQL');

test('it is opened once, and shown from then on; the program is open without it', async () => {
	const events = await said({});
	expect(events).toEqual([
		{type: 'layer-opening', layer: 'postgres'},
		{type: 'layer-opened', layer: 'postgres', backend},
	]);
	expect(shown(after([]))).toBeUndefined();
	expect(shown(after(events.slice(0, 1)))).toMatchObject({health: 'opening'});
	const open = after(events);
	expect(shown(open)).toMatchObject({health: 'up', backend});
	expect(open.activity[0]?.text).toBe('PostgreSQL is open');
	const others = {...open.layers, mongo: open.layers.postgres, redis: open.layers.postgres, gcs: open.layers.postgres};
	expect(isOpen({layers: {...others, postgres: {health: 'opening', backend: undefined}}})).toBe(true);
});

test('--without leaves it out, without a word', async () => {
	expect(await said({flags: {without: 'postgres'}})).toEqual([]);
});

test('with too little memory it stays out and says so; a server that was named is opened with the first layers', async () => {
	const events = await said({freeBytes: 0.64e9});
	expect(events).toEqual([
		{type: 'layer-not-opened', layer: 'postgres', reason: 'PostgreSQL stays out: 0.6 GB of memory are free, its engine wants 1', health: undefined},
	]);
	expect(shown(after(events))).toBeUndefined();
	expect(after(events).activity[0]).toMatchObject({text: expect.stringContaining('stays out')});
	expect(await said({flags: {postgresUrl: 'postgres://h/shop'}})).toEqual([]);
});

test('one that does not answer or refuses is shown as that, an engine that does not start is not shown', async () => {
	const failing = async (error: Error) =>
		said({
			open: async () => {
				throw error;
			},
		});
	const refused = after(await failing(new StoreFailure('postgres', 'refuses', 'wrong user or password', 'PostgreSQL at x refused the user or password')));
	expect(shown(refused)).toMatchObject({health: 'refuses', reason: 'wrong user or password'});
	expect(refused.activity[0]?.text).toBe('PostgreSQL at x refused the user or password');
	const broken = after(await failing(new Error('The embedded PostgreSQL engine did not start: no room')));
	expect(shown(broken)).toBeUndefined();
	expect(broken.activity[0]?.text).toBe('The embedded PostgreSQL engine did not start: no room');
});

test('one that does not answer is tried again, and said once', async () => {
	vi.useFakeTimers();
	try {
		const silence = new StoreFailure('postgres', 'silent', 'no answer', 'PostgreSQL at x did not answer');
		let tries = 0;
		const openLater = async () => (++tries < 3 ? Promise.reject(silence) : {backend});
		const events: Event[] = [];
		let opened = 0;
		const keeper = createLaterLayers({
			config: configOf('dashboard'),
			say: event => events.push(event),
			services: () => ({openLater}) as unknown as Open,
			async opened() {
				opened++;
			},
			freeBytes: () => 2e9,
		});
		keeper.follow(true);
		await vi.advanceTimersByTimeAsync(9000);
		expect(events.map(({type}) => type)).toEqual(['layer-opening', 'layer-not-opened']);
		expect(shown(after(events))).toMatchObject({health: 'silent'});
		await vi.advanceTimersByTimeAsync(2000);
		expect(events.map(({type}) => type)).toEqual(['layer-opening', 'layer-not-opened', 'layer-opened']);
		expect(shown(after(events))).toMatchObject({health: 'up', backend});
		expect(opened).toBe(1);
	} finally {
		vi.useRealTimers();
	}
});
