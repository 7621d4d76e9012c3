import {render} from 'ink';
import type {Config} from '../command-line/config.ts';
import {scenarios} from '../scenarios/scenarios.ts';
import {Problem} from '../words/problem.ts';
import {App} from './app.tsx';
import {toAscii} from '../words/ascii.ts';
import {asciiOutput} from './terminal/ascii-output.ts';
import {backgroundQuestion} from './terminal/background.ts';
import {createRunner} from './commands/create-runner.ts';
import {createSharedClock} from '../flows/shared-clock.ts';
import {sessionSummary} from './selectors/session-summary.ts';
import {initialState} from './state/state.ts';
import {createStore} from './store.ts';
import {createInputTaker} from './keys/take-input.ts';
import {openKeyboard} from './terminal/open-keyboard.ts';
import {createSuspension, type WithoutScreen} from './terminal/suspend.ts';

/** Frames a second at most: quick enough for keys, calm over SSH. */
const maxFps = 15;

/**
 * Opens the dashboard and runs it until it is quit, or `signal` fires. The terminal is as it was afterwards.
 * @returns what is to stay in the terminal: the session's figures in plain lines
 * @throws Problem when a store cannot be opened
 */
export async function startDashboard(config: Config<'dashboard'>, signal: AbortSignal): Promise<string> {
	const {stdin, stdout} = process;
	// Under a supervisor a terminal may not know its size.
	const size = () => ({columns: stdout.columns || 80, rows: stdout.rows || 24});
	const clock = createSharedClock();
	/** The dashboard over one scenario. */
	const begin = (given: Config<'dashboard'>) => {
		const store = createStore(initialState(given, size().columns, size().rows, clock.now()), clock.now);
		const runner = createRunner({
			config: given,
			store,
			clock,
			quit: () => quit(),
			leave: scenario => void leave(scenario),
			openServices: async (...wanted) => (await import('../services.ts')).openServices(...wanted),
		});
		return {config: given, store, runner};
	};

	let present = begin(config);
	const summaries: string[] = [];
	const summarise = () => summaries.push(sessionSummary(present.store.state(), Date.now(), config.dataFolder !== undefined));
	let opening: Promise<unknown> = Promise.resolve();
	let closing: Promise<unknown> = Promise.resolve();
	let failure: {readonly error: unknown} | undefined;
	const quit = () => instance.unmount();
	const fail = (error: unknown) => {
		failure ??= {error};
		quit();
	};

	/** What is open is closed before the next scenario opens: they share a folder, and a terminal. */
	const leave = async (name: string) => {
		const before = present;
		summarise();
		// The one that the command line named keeps the size that it was given there.
		const scenario = [config.scenario, ...scenarios].find(one => one.name === name)!;
		present = begin({...config, scenario, theme: before.store.state().theme});
		instance.rerender(app());
		const {runner} = present;
		// One that was left while it opened gives up what it holds once it has it.
		closing = Promise.allSettled([closing, opening, before.runner.close()]);
		await closing;
		opening = runner.open().catch(fail);
	};

	// The console of Linux takes the question for something else; it is dark.
	const asksBackground = !config.isThemeGiven && process.env['TERM'] !== 'linux';
	const take = createInputTaker({
		state: () => present.store.state(),
		dispatch: event => present.store.dispatch(event),
		suspend: () => suspension.suspend(),
		clock: () => performance.now(),
		asksBackground,
	});
	const gone = () => fail(new Problem('The terminal was closed'));
	const keyboard = openKeyboard(stdin, stdout, {take, gone});
	stdout.on('error', gone);
	if (asksBackground) {
		stdout.write(backgroundQuestion);
	}

	let withoutScreen: WithoutScreen = async meanwhile => meanwhile();
	const suspension = createSuspension(keyboard, async meanwhile => withoutScreen(meanwhile));
	const giveSuspend = (suspend: WithoutScreen) => {
		withoutScreen = suspend;
	};

	const app = () => <App key={present.config.scenario.name} store={present.store} giveSuspend={giveSuspend} />;
	const instance = render(app(), {
		stdout: config.ascii ? asciiOutput(stdout) : stdout,
		// Somebody watches, whatever the variables of a continuous integration say.
		interactive: true,
		alternateScreen: true,
		incrementalRendering: true,
		maxFps,
		// Whatever a library prints would tear the screen; nothing of ours prints while it stands.
		patchConsole: true,
	});
	const resized = () => present.store.dispatch({type: 'resized', ...size()});
	stdout.on('resize', resized);
	signal.addEventListener('abort', quit, {once: true});
	// The drivers are heavy: they load once the first frame stands.
	const {runner: first} = present;
	opening = instance
		.waitUntilRenderFlush()
		.then(async () => first.open())
		.catch(fail);
	try {
		await instance.waitUntilExit();
	} finally {
		stdout.off('resize', resized);
		signal.removeEventListener('abort', quit);
		suspension.end();
		await Promise.all([closing, present.runner.close()]);
		// Last: what the terminal still answers meanwhile is not typed into the shell.
		keyboard.close();
		stdout.off('error', gone);
	}

	if (failure) {
		throw failure.error;
	}

	summarise();
	const summary = summaries.filter(text => text !== '').join('\n');
	return config.ascii ? toAscii(summary) : summary;
}
