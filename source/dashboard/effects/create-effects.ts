import type {Config} from '../../command-line/config.ts';
import {abortWith} from '../../flows/abort-with.ts';
import {type AnswerKey, createAnswerKey} from '../../flows/answer-key.ts';
import {fireStampede} from '../../flows/fire-stampede.ts';
import {createSharedClock, type SharedClock} from '../../flows/shared-clock.ts';
import {streamFacts} from '../../flows/stream-facts.ts';
import {graceMs} from '../../lab/cache-policy.ts';
import {predictStampede} from '../../lab/predict-stampede.ts';
import {createRandom} from '../../chance/random.ts';
import {Problem, sayFailure} from '../../words/problem.ts';
import {formatLatency} from '../../words/latency.ts';
import {backendsOf} from '../../layers/layers.ts';
import type {openServices, Services} from '../../services.ts';
import {plainText} from '../../words/plain-text.ts';
import type {Event} from '../state/event.ts';
import {presentLoad, presentPolicy} from '../selectors/present-load.ts';
import {waitsUntilMs} from '../selectors/recount.ts';
import type {State} from '../state/state.ts';
import type {Effects, World} from './effects.ts';
import {createCountKeeper} from './counts.ts';
import {createJobs} from './jobs.ts';
import {createLaboratory} from './laboratory.ts';
import {createLoad} from './load.ts';
import {watchLoopDelay} from './loop-delay.ts';
import {createTruthKeeper} from './truth.ts';

/** The clocks are compared so often, in milliseconds. */
const checkEveryMs = 60_000;

type Needs = {
	readonly config: Config<'dashboard'>;
	readonly dispatch: (event: Event) => void;
	readonly state: () => State;
	readonly openServices: typeof openServices;
	readonly clock?: SharedClock;
};

export function createEffects({config, dispatch, state, openServices, clock: shared = createSharedClock()}: Needs): Effects {
	const clock = shared.now;
	let services: Services | undefined;
	let key: AnswerKey | undefined;
	let checkedAt = 0;
	let isChecking = false;
	let isClosed = false;
	let stream: AbortController | undefined;
	const loopDelay = watchLoopDelay();
	const tick = setInterval(() => {
		dispatch({type: 'delay-measured', delayMs: loopDelay.measure()});
		dispatch({type: 'clock-ticked', nowMs: clock()});
		nameKey();
		if (shared.wasSet() || performance.now() - checkedAt > checkEveryMs) {
			void checkClocks();
		}

		laboratory.look();
	}, 1000);

	const say = (event: Event) => {
		if (isClosed) {
			return;
		}

		const before = state().shown?.answer.asOfMs;
		dispatch(event);
		// While a benchmark runs, nothing is asked: what was owed is asked at its end.
		if (event.type === 'latency-measured' || event.type === 'reads-ended' && state().shown?.answer.asOfMs !== before) {
			truth.askSoon();
		}
	};

	const fail = (text: string, error: unknown) => say({type: 'noted', text: `${text}: ${plainText(sayFailure(error))}`, failed: true, nowMs: clock()});
	const world: World = {config, say, fail, state, services: () => services, key: () => key, clock};
	const counts = createCountKeeper(world);
	const jobs = createJobs(world, counts);
	const load = createLoad(world);
	const truth = createTruthKeeper(world);
	const laboratory = createLaboratory(world);

	const nameKey = () => {
		if (key?.current !== state().cacheKey) {
			say({type: 'key-named', key: key?.current});
		}
	};

	/** Compares the clocks, and asks whose answers are cached: both may be others since. */
	const checkClocks = async () => {
		// What one check finds is told once: a clock that was set would be taken for set twice.
		if (!services || !key || isChecking) {
			return;
		}

		isChecking = true;
		checkedAt = performance.now();
		const check = await shared.check(services);
		// What has ended was timed by the clock before.
		load.tell();
		say({type: 'clocks-checked', check});
		isChecking = false;
		await key.resolve().catch(() => undefined);
		nameKey();
	};

	/** The key that there is; without one, it is said why. */
	const presentKey = (wish: string) => {
		if (services && key?.current === undefined) {
			say({type: 'noted', text: `${wish}: there is no key before there are orders`, failed: false, nowMs: clock()});
		}

		return services && key?.current;
	};

	/** A new load begins with a statistic of its own; a paused one begins when it goes on. */
	const change = (event: Event) => {
		load.tell();
		laboratory.drop();
		say(event);
		if (!state().isPaused) {
			load.start();
			truth.recover();
		}

		laboratory.look();
	};

	const switchStream = (isStreaming: boolean) => {
		say({type: 'stream-switched', isStreaming, nowMs: clock()});
		if (isStreaming && services && !isClosed) {
			const controller = new AbortController();
			stream = controller;
			void runStream(services, controller.signal);
		}
	};

	const askToStream = async () => {
		if (await counts.mustAsk()) {
			say({type: 'question-asked', question: {about: 'stream', held: state().held.mongo ?? 0}});
		} else {
			switchStream(true);
		}
	};

	const chooseTtl = (ttlSeconds: number) => {
		load.tell();
		say({type: 'ttl-chosen', ttlSeconds, nowMs: clock()});
		const present = key?.current;
		if (state().ttlMode === 'now' && present !== undefined) {
			services?.cache.moveExpiry(present, value => value.answer.asOfMs + ttlSeconds * 1000, graceMs(presentPolicy(state()))).then(
				moved => say({type: 'expiry-moved', expiresAtMs: moved && moved.expiresAtMs > clock() ? moved.expiresAtMs : undefined}),
				(error: unknown) => fail('the key keeps its old expiry', error),
			);
		}

		laboratory.look();
	};

	return {
		async open() {
			const opened = await openServices(config, ({sentence}) => say({type: 'noted', text: plainText(sentence), failed: true, nowMs: clock()}));
			if (isClosed) {
				return opened.close();
			}

			services = opened;
			key = createAnswerKey(opened);
			await checkClocks();
			const ordersHeld = await opened.window.count();
			say({type: 'services-opened', backends: backendsOf(opened), ordersHeld});
			if (opened.window.backend.kind === 'embedded' && ordersHeld === 0) {
				await jobs.seed(config.orders);
			}

			if (!isClosed) {
				nameKey();
				load.start();
				truth.start();
				counts.start();
			}
		},
		seed: count => void jobs.seed(count),
		readNow: () => void load.readNow()?.then(({outcome, latencyMs}) =>
			say({type: 'noted', text: `read now: ${outcome}, ${formatLatency(latencyMs)}`, failed: outcome === 'error', nowMs: clock()})),
		expire() {
			const present = presentKey('x');
			if (present === undefined) {
				return;
			}

			services?.cache.remove(present).then(
				() => say({type: 'key-removed', nowMs: clock()}),
				(error: unknown) => fail('the key was not expired', error),
			);
		},
		chooseTtl,
		chooseTtlMode(mode) {
			const isWaiting = waitsUntilMs({...state(), nowMs: clock()}) !== undefined;
			say({type: 'ttl-mode-chosen', mode, nowMs: clock()});
			// A TTL that still waits for the next fill acts now too.
			if (mode === 'now' && isWaiting) {
				chooseTtl(state().ttlSeconds);
			}
		},
		benchmark: mode => void jobs.benchmark(mode),
		archive: () => void jobs.archive(),
		switchStream(isStreaming) {
			stream?.abort();
			stream = undefined;
			if (!isStreaming || !counts.isOthers()) {
				switchStream(isStreaming);
				return;
			}

			void askToStream();
		},
		chooseViewers: viewers => change({type: 'viewers-chosen', viewers, nowMs: clock()}),
		chooseProtection: protection => change({type: 'protection-chosen', protection, nowMs: clock()}),
		chooseAddedFill: seconds => change({type: 'added-fill-chosen', seconds, nowMs: clock()}),
		stampede: () => void jobs.run('stampede', 0, async ({cache}, signal) => {
			const present = presentLoad(state());
			const running = load.signal();
			if (key?.current === undefined) {
				throw new Problem('there is no key before there are orders');
			}

			const ending = running ? abortWith(signal, running) : abortWith(signal);
			const measured = await fireStampede({cache, key: key.current, meter: load.meter, feed: load.feed, signal: ending.signal});
			load.tell();
			// The crowd of this fill beside what theory says of this fill: another one's crowd would be another.
			return {type: 'stampede-ended', measured, predicted: predictStampede({...present, fillSeconds: measured.fillMs / 1000}), nowMs: clock()};
		}),
		showScreen(screen) {
			say({type: 'screen-chosen', screen});
			laboratory.look();
		},
		simulate: ttlSeconds => void laboratory.simulate(ttlSeconds),
		pause(isPaused) {
			say({type: 'paused', isPaused, nowMs: clock()});
			if (isPaused) {
				load.stop();
				truth.stop();
			} else {
				load.start();
				truth.start();
			}
		},
		cancel() {
			if (!jobs.cancel()) {
				laboratory.cancel();
			}
		},
		async close() {
			isClosed = true;
			clearInterval(tick);
			loopDelay.stop();
			load.stop();
			truth.stop();
			counts.stop();
			jobs.cancel();
			stream?.abort();
			await Promise.all([services?.close(), laboratory.close()]);
		},
	};

	async function runStream(open: Services, signal: AbortSignal) {
		try {
			const random = createRandom(`stream ${config.seed} ${clock()}`);
			await streamFacts(open, {
				perSecond: () => state().ordersPerSecond,
				seed: config.seed,
				random,
				signal,
				clock,
				elapsed: () => performance.now(),
				stored: facts => say({type: 'orders-streamed', count: facts.length}),
			});
		} catch (error) {
			if (!signal.aborted) {
				fail('the order stream ended', error);
				say({type: 'stream-switched', isStreaming: false, nowMs: clock()});
			}
		}
	}
}
