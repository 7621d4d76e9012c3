import {setTimeout as pause} from 'node:timers/promises';
import {abortWith} from '../../flows/abort-with.ts';
import {fireStampede} from '../../flows/fire-stampede.ts';
import {type LatencySample, measureLatency} from '../../flows/measure-latency.ts';
import {unlessCancelled, waitBriefly} from '../../flows/give-up.ts';
import {expiryWarning, seedFacts} from '../../flows/seed-facts.ts';
import {LeftBehind, Problem, sayFailure} from '../../words/problem.ts';
import {plainText} from '../../words/plain-text.ts';
import type {Event} from '../update/event.ts';
import {countedText, formatCount} from '../../words/count.ts';
import type {Pace} from '../../words/pace.ts';
import {createBilling} from './agree-to-bill.ts';
import type {Counts} from './counts.ts';
import {howFailed} from './how-failed.ts';
import type {Load} from './load.ts';
import type {Carriers, Open, Surroundings} from './surroundings.ts';
import {throttle} from './throttle.ts';

/** So long a day stays lost in a drill, so that it is seen, in milliseconds. */
const lostMs = 20_000;

/** Progress is drawn at most so often, in milliseconds. */
const progressEveryMs = 100;

/** Long work: one at a time, as the state has it. */
export type Jobs = {
	readonly carriers: Carriers<
		| 'seed'
		| 'benchmark'
		| 'archive'
		| 'stampede'
		| 'compare'
		| 'contend'
		| 'drill'
		| 'history'
		| 'history-days'
		| 'answer-bill'
		| 'restore-now'
		| 'audit'
		| 'jitter'
		| 'cancel-job'
	>;
	/** Cancels what runs, if anything, and lets it tidy up for a moment. */
	close(): Promise<void>;
	/** What could not be put back in stores of others, in a sentence. */
	leftBehind(): string | undefined;
};

export function createJobs(
	{config, say, services, key, clock}: Surroundings,
	load: Pick<Load, 'feed' | 'meter' | 'signal'>,
	counts: Pick<Counts, 'countNow'>,
): Jobs {
	let job: AbortController | undefined;
	let underWay: Promise<unknown> = Promise.resolve();
	let leftBehind: string | undefined;
	let lastStage: string | undefined;
	const tell = (done: number, total: number, pace?: Pace, stage?: string) => say({type: 'job-progressed', done, total, pace, stage});
	const tellSeldom = throttle(progressEveryMs, tell);
	/** A stage that begins is said at once: what may run beside the work depends on it. */
	const progress: typeof tell = (done, total, pace, stage) => {
		const isNew = stage !== lastStage;
		lastStage = stage;
		(isNew ? tell : tellSeldom)(done, total, pace, stage);
	};

	/**
	 * Does the work; its end, failure or cancellation is said.
	 * @param options.holds while it says so, cancelled work still comes to its own end
	 * @param options.left what cancelled work left that does not say so itself
	 */
	const run = async (
		work: (open: Open, signal: AbortSignal) => Promise<Event>,
		{holds, left}: {readonly holds?: () => boolean; readonly left?: () => string | undefined} = {},
	) => {
		const controller = new AbortController();
		job = controller;
		try {
			const done = work(services()!, controller.signal);
			// One that was given up goes on to tidy up.
			underWay = done.catch((error: unknown) => {
				leftBehind = error instanceof LeftBehind ? error.message : leftBehind;
			});
			say(await unlessCancelled(done, controller.signal, undefined, holds));
		} catch (error) {
			const cancelled = controller.signal.aborted;
			const stands = cancelled ? left?.() : undefined;
			say({...(stands !== undefined && {stands}), ...howFailed(error), type: 'job-failed', reason: plainText(sayFailure(error)), cancelled});
		}
	};

	const cancel = () => job?.abort();
	/** Ends the wait of a drill whose day is lost. */
	let restoreNow = () => {};
	const billing = createBilling(say);

	return {
		async close() {
			cancel();
			await waitBriefly(underWay);
		},
		leftBehind: () => leftBehind,
		carriers: {
			'cancel-job': cancel,
			seed({count}) {
				const {days, seed} = config;
				const {scenario, placing, timeZone} = services()!;
				const wanted = {count, days, seed, nowMs: clock(), timeZone};
				const warning = expiryWarning(scenario.facts, wanted, placing);
				if (warning !== undefined) {
					say({type: 'noted', text: warning, failed: false});
				}

				void run(async (open, signal) => {
					const result = await seedFacts(open, wanted, {
						signal,
						goesOn: standing =>
							say({
								type: 'noted',
								text: `resumes an interrupted seed: ${formatCount(standing)} of ${formatCount(count)} ${open.scenario.facts.many} are stored already`,
								failed: false,
							}),
						progress: ({stored, wanted, ...pace}) => progress(stored, wanted, pace),
					});
					await key()
						?.resolve()
						.catch(() => undefined);
					return {type: 'facts-seeded', result, held: await counts.countNow()};
				});
			},
			benchmark({mode, misses, hitsPerMiss, addedFillMs}) {
				void run(async (open, signal) => {
					let fresh: LatencySample[] = [];
					const show = throttle(progressEveryMs, (done: number, total: number) => {
						say({type: 'latency-sampled', samples: fresh, done, total});
						fresh = [];
					});
					const measurement = await measureLatency(open, {
						mode,
						addedFillMs,
						misses,
						hitsPerMiss,
						signal,
						clock,
						progress(sample, done, total) {
							fresh.push(sample);
							show(done, total);
						},
					});
					say({type: 'latency-sampled', samples: fresh, done: measurement.samples.length, total: measurement.samples.length});
					return {type: 'latency-measured', measurement, cancelled: signal.aborted};
				});
			},
			archive() {
				void run(async (open, signal) => {
					// It brings a driver along, which must not hold up the first frame.
					const [{archiveFacts}, {ledgerSource, windowSource}] = await Promise.all([
						import('../../flows/archive-facts.ts'),
						import('../../flows/archive-source.ts'),
					]);
					const {
						placing,
						window,
						scenario,
						later: {ledger},
					} = open;
					// A ledger that has not taken over yet lacks what MongoDB holds.
					const source = ledger && placing.layer === 'postgres' ? ledgerSource(ledger) : windowSource(window, scenario);
					const result = await archiveFacts({...open, source}, {asOfMs: clock(), signal, progress: ({rows, wanted, ...pace}) => progress(rows, wanted, pace)});
					return {type: 'facts-archived', result};
				});
			},
			compare() {
				void run(async (open, signal) => {
					const {comparePlans} = await import('../../flows/compare-plans.ts');
					return {type: 'plans-compared', comparison: await comparePlans({...open, ledger: open.later.ledger, clock}, {signal, progress})};
				});
			},
			contend({load: wanted}) {
				const {one, many} = services()!.scenario.facts;
				let placed = 0;
				void run(
					async (open, signal) => {
						const {contend} = await import('../../flows/contend.ts');
						const contention = await contend(
							{...open, ledger: open.later.ledger!, clock},
							{
								...wanted,
								seed: config.seed,
								signal,
								progress: (done, total) => progress(Math.floor(done), total),
								committed() {
									placed++;
								},
							},
						);
						await counts.countNow();
						return {type: 'checkouts-contended', contention};
					},
					{left: () => (placed > 0 ? `contend cancelled: at least ${countedText(placed, one, many)} placed in PostgreSQL` : undefined)},
				);
			},
			drill() {
				let isLost = false;
				void run(
					async (open, signal) => {
						const {drillDay} = await import('../../flows/drill-day.ts');
						const drill = await drillDay(
							{...open, ledger: open.later.ledger!},
							{
								signal,
								clock,
								losing() {
									isLost = true;
								},
								async lost(loss) {
									const shown = abortWith(signal);
									restoreNow = () => shown.abort();
									// Who cancelled meanwhile does not want to see it.
									if (!signal.aborted) {
										say({type: 'day-lost', loss, restoresAtMs: clock() + lostMs});
									}

									await pause(lostMs, undefined, {signal: shown.signal}).catch(() => undefined);
								},
							},
						);
						await counts.countNow();
						return {type: 'day-drilled', drill};
					},
					{holds: () => isLost},
				);
			},
			'restore-now': () => restoreNow(),
			'answer-bill': ({yes}) => billing.answer(yes),
			history({orders}) {
				const {many} = services()!.scenario.facts;
				let seeded: string | undefined;
				void run(
					async (open, signal) => {
						const {studyYears} = await import('./study-years.ts');
						const studied = await studyYears(
							open,
							{
								config,
								say,
								clock,
								billing,
								progress(done, total, stage) {
									seeded = stage === 'seeding' ? `history cancelled: at least ${formatCount(done)} of ${formatCount(total)} ${many} placed` : undefined;
									progress(done, total, undefined, stage);
								},
							},
							orders,
							signal,
						);
						await counts.countNow();
						return studied;
					},
					{left: () => seeded},
				);
			},
			'history-days'({month}) {
				void run(async (open, signal) => {
					const {askDays} = await import('./study-years.ts');
					return askDays(open, month, billing, signal);
				});
			},
			audit({id}) {
				void run(async (open, signal) => {
					const {auditFact} = await import('../../flows/audit-fact.ts');
					const {
						window,
						scenario: {
							facts: {many},
						},
						later: {ledger = {why: 'it is not open'}},
					} = open;
					const wanted = id ?? (await window.newestId(signal));
					if (wanted === undefined) {
						throw new Problem(`there are no ${many} yet`);
					}

					return {type: 'fact-audited', audit: await auditFact({...open, ledger, clock}, wanted, {signal, progress})};
				});
			},
			jitter({wanted}) {
				void run(async (open, signal) => {
					const {measureTogether, togetherSeconds, withoutAndWithJitter} = await import('../../flows/measure-together.ts');
					const [without, withIt] = withoutAndWithJitter(wanted.protection);
					const [first, second] = [togetherSeconds(wanted.ttlSeconds, without), togetherSeconds(wanted.ttlSeconds, withIt)];
					const phase = async (protection: typeof without, before: number) =>
						measureTogether(
							{...open, clock},
							{...wanted, protection, firings: 1, seed: config.seed, signal, told: gone => progress(Math.min(before + gone, first + second), first + second)},
						);
					return {type: 'jitter-measured', phases: {first: await phase(without, 0), withJitter: await phase(withIt, first)}};
				});
			},
			stampede(command) {
				void run(async ({cache}, signal) => {
					const running = load.signal();
					const ending = running ? abortWith(signal, running) : abortWith(signal);
					return {
						type: 'stampede-ended',
						measured: await fireStampede({cache, key: command.key, about: command.about, meter: load.meter, feed: load.feed, signal: ending.signal}),
					};
				});
			},
		},
	};
}
