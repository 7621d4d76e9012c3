import {type BenchMode, type LatencySample, measureLatency} from '../../flows/measure-latency.ts';
import {unlessCancelled} from '../../flows/give-up.ts';
import {expiryWarning, seedFacts} from '../../flows/seed-facts.ts';
import {sayFailure} from '../../words/problem.ts';
import type {Services} from '../../services.ts';
import {plainText} from '../../words/plain-text.ts';
import type {Event} from '../state/event.ts';
import type {Job} from '../state/state.ts';
import type {CountKeeper} from './counts.ts';
import {howFailed} from './how-failed.ts';
import type {World} from './effects.ts';
import {throttle} from './throttle.ts';

const benchMisses = 40;
const hitsPerMiss = 10;

/** Progress is drawn at most so often, in milliseconds. */
const progressEveryMs = 100;

/** Long work, one at a time. */
export type Jobs = {
	/** Runs work as the one job; its end, failure or cancellation is an event. Does nothing while another runs. */
	run(name: Job['name'], total: number, work: (open: Services, signal: AbortSignal) => Promise<Event>): Promise<void>;
	seed(count: number): Promise<void>;
	benchmark(mode: BenchMode): Promise<void>;
	archive(): Promise<void>;
	/** @returns whether there was a job to cancel */
	cancel(): boolean;
};

export function createJobs({config, say, state, services, key, clock}: World, counts: Pick<CountKeeper, 'countNow' | 'mustAsk'>): Jobs {
	let job: AbortController | undefined;
	const progress = throttle(progressEveryMs, (done: number, total: number) => say({type: 'job-progressed', done, total}));

	const run: Jobs['run'] = async (name, total, work) => {
		const open = services();
		if (!open || job) {
			return;
		}

		const controller = new AbortController();
		job = controller;
		say({type: 'job-started', name, total});
		try {
			const ended = await unlessCancelled(work(open, controller.signal), controller.signal);
			job = undefined;
			say(ended);
		} catch (error) {
			job = undefined;
			say({...howFailed(error), type: 'job-failed', reason: plainText(sayFailure(error)), cancelled: controller.signal.aborted, nowMs: clock()});
			// However far it came, the header says what stands.
			void counts.countNow();
		}
	};


	return {
		run,
		async seed(count) {
			if (await counts.mustAsk()) {
				say({type: 'question-asked', question: {about: 'seed', count, held: state().held.mongo ?? 0}});
				return;
			}

			const {days, seed, timeZone} = config;
			const open = services();
			const warning = open && expiryWarning(open.scenario.facts, {count, days});
			if (warning !== undefined) {
				say({type: 'noted', text: warning, failed: false, nowMs: clock()});
			}

			await run('seed', count, async (open, signal) => {
				const result = await seedFacts(open, {count, days, seed, nowMs: clock(), timeZone}, {
					signal,
					progress: ({stored, wanted}) => progress(stored, wanted),
				});
				await key()?.resolve().catch(() => undefined);
				// A count that fails takes nothing from what stands.
				const ordersHeld = await counts.countNow() ?? (state().held.mongo ?? 0) + result.stored;
				return {type: 'orders-seeded', result, ordersHeld, nowMs: clock()};
			});
		},
		benchmark: async mode => run('benchmark', benchMisses * (1 + hitsPerMiss), async (open, signal) => {
			let fresh: LatencySample[] = [];
			const show = throttle(progressEveryMs, (done: number, total: number) => {
				say({type: 'latency-sampled', samples: fresh, done, total});
				fresh = [];
			});
			const measurement = await measureLatency(open, {
				mode,
				addedFillMs: state().addedFillSeconds * 1000,
				misses: benchMisses,
				hitsPerMiss,
				signal,
				clock,
				progress(sample, done, total) {
					fresh.push(sample);
					show(done, total);
				},
			});
			say({type: 'latency-sampled', samples: fresh, done: measurement.samples.length, total: measurement.samples.length});
			return {type: 'latency-measured', measurement, cancelled: signal.aborted, nowMs: clock()};
		}),
		archive: async () => run('archive', 0, async (open, signal) => {
			// It brings a driver along, which must not hold up the first frame.
			const {archiveOrders} = await import('../../flows/archive-orders.ts');
			const result = await archiveOrders(open, {asOfMs: clock(), signal, progress: ({rows, wanted}) => progress(rows, wanted)});
			return {type: 'orders-archived', result, nowMs: clock()};
		}),
		cancel() {
			if (!job) {
				return false;
			}

			say({type: 'job-cancelling'});
			job.abort();
			return true;
		},
	};
}
