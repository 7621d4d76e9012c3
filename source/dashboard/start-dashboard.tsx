import {render} from 'ink';
import type {Config} from '../config.ts';
import {App} from './app.tsx';
import {toAscii} from '../words/ascii.ts';
import {asciiOutput} from './ascii-output.ts';
import {createEffects} from './effects/create-effects.ts';
import {sessionSummary} from './session-summary.ts';
import {initialState} from './state.ts';
import {createStore} from './store.ts';

/** Frames a second at most: quick enough for keys, calm over SSH. */
const maxFps = 15;

/**
 * Opens the dashboard and runs it until it is quit, or `signal` fires. The terminal is as it was afterwards.
 * @returns what is to stay in the terminal: the session's figures in plain lines
 * @throws Problem when a store cannot be opened
 */
export async function startDashboard(config: Config, signal: AbortSignal): Promise<string> {
	const {stdout} = process;
	// Under a supervisor a terminal may not know its size.
	const size = () => ({columns: stdout.columns || 80, rows: stdout.rows || 24});
	const store = createStore(initialState(config, size().columns, size().rows, Date.now()));
	const effects = createEffects({
		config,
		dispatch: store.dispatch,
		state: store.state,
		openServices: async (...wanted) => (await import('../services.ts')).openServices(...wanted),
	});
	const quit = () => instance.unmount();
	const instance = render(<App store={store} effects={effects} quit={quit}/>, {
		stdout: config.ascii ? asciiOutput(stdout) : stdout,
		alternateScreen: true,
		incrementalRendering: true,
		maxFps,
		// Whatever a library prints would tear the screen; nothing of ours prints while it stands.
		patchConsole: true,
	});
	const resized = () => store.dispatch({type: 'resized', ...size()});
	stdout.on('resize', resized);
	signal.addEventListener('abort', quit, {once: true});
	let failure: unknown;
	let failed = false;
	// The drivers are heavy: they load once the first frame stands.
	void instance.waitUntilRenderFlush().then(async () => effects.open()).catch((error: unknown) => {
		failed = true;
		failure = error;
		quit();
	});
	try {
		await instance.waitUntilExit();
	} finally {
		stdout.off('resize', resized);
		signal.removeEventListener('abort', quit);
		await effects.close();
	}

	if (failed) {
		throw failure;
	}

	const summary = sessionSummary(store.state(), Date.now());
	return config.ascii ? toAscii(summary) : summary;
}
