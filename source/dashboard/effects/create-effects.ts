import type {Config} from '../../config.ts';
import {abortWith} from '../../flows/abort-with.ts';
import {fireStampede} from '../../flows/fire-stampede.ts';
import {streamOrders} from '../../flows/stream-orders.ts';
import {graceMs} from '../../lab/cache-policy.ts';
import {predictStampede} from '../../lab/predict-stampede.ts';
import {revenueKey} from '../../orders/cached-revenue.ts';
import {createCatalogue} from '../../orders/catalogue.ts';
import {createRandom} from '../../orders/random.ts';
import {Problem, sayFailure} from '../../problem.ts';
import {formatLatency} from '../../words/latency.ts';
import type {Services} from '../../services.ts';
import {plainText} from '../../words/plain-text.ts';
import type {Event} from '../event.ts';
import {presentFillSeconds, presentLoad, presentPolicy} from '../present-load.ts';
import type {State} from '../state.ts';
import type {Effects, World} from './effects.ts';
import {createJobs} from './jobs.ts';
import {createLaboratory} from './laboratory.ts';
import {createLoad} from './load.ts';
import {createTruthKeeper} from './truth.ts';

type Needs = {
	readonly config: Config;
	readonly dispatch: (event: Event) => void;
	readonly state: () => State;
	readonly openServices: (config: Config) => Promise<Services>;
	readonly clock?: () => number;
};

export function createEffects({config, dispatch, state, openServices, clock = Date.now}: Needs): Effects {
	let services: Services | undefined;
	let isClosed = false;
	let stream: AbortController | undefined;
	const tick = setInterval(() => {
		dispatch({type: 'clock-ticked', nowMs: clock()});
		laboratory.look();
	}, 1000);

	const say = (event: Event) => {
		if (!isClosed) {
			dispatch(event);
		}
	};

	const fail = (text: string, error: unknown) => say({type: 'noted', text: `${text}: ${plainText(sayFailure(error))}`, failed: true, nowMs: clock()});
	const world: World = {config, say, fail, state, services: () => services, clock};
	const jobs = createJobs(world);
	const load = createLoad(world);
	const truth = createTruthKeeper(world);
	const laboratory = createLaboratory(world);

	/** A new load begins with a statistic of its own; a paused one begins when it goes on. */
	const change = (event: Event) => {
		load.tell();
		laboratory.drop();
		say(event);
		if (!state().isPaused) {
			load.start();
		}

		laboratory.look();
	};

	return {
		async open() {
			const opened = await openServices(config);
			if (isClosed) {
				return opened.close();
			}

			services = opened;
			const ordersHeld = await opened.window.countOrders();
			const {window, cache, archive} = opened;
			say({type: 'services-opened', backends: {mongo: window.backend, redis: cache.backend, gcs: archive.backend}, ordersHeld});
			if (window.backend.kind === 'embedded' && ordersHeld === 0) {
				await jobs.seed(config.orders);
			}

			if (!isClosed) {
				load.start();
				truth.start();
			}
		},
		seed: count => void jobs.seed(count),
		readNow: () => void load.readNow()?.then(({outcome, latencyMs}) =>
			say({type: 'noted', text: `read now: ${outcome}, ${formatLatency(latencyMs)}`, failed: outcome === 'error', nowMs: clock()})),
		expire() {
			services?.cache.remove(revenueKey).then(
				() => say({type: 'key-removed', nowMs: clock()}),
				(error: unknown) => fail('the key was not expired', error),
			);
		},
		chooseTtl(ttlSeconds) {
			load.tell();
			say({type: 'ttl-chosen', ttlSeconds, nowMs: clock()});
			if (state().ttlMode === 'now') {
				services?.cache.moveExpiry(revenueKey, value => value.report.asOfMs + ttlSeconds * 1000, graceMs(presentPolicy(state()))).then(
					moved => say({type: 'expiry-moved', expiresAtMs: moved && moved.expiresAtMs > clock() ? moved.expiresAtMs : undefined}),
					(error: unknown) => fail('the key keeps its old expiry', error),
				);
			}

			laboratory.look();
		},
		chooseTtlMode: mode => say({type: 'ttl-mode-chosen', mode, nowMs: clock()}),
		benchmark: mode => void jobs.benchmark(mode),
		archive: () => void jobs.archive(),
		switchStream(isStreaming) {
			stream?.abort();
			stream = undefined;
			say({type: 'stream-switched', isStreaming, nowMs: clock()});
			if (isStreaming && services) {
				const controller = new AbortController();
				stream = controller;
				void runStream(services, controller.signal);
			}
		},
		chooseViewers: viewers => change({type: 'viewers-chosen', viewers, nowMs: clock()}),
		chooseProtection: protection => change({type: 'protection-chosen', protection, nowMs: clock()}),
		chooseAddedFill: seconds => change({type: 'added-fill-chosen', seconds, nowMs: clock()}),
		stampede: () => void jobs.run('stampede', 0, async ({cache}, signal) => {
			const present = presentLoad(state());
			const running = load.signal();
			const ending = running ? abortWith(signal, running) : abortWith(signal);
			const unwatch = load.feed.watch(read => {
				if (read.outcome === 'error') {
					ending.abort(new Problem(read.reason));
				}
			});
			try {
				const measured = await fireStampede({cache, key: revenueKey, meter: load.meter, feed: load.feed, signal: ending.signal});
				// The fill time of this load, the fills of the stampede among them.
				load.tell();
				const fillSeconds = presentFillSeconds(state()) ?? present.fillSeconds;
				return {type: 'stampede-ended', measured, predicted: predictStampede({...present, fillSeconds}), nowMs: clock()};
			} finally {
				unwatch();
			}
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
			load.stop();
			truth.stop();
			jobs.cancel();
			stream?.abort();
			await Promise.all([services?.close(), laboratory.close()]);
		},
	};

	async function runStream({window}: Services, signal: AbortSignal) {
		try {
			const catalogue = await createCatalogue(config.seed);
			const random = createRandom(`stream ${config.seed} ${clock()}`);
			await streamOrders(window, {
				perSecond: () => state().ordersPerSecond,
				catalogue,
				random,
				signal,
				clock,
				stored: orders => say({type: 'orders-streamed', count: orders.length}),
			});
		} catch (error) {
			if (!signal.aborted) {
				fail('the order stream ended', error);
				say({type: 'stream-switched', isStreaming: false, nowMs: clock()});
			}
		}
	}
}
