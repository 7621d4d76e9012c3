// The dashboard without a screen and without a world: keys in, state and wishes out.
import type {Effects} from '../../source/dashboard/effects/effects.ts';
import type {Event} from '../../source/dashboard/state/event.ts';
import {pressKey} from '../../source/dashboard/keys/press-key.ts';
import {initialState, type ReadStatistics, type State} from '../../source/dashboard/state/state.ts';
import {createStore} from '../../source/dashboard/state/store.ts';
import type {RevenueReport} from '../../source/scenarios/shop/revenue.ts';

export const nowMs = Date.UTC(2026, 10, 24, 12);

/** The dashboard with its stores open. */
export const openState: State = {...initialState({ascii: false, refreshSeconds: 1.2, timeZone: 'UTC', ttlSeconds: 300}, 80, 24, nowMs), isOpen: true};

/** What was asked of the world: the effect's name and what it was given. */
export type Wish = readonly [name: keyof Effects, ...given: unknown[]];

export type Desk = {
	readonly state: () => State;
	readonly dispatch: (event: Event) => void;
	readonly wishes: Wish[];
	readonly effects: Effects;
	readonly quit: () => void;
	/** How often it was quit. */
	readonly quits: () => number;
	/** Presses keys one after the other; a word of several letters is a named key. */
	press(...keys: readonly string[]): void;
	/** Presses each letter of a text. */
	type(text: string): void;
};

/** Settings are taken over as the real effects would have it; everything else is only noted. */
export function openDesk(changes: Partial<State> = {}): Desk {
	const store = createStore({...openState, ...changes});
	const wishes: Wish[] = [];
	let quits = 0;
	const events: Partial<Record<keyof Effects, (given: never) => Event>> = {
		chooseTtl: (ttlSeconds: number) => ({type: 'ttl-chosen', ttlSeconds, nowMs}),
		chooseTtlMode: (mode: State['ttlMode']) => ({type: 'ttl-mode-chosen', mode, nowMs}),
		chooseViewers: (viewers: State['viewers']) => ({type: 'viewers-chosen', viewers, nowMs}),
		chooseProtection: (protection: State['protection']) => ({type: 'protection-chosen', protection, nowMs}),
		chooseAddedFill: (seconds: number) => ({type: 'added-fill-chosen', seconds, nowMs}),
		showScreen: (screen: State['screen']) => ({type: 'screen-chosen', screen}),
	};
	const effects = new Proxy({} as Effects, {
		get: (_, name: keyof Effects) => (...given: unknown[]) => {
			wishes.push([name, ...given]);
			const event = events[name]?.(given[0] as never);
			if (event) {
				store.dispatch(event);
			}
		},
	});
	const quit = () => void quits++;
	const press = (key: string) => pressKey(key, {state: store.state(), effects, dispatch: store.dispatch, quit});
	return {
		state: store.state,
		dispatch: store.dispatch,
		wishes,
		effects,
		quit,
		quits: () => quits,
		press: (...keys) => keys.forEach(press),
		type: text => [...text].forEach(press),
	};
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
	return {asOfMs, windowDays: 30, day: new Date(asOfMs).toISOString().slice(0, 10), timeZone: 'UTC', categories, totals: {todayCents, revenueCents: todayCents * 10, orders: categories.length, units: categories.length}};
}

/** What MongoDB is known to say: orders of `meanCents` each. */
export function truth(todayCents: number, {meanCents = 6000, asOfMs = nowMs} = {}): NonNullable<State['truth']> {
	return {report: report({Books: todayCents}, asOfMs), values: {orders: 100, cents: 100 * meanCents, squareCents: 200 * meanCents ** 2}, tookMs: 4, queries: 1, everySeconds: 2};
}
