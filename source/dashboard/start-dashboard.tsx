import {render} from 'ink';
import type {ReactElement} from 'react';
import type {Config} from '../command-line/config.ts';
import {print} from '../command-line/outputs.ts';
import {waitBriefly} from '../flows/give-up.ts';
import {createSharedClock} from '../flows/shared-clock.ts';
import {timeLimitsMs} from '../time-limits.ts';
import {toAscii} from '../words/ascii.ts';
import {CutShort, Problem} from '../words/problem.ts';
import {App} from './app.tsx';
import {DashboardBody} from './screens/dashboard/dashboard-body.tsx';
import type {Session} from './session.tsx';
import {initialState} from './state/state.ts';
import {asciiOutput} from './terminal/ascii-output.ts';
import {backgroundQuestion} from './terminal/background.ts';
import type {Input} from './terminal/decode-input.ts';
import {openKeyboard} from './terminal/open-keyboard.ts';
import {createSuspension, type WithoutScreen} from './terminal/suspend.ts';

/** Frames a second at most: quick enough for keys, calm over SSH. */
const maxFps = 15;

/**
 * Opens the dashboard and runs it until it is quit, or `signal` fires. The terminal is as it was afterwards, and
 * the session's figures stay in it in plain lines.
 * @throws Problem when a store cannot be opened, or what was changed in one of others could not be put back
 */
export async function startDashboard(config: Config<'dashboard'>, signal: AbortSignal): Promise<void> {
	// It may have fired while this was loaded, and tells nobody who comes later.
	signal.throwIfAborted();
	const {stdin, stdout} = process;
	// Under a supervisor a terminal may not know its size.
	const size = () => ({columns: stdout.columns || 80, rows: stdout.rows || 24});
	const clock = createSharedClock();
	const first = initialState(config, size().columns, size().rows, clock.now());
	let session: Session | undefined;
	let failure: {readonly error: unknown} | undefined;
	const quit = () => instance.unmount();
	const fail = (error: unknown) => {
		failure ??= {error};
		quit();
	};

	// The console of Linux takes the question for something else; it is dark.
	const asksBackground = !config.isThemeGiven && process.env['TERM'] !== 'linux';
	const gone = () => fail(new Problem('The terminal was closed'));
	/** What came before there was anybody to take it. */
	const early: Input[] = [];
	const take = (input: Input) => (session ? session.take(input) : void early.push(input));
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

	const still = {state: () => first, subscribe: () => () => undefined};
	const instance = render(<App key={config.scenario.name} store={still} bodies={{dashboard: DashboardBody}} giveSuspend={giveSuspend} />, {
		stdout: config.ascii ? asciiOutput(stdout) : stdout,
		// Somebody watches, whatever the variables of a continuous integration say.
		interactive: true,
		alternateScreen: true,
		incrementalRendering: true,
		maxFps,
		// Whatever a library prints would tear the screen; nothing of ours prints while it stands.
		patchConsole: true,
	});
	const resized = () => session?.resized();
	stdout.on('resize', resized);
	signal.addEventListener('abort', quit, {once: true});
	let isOver = false;
	let isClosed = false;
	const close = async () => {
		await session?.close();
		isClosed = true;
	};

	/** All that the first frame does not need is loaded once it stands; the drivers, which are heavy, when the stores open. */
	const goOn = async () => {
		await instance.waitUntilRenderFlush();
		const {startSession} = await import('./session.tsx');
		if (isOver) {
			return;
		}

		session = startSession({
			config,
			first: {...first, ...size()},
			clock,
			size,
			asksBackground,
			show: (app: ReactElement) => instance.rerender(app),
			giveSuspend,
			suspend: () => suspension.suspend(),
			quit,
			fail,
		});
		early.forEach(take);
	};

	void goOn().catch(fail);
	try {
		await instance.waitUntilExit();
	} finally {
		isOver = true;
		stdout.off('resize', resized);
		signal.removeEventListener('abort', quit);
		suspension.end();
		// Whatever hangs must not keep the terminal.
		await waitBriefly(close().catch(fail), timeLimitsMs.quit);
		// Last: what the terminal still answers meanwhile is not typed into the shell.
		keyboard.close();
		// A terminal without an alternate screen, such as GNU screen by default, still shows the last frame with the cursor at its end.
		stdout.write('\r\u001B[J');
		stdout.off('error', gone);
	}

	if (failure) {
		throw failure.error;
	}

	const summary = session?.summary().trimEnd() ?? '';
	if (summary !== '') {
		await print(config.ascii ? toAscii(summary) : summary);
	}

	const undone = session?.undone() ?? [];
	const sentences = isClosed ? undone : [...undone, `Not all that was open could be closed within ${timeLimitsMs.quit / 1000} s`];
	if (sentences.length > 0) {
		throw new CutShort(sentences.join('. '));
	}
}
