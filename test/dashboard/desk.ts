// The dashboard without a screen and without a world: keys in, state and commands out.
import {shop} from '../../source/scenarios/shop/shop.ts';
import {pressKey} from '../../source/dashboard/keys/press-key.ts';
import {initialState, type ReadStatistics, type ShownRead, type State} from '../../source/dashboard/state/state.ts';
import {byLayer} from '../../source/layers/layers.ts';
import {createStore} from '../../source/dashboard/store.ts';
import type {Command} from '../../source/dashboard/update/command.ts';
import type {Event} from '../../source/dashboard/update/event.ts';
import {update} from '../../source/dashboard/update/update.ts';
import type {RevenueReport} from '../../source/scenarios/shop/revenue.ts';

export const nowMs = Date.UTC(2026, 10, 24, 12);

/** The dashboard with its stores open. */
export const openState: State = {
	...initialState({scenario: shop, ascii: false, refreshSeconds: 1.2, timeZone: 'UTC', ttlSeconds: 300}, 80, 24, nowMs),
	layers: byLayer(() => ({health: 'up', backend: undefined})),
};

/** A hit of an answer of so many seconds ago, with the rest of a TTL of 5 minutes before it. */
export const hitOf = (answer: RevenueReport, ageSeconds: number): ShownRead => ({
	about: '',
	outcome: 'hit',
	stores: {redis: {state: 'up'}},
	stands: true,
	latencyMs: 0.2,
	servedAtMs: nowMs,
	expiresAtMs: nowMs + 300_000 - ageSeconds * 1000,
	ageMs: ageSeconds * 1000,
	answer,
});

export type Desk = {
	readonly state: () => State;
	readonly dispatch: (event: Event) => void;
	/** What has happened. */
	readonly events: Event[];
	/** What was to be done in the world. */
	readonly commands: Command[];
	/** How often it was to be quit. */
	readonly quits: () => number;
	/** Presses keys one after the other; a word of several letters is a named key. */
	press(...keys: readonly string[]): void;
	/** Presses each letter of a text. */
	type(text: string): void;
};

export function openDesk(changes: Partial<State> = {}): Desk {
	const store = createStore({...openState, ...changes}, () => nowMs);
	const commands: Command[] = [];
	store.connect({
		tell() {},
		follow: (_, given) => commands.push(...given),
	});
	const events: Event[] = [];
	const dispatch = (event: Event) => {
		events.push(event);
		store.dispatch(event);
	};

	const press = (key: string) => pressKey(store.state(), key).forEach(event => dispatch(event));
	return {
		state: store.state,
		dispatch,
		events,
		commands,
		quits: () => commands.filter(({type}) => type === 'quit').length,
		press: (...keys) => keys.forEach(press),
		type: text => [...text].forEach(press),
	};
}

/** An event of another instant than `nowMs`. */
export type Happening = {readonly atMs: number; readonly event: Event};

export function at(atMs: number, event: Event): Happening {
	return {atMs, event};
}

/** The state after events, one after the other. */
export function stateAfter(state: State, ...happenings: ReadonlyArray<Event | Happening>): State {
	return happenings.reduce((now, given) => ('event' in given ? update(now, given.event, given.atMs).state : update(now, given, nowMs).state), state);
}

/** Reads seen: so many, `hits` of them hits of a mean age, the others misses that took `fillMs` each. */
export function statistics(reads: number, hits: number, {ageMs = 60_000, fillMs = 400, sinceMs = nowMs - 100_000} = {}): ReadStatistics {
	return {
		...openState.statistics,
		sinceMs,
		reads,
		outcomes: {...openState.statistics.outcomes, hit: hits, miss: reads - hits},
		ageSumMs: reads * ageMs,
		originQueries: reads - hits,
		fills: reads - hits,
		recentFillsMs: reads > hits ? [fillMs] : [],
	};
}

/** A report with these cents of today by category; over the window ten times as much. */
export function report(today: Readonly<Record<string, number>>, asOfMs = nowMs): RevenueReport {
	const categories = Object.entries(today).map(([category, todayCents]) => ({category, todayCents, revenueCents: todayCents * 10, orders: 1, units: 1}));
	const todayCents = categories.reduce((sum, row) => sum + row.todayCents, 0);
	return {
		asOfMs,
		windowDays: 30,
		day: new Date(asOfMs).toISOString().slice(0, 10),
		timeZone: 'UTC',
		categories,
		totals: {todayCents, revenueCents: todayCents * 10, orders: categories.length, units: categories.length},
	};
}

/** What MongoDB is known to say: orders of `meanCents` each. */
export function truth(todayCents: number, {meanCents = 6000, asOfMs = nowMs} = {}): NonNullable<State['truth']> {
	return {
		about: '',
		answer: report({Books: todayCents}, asOfMs),
		trade: {orders: 100, cents: 100 * meanCents, squareCents: 200 * meanCents ** 2},
		tookMs: 4,
		queries: 1,
		everySeconds: 2,
	};
}
