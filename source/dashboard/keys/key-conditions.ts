import type {State} from '../state/state.ts';

// Why a key cannot act now; undefined when it can.

export const unopened = (state: State) => state.isOpen ? undefined : 'the stores are still opening';

/** One long work at a time. */
export const busy = (state: State) => unopened(state) ?? (state.job ? `${state.job.name} is running: Esc cancels it` : undefined);

export const reading = (state: State) => unopened(state) ?? (state.isPaused ? 'paused: space reads again' : undefined);

/** For what other reads would falsify. */
export const alone = (state: State) => busy(state) ?? (state.viewers.count > 0 ? 'viewers are reading and would falsify it: v sets them to none' : undefined);

export const simulating = (state: State) => unopened(state) ?? (state.laboratory.simulatingSeconds === undefined ? undefined : 'a simulation is running: Esc cancels it');

/** A text for the key bar of the dashboard alone. */
export const onDashboard = (text: string) => (state: State) => state.screen === 'dashboard' ? text : undefined;
