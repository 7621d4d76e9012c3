// The runner over the real store and the real services, watched from all sides.
import {configOf} from '../../config-of.ts';
import {createRunner, type Runner} from '../../../source/dashboard/commands/create-runner.ts';
import {initialState, type State} from '../../../source/dashboard/state/state.ts';
import {createStore, type Store} from '../../../source/dashboard/store.ts';
import type {Event} from '../../../source/dashboard/update/event.ts';
import {createSharedClock, type SharedClock} from '../../../source/flows/shared-clock.ts';
import {openServices, type Services} from '../../../source/services.ts';
import {until} from '../../until.ts';

/** What was asked of the stores, counted where they are asked. */
type Asked = {
	/** Aggregations of revenue: those of reads and those for the truth. */
	revenue: number;
	/** Those of them that MongoDB has answered. */
	answered: number;
	/** The second half of each question for the truth. */
	values: number;
	gets: number;
	locks: number;
	/** Values that stand in the cache. */
	stored: number;
};

export type TestedWorld = {
	/** @returns what could not be put back in stores of others */
	readonly close: () => Promise<ReturnType<Runner['undone']>>;
	readonly dispatch: (event: Event) => void;
	readonly state: () => State;
	readonly events: readonly Event[];
	readonly asked: Readonly<Asked>;
	readonly redisUrl: string;
	/** Waits for an event after the ones there are now. */
	next<Type extends Event['type']>(type: Type, wanted?: (event: Extract<Event, {type: Type}>) => boolean): Promise<Extract<Event, {type: Type}>>;
	/** Called before each key is removed, and after each value is stored. */
	watch: {removing?: (() => void) | undefined; stored?: (() => void) | undefined};
};

/** The dashboard without a screen, before anything is open; every event is noted. */
export function createWorld(flags: Record<string, string>, open: typeof openServices = openServices, clock: SharedClock = createSharedClock()) {
	const config = configOf('dashboard', {...(!flags['postgresUrl'] && {without: 'postgres'}), ...flags});
	const events: Event[] = [];
	const store = createStore(initialState(config, 80, 24, clock.now()), clock.now);
	const noted: Pick<Store, 'dispatch' | 'connect'> = {
		connect: store.connect,
		dispatch(event) {
			// What has ended is told before it.
			store.dispatch(event);
			events.push(event);
		},
	};
	const runner = createRunner({config, store: noted, openServices: open, clock, quit() {}, leave() {}});
	return {config, state: store.state, dispatch: noted.dispatch, events, runner};
}

/** Opens the dashboard's world with few orders, and waits for its first read. */
export async function openWorld(flags: Record<string, string> = {}): Promise<TestedWorld> {
	const asked: Asked = {revenue: 0, answered: 0, values: 0, gets: 0, locks: 0, stored: 0};
	const watch: TestedWorld['watch'] = {};
	let redisUrl = '';
	const watched = (services: Services): Services => {
		const {window, cache} = services;
		redisUrl = config.servers.redis ?? cache.backend.address;
		return {
			...services,
			window: {
				...window,
				async ask(pipeline, signal) {
					const isForValues = JSON.stringify(pipeline).includes('squareCents');
					asked[isForValues ? 'values' : 'revenue']++;
					const rows = await window.ask(pipeline, signal);
					asked.answered += isForValues ? 0 : 1;
					return rows;
				},
			},
			cache: {
				...cache,
				async get(key) {
					asked.gets++;
					return cache.get(key);
				},
				async lock(...given) {
					asked.locks++;
					return cache.lock(...given);
				},
				async remove(key) {
					watch.removing?.();
					return cache.remove(key);
				},
				async set(...given) {
					const result = await cache.set(...given);
					asked.stored++;
					watch.stored?.();
					return result;
				},
			},
		};
	};

	const {config, state, dispatch, events, runner} = createWorld({orders: '100', refresh: '100ms', ...flags}, async wanted =>
		watched(await openServices(wanted)),
	);
	await runner.open();
	await until(() => state().shown);
	return {
		dispatch,
		async close() {
			await runner.close();
			return runner.undone();
		},
		state,
		events,
		asked,
		get redisUrl() {
			return redisUrl;
		},
		watch,
		async next(type, wanted = () => true) {
			const from = events.length;
			type Wanted = Extract<Event, {type: typeof type}>;
			return until(() => events.slice(from).find((event): event is Wanted => event.type === type && wanted(event as Wanted)));
		},
	};
}
