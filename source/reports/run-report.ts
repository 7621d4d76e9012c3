import type {Config} from '../command-line/config.ts';
import {createAnswerKey} from '../flows/answer-key.ts';
import {checkLive, checkLiveOrSay, type LiveCheck, type LiveFailure} from '../flows/check-live.ts';
import {liveText} from '../flows/live-words.ts';
import {readAnswer, type Read} from '../flows/read-answer.ts';
import type {ClockDifferences} from '../flows/shared-clock.ts';
import {plainPolicy} from '../lab/cache-policy.ts';
import {Problem} from '../words/problem.ts';
import {backendsOf, type Backends} from '../layers/layers.ts';
import type {LeftOut} from '../scenarios/left-out.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import {shownAbout} from '../scenarios/shown-about.ts';
import {StoreFailure} from '../stores/store-failure.ts';
import {type BenchResult, measureRuns} from './measure-runs.ts';
import type {Opened} from './opened.ts';
import {readyWindow} from './ready-window.ts';
import type {Narrator} from './voice.ts';

/** Samples of the one-shot benchmarks: enough for a speed-up, soon enough for a lesson. */
const reportMisses = 20;
const benchMisses = 60;
const hitsPerMiss = 10;

/** The main job's result. */
export type ReportResult = {
	readonly scenario: Scenario;
	/** IANA name of the zone of its clocks. */
	readonly timeZone: string;
	readonly ascii: boolean;
	readonly read: Exclude<Read, {outcome: 'error'}>;
	/** Absent where nothing is kept live that answers. */
	readonly live?: LiveCheck | LiveFailure;
	/** Undefined when it could not be measured; then `benchReason` says why. */
	readonly bench: BenchResult | undefined;
	readonly benchReason?: string;
	/** Documents that no answer counts; undefined when MongoDB did not say. */
	readonly leftOut: readonly LeftOut[] | undefined;
	readonly clocks: ClockDifferences;
	readonly backends: Backends;
};

/**
 * The lesson without a terminal: seeds an empty embedded window, reads once through the cache, and measures misses
 * against hits.
 */
export async function runReport(services: Opened, config: Config<'report'>, signal: AbortSignal, narrate: Narrator): Promise<ReportResult> {
	await readyWindow(services, config, signal, narrate);
	const policy = plainPolicy(config.ttlSeconds);
	const {scenario, window, timeZone, cache, clock} = services;
	const key = createAnswerKey(services);
	const read = await readAnswer({scenario, window, timeZone, cache, key, clock: clock.now, policy: () => policy, flight: {current: undefined}});
	if (read.outcome === 'error') {
		throw new Problem(`The answer could not be read: ${read.reason}`);
	}

	const leftOut = await window.leftOut(read.answer.asOfMs, signal).catch((error: unknown) => {
		if (error instanceof StoreFailure) {
			return undefined;
		}

		throw error;
	});
	const live = await checkLiveOrSay(services, {about: read.about, clock: clock.now, signal});
	const result = {scenario, timeZone, ascii: config.ascii, read, ...(live && {live}), leftOut, clocks: clock.differences, backends: backendsOf(services)};
	try {
		return {...result, bench: await measureRuns(services, 1, {mode: 'burst', misses: reportMisses, hitsPerMiss, signal})};
	} catch (error) {
		// The answer stands, whatever Redis does.
		if (!(error instanceof Problem) || signal.aborted) {
			throw error;
		}

		return {...result, bench: undefined, benchReason: error.message};
	}
}

/** The benchmark alone. */
export async function runBench(services: Opened, config: Config<'bench'>, signal: AbortSignal, narrate: Narrator): Promise<BenchResult> {
	await readyWindow(services, config, signal, narrate);
	const mode = config.paced ? 'paced' : 'burst';
	await stopped(requireEqual(services, signal));
	return stopped(
		measureRuns(services, config.runs, {
			mode,
			misses: benchMisses,
			hitsPerMiss,
			signal,
			progress(_, done, total) {
				if (done % Math.ceil(total / 4) === 0 && done < total) {
					narrate(`benchmark (${mode}) ${done} of ${total} reads`);
				}
			},
		}),
	);
}

/** What is timed must be the same answer. @throws Problem where it is not, or cannot be told */
async function requireEqual(services: Opened, signal: AbortSignal): Promise<void> {
	const live = await checkLive(services, {about: shownAbout(services.scenario), clock: services.clock.now, signal});
	if (live?.equal === false) {
		throw new Problem(liveText(live));
	}
}

/** Says of what a failure is. */
async function stopped<T>(benchmark: Promise<T>): Promise<T> {
	try {
		return await benchmark;
	} catch (error) {
		throw error instanceof Problem ? new Problem(`The benchmark stopped: ${error.message}`, 1, error) : error;
	}
}
