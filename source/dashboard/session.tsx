import type {ReactElement} from 'react';
import type {Config} from '../command-line/config.ts';
import type {SharedClock} from '../flows/shared-clock.ts';
import {scenarios} from '../scenarios/scenarios.ts';
import {seedCount} from './keys/fact-keys.ts';
import {App} from './app.tsx';
import {createRunner, type Runner} from './commands/create-runner.ts';
import {createInputTaker} from './keys/take-input.ts';
import {bodies} from './screens/bodies.ts';
import type {Size} from './screens/screen.ts';
import {sessionSummary} from './selectors/session-summary.ts';
import {initialState, type State} from './state/state.ts';
import {createStore} from './store.ts';
import type {Input} from './terminal/decode-input.ts';
import type {WithoutScreen} from './terminal/suspend.ts';

type Needs = {
	readonly config: Config<'dashboard'>;
	/** What the first frame shows. */
	readonly first: State;
	readonly clock: SharedClock;
	readonly size: () => Size;
	readonly asksBackground: boolean;
	readonly show: (app: ReactElement) => void;
	readonly giveSuspend: (suspend: WithoutScreen) => void;
	readonly suspend: () => void;
	readonly quit: () => void;
	readonly fail: (error: unknown) => void;
};

/** The dashboard once its first frame stands: what it knows, what acts, and what its keys do. */
export type Session = {
	take(input: Input): void;
	resized(): void;
	close(): Promise<void>;
	/** What could not be put back in stores of others, in sentences: as far as that is known. */
	undone(): readonly string[];
	/** The figures in plain lines, of each scenario that was open. */
	summary(): string;
};

/** Opens the stores, of one scenario after the other. */
export function startSession({config, first, clock, size, asksBackground, show, giveSuspend, suspend, quit, fail}: Needs): Session {
	const runners: Runner[] = [];
	/** The dashboard over one scenario. */
	const begin = (given: Config<'dashboard'>, state: State) => {
		const store = createStore(state, clock.now);
		const runner = createRunner({
			config: given,
			store,
			clock,
			quit,
			leave: scenario => void leave(scenario),
			openServices: async (...wanted) => (await import('../services.ts')).openServices(...wanted),
		});
		show(<App key={given.scenario.name} store={store} bodies={bodies} giveSuspend={giveSuspend} />);
		runners.push(runner);
		return {store, runner};
	};

	let present = begin(config, first);
	const summaries: string[] = [];
	const summarise = () => summaries.push(sessionSummary(present.store.state(), clock.now(), config.dataFolder !== undefined, size().columns));
	let opening: Promise<unknown> = present.runner.open().catch(fail);
	/** Those that were left are closed. */
	let left: Promise<unknown> = Promise.resolve();

	/** What is open is closed before the next scenario opens: they share a folder, and a terminal. */
	const leave = async (name: string) => {
		const before = present;
		summarise();
		// The one that the command line named keeps the size that it was given there.
		const scenario = [config.scenario, ...scenarios].find(one => one.name === name)!;
		const orders = config.areOrdersGiven ? config.orders : seedCount(scenario);
		const next = {...config, scenario, orders, theme: before.store.state().theme};
		const {columns, rows} = size();
		present = begin(next, initialState(next, columns, rows, clock.now()));
		const {runner} = present;
		left = Promise.allSettled([left, before.runner.close()]);
		// One that was left while it opened gives up what it holds once it has it.
		await Promise.allSettled([left, opening]);
		opening = runner.open().catch(fail);
	};

	return {
		take: createInputTaker({
			state: () => present.store.state(),
			dispatch: event => present.store.dispatch(event),
			suspend,
			clock: () => performance.now(),
			asksBackground,
		}),
		resized: () => present.store.dispatch({type: 'resized', ...size()}),
		async close() {
			await Promise.all([left, present.runner.close()]);
		},
		undone: () => runners.flatMap(runner => runner.undone()),
		summary() {
			summarise();
			return summaries.filter(text => text !== '').join('\n');
		},
	};
}
