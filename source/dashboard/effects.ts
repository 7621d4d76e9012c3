import type {Config} from '../config.ts';
import {type BenchMode, type LatencySample, measureLatency} from '../flows/measure-latency.ts';
import {type Flight, readRevenue} from '../flows/read-revenue.ts';
import {seedOrders} from '../flows/seed-orders.ts';
import {streamOrders} from '../flows/stream-orders.ts';
import {plainPolicy} from '../lab/cache-policy.ts';
import {revenueKey} from '../orders/cached-revenue.ts';
import {createCatalogue} from '../orders/catalogue.ts';
import {plainText} from '../orders/plain-text.ts';
import {createRandom} from '../orders/random.ts';
import {sayFailure} from '../problem.ts';
import type {Services} from '../services.ts';
import type {Event} from './event.ts';
import type {Job, State, TtlMode} from './state.ts';

/** What the dashboard can do to the world. Each returns at once; what comes of it arrives as events. */
export type Effects = {
	/** Opens the stores, seeds an empty embedded window, and starts reading. Rejects when a store cannot be opened. */
	open(): Promise<void>;
	seed(count: number): void;
	readNow(): void;
	expire(): void;
	chooseTtl(ttlSeconds: number): void;
	chooseTtlMode(mode: TtlMode): void;
	benchmark(mode: BenchMode): void;
	archive(): void;
	switchStream(isStreaming: boolean): void;
	pause(isPaused: boolean): void;
	/** Cancels the long work under way. */
	cancel(): void;
	close(): Promise<void>;
};

type Needs = {
	readonly config: Config;
	readonly dispatch: (event: Event) => void;
	readonly state: () => State;
	readonly openServices: (config: Config) => Promise<Services>;
	readonly clock?: () => number;
};

const benchMisses = 40;
const hitsPerMiss = 10;

/** Progress is drawn at most so often, in milliseconds. */
const progressEveryMs = 100;

export function createEffects({config, dispatch, state, openServices, clock = Date.now}: Needs): Effects {
	let services: Services | undefined;
	let isClosed = false;
	let reading = false;
	let readTimer: NodeJS.Timeout | undefined;
	let job: AbortController | undefined;
	let stream: AbortController | undefined;
	const flight: Flight = {current: undefined};
	const tick = setInterval(() => dispatch({type: 'clock-ticked', nowMs: clock()}), 1000);

	/** A late answer of what was closed meanwhile is dropped. */
	const say = (event: Event) => {
		if (!isClosed) {
			dispatch(event);
		}
	};

	const fail = (text: string, error: unknown) => say({type: 'noted', text: `${text}: ${plainText(sayFailure(error))}`, failed: true, nowMs: clock()});

	const read = async () => {
		// Reads never overlap: while one is under way, the next is left out.
		if (!services || reading || isClosed) {
			return;
		}

		reading = true;
		const policy = plainPolicy(state().ttlSeconds);
		const result = await readRevenue({...services, flight, clock, policy: () => policy});
		reading = false;
		say({type: 'revenue-read', read: result});
	};

	const startReading = () => {
		clearInterval(readTimer);
		readTimer = setInterval(() => void read(), config.refreshSeconds * 1000);
		return read();
	};

	/** Runs long work as the one job; its end, failure or cancellation is an event. */
	const runJob = async (name: Job['name'], total: number, work: (open: Services, signal: AbortSignal) => Promise<Event>) => {
		if (!services || job) {
			return;
		}

		const controller = new AbortController();
		job = controller;
		say({type: 'job-started', name, total});
		try {
			const ended = await work(services, controller.signal);
			job = undefined;
			say(ended);
		} catch (error) {
			job = undefined;
			say({type: 'job-failed', reason: plainText(sayFailure(error)), cancelled: controller.signal.aborted, nowMs: clock()});
		}
	};

	const progress = throttle(progressEveryMs, (done: number, total: number) => say({type: 'job-progressed', done, total}));

	const seed = async (count: number) => runJob('seed', count, async ({window}, signal) => {
		const result = await seedOrders(window, {count, days: config.days, seed: config.seed, nowMs: clock()}, {
			signal,
			progress: ({stored, wanted}) => progress(stored, wanted),
		});
		return {type: 'orders-seeded', result, ordersHeld: await window.countOrders(), nowMs: clock()};
	});

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
				await seed(config.orders);
			}

			if (!isClosed) {
				void startReading();
			}
		},
		seed: count => void seed(count),
		readNow: () => void startReading(),
		expire() {
			services?.cache.remove(revenueKey).then(
				() => say({type: 'key-removed', nowMs: clock()}),
				(error: unknown) => fail('the key was not expired', error),
			);
		},
		chooseTtl(ttlSeconds) {
			say({type: 'ttl-chosen', ttlSeconds, nowMs: clock()});
			if (state().ttlMode === 'now') {
				services?.cache.moveExpiry(revenueKey, value => value.report.asOfMs + ttlSeconds * 1000).then(
					moved => say({type: 'expiry-moved', expiresAtMs: moved && moved.expiresAtMs > clock() ? moved.expiresAtMs : undefined}),
					(error: unknown) => fail('the key keeps its old expiry', error),
				);
			}
		},
		chooseTtlMode: mode => say({type: 'ttl-mode-chosen', mode, nowMs: clock()}),
		benchmark: mode => void runJob('benchmark', benchMisses * (1 + hitsPerMiss), async (open, signal) => {
			let fresh: LatencySample[] = [];
			const show = throttle(progressEveryMs, (done: number, total: number) => {
				say({type: 'latency-sampled', samples: fresh, done, total});
				fresh = [];
			});
			const measurement = await measureLatency(open, {
				mode,
				misses: benchMisses,
				hitsPerMiss,
				signal,
				progress(sample, done, total) {
					fresh.push(sample);
					show(done, total);
				},
			});
			say({type: 'latency-sampled', samples: fresh, done: measurement.samples.length, total: measurement.samples.length});
			return {type: 'latency-measured', measurement, cancelled: signal.aborted, nowMs: clock()};
		}),
		archive: () => void runJob('archive', 0, async (open, signal) => {
			// It brings a driver along, which must not hold up the first frame.
			const {archiveOrders} = await import('../flows/archive-orders.ts');
			const result = await archiveOrders(open, {asOfMs: clock(), signal, progress: ({rows, wanted}) => progress(rows, wanted)});
			return {type: 'orders-archived', result, nowMs: clock()};
		}),
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
		pause(isPaused) {
			clearInterval(readTimer);
			say({type: 'paused', isPaused, nowMs: clock()});
			if (!isPaused) {
				void startReading();
			}
		},
		cancel() {
			if (job) {
				say({type: 'job-cancelling'});
				job.abort();
			}
		},
		async close() {
			isClosed = true;
			clearInterval(tick);
			clearInterval(readTimer);
			job?.abort();
			stream?.abort();
			await services?.close();
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

/** Lets a call through at most every `everyMs`; the ones between are dropped, since the next says more. */
function throttle<A extends unknown[]>(everyMs: number, call: (...args: A) => void): (...args: A) => void {
	let lastMs = Number.NEGATIVE_INFINITY;
	return (...args) => {
		const nowMs = performance.now();
		if (nowMs - lastMs >= everyMs) {
			lastMs = nowMs;
			call(...args);
		}
	};
}
