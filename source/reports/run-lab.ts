import type {Popularity} from '../chance/popularity.ts';
import type {Config} from '../command-line/config.ts';
import {ownKey} from '../flows/answer-key.ts';
import {ownKeys} from '../flows/own-keys.ts';
import {observeLoad, type ObservedReads} from '../flows/observe-load.ts';
import type {ObservedError} from '../flows/watch-error.ts';
import {readsPerSecond} from '../lab/arrivals-choice.ts';
import {memoryCurve, memoryDecades, type MemoryPoint} from '../lab/memory-curve.ts';
import type {HitRateBand} from '../lab/hit-rate-band.ts';
import {predictBand} from '../lab/predict-band.ts';
import {predictReads} from '../lab/predict-reads.ts';
import {policyOf, type Protection} from '../lab/protections.ts';
import type {ReadingLoad} from '../lab/reading-load.ts';
import type {ReadsPrediction} from '../lab/reads-prediction.ts';
import {backendsOf, type Backends} from '../layers/layers.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import {shownAbout} from '../scenarios/shown-about.ts';
import {Problem} from '../words/problem.ts';
import {formatCount} from '../words/count.ts';
import {askBeforeLimiting} from './ask-before-limiting.ts';
import {askBeforeMixing} from './ask-before-mixing.ts';
import {openTrade} from './lab-trade.ts';
import type {Opened} from './opened.ts';
import {readyWindow} from './ready-window.ts';
import type {Voice} from './voice.ts';

/** How far off the figures were that the reads of a load were served. */
export type LabError = ObservedError & {
	/** Facts that arrived meanwhile. */
	readonly arrived: number;
	/** What share of the headline is missed on average, by theory; undefined where no formula is known, or it says nothing of the present. */
	readonly expectedShare: number | undefined;
};

/** A live load, and what theory says of it. */
export type LabResult = {
	readonly scenario: Scenario;
	/** With the fill time as measured. */
	readonly load: ReadingLoad;
	readonly protection: Protection;
	readonly measured: ObservedReads;
	/** Undefined where no formula is known. */
	readonly predicted: (ReadsPrediction & {readonly band: HitRateBand | undefined}) | undefined;
	/** Undefined when no facts were to arrive, or the run was too short for a comparison. */
	readonly error: LabError | undefined;
	/** What theory says of other memories, of many keys; absent: there is one key, or no formula is known. */
	readonly memory?: readonly MemoryPoint[];
	readonly ordersPerSecond: number;
	/** Why the load is not the lesson's, where nobody asked for another. */
	readonly why: string | undefined;
	readonly backends: Backends;
};

/** Lets viewers read on the live stores for a while, and facts arrive meanwhile if they are asked for. */
export async function runLab(services: Opened, config: Config<'lab'>, signal: AbortSignal, voice: Voice): Promise<LabResult> {
	const {narrate} = voice;
	if (config.ordersPerSecond > 0) {
		await askBeforeMixing(services, config, voice, `let ${services.scenario.facts.many} arrive`);
	}

	if (config.keysInMemory !== undefined) {
		await askBeforeLimiting(services, config, voice, config.keysInMemory);
	}

	await readyWindow(services, config, signal, narrate, config.ordersPerSecond > 0);
	const {scenario, window, timeZone, cache, clock} = services;
	const {abouts} = scenario.question;
	const {arrivals, ownProcess, protection, forSeconds, fillSeconds: addedSeconds, ttlSeconds, ordersPerSecond, why} = config;
	const policy = policyOf(ttlSeconds, protection);
	const trade = openTrade(services, config, signal);
	let saidSeconds = 0;
	const measured = await observeLoad(
		{
			scenario,
			window,
			timeZone,
			cache,
			clock: clock.now,
			key: abouts ? ownKeys('lab') : ownKey('lab'),
			keepsEmpty: true,
			policy: () => policy,
			addedFillMs: () => addedSeconds * 1000,
		},
		{
			arrivals,
			ownProcess,
			seconds: forSeconds,
			seed: config.seed,
			keysInMemory: config.keysInMemory,
			signal: trade.signal,
			seen(read, reads, elapsedSeconds) {
				// The truth is asked about one: the one that a screen shows first.
				if (read.outcome !== 'error' && read.about === shownAbout(scenario)) {
					trade.watch.show(read.answer);
				}

				if (elapsedSeconds - saidSeconds >= 10) {
					saidSeconds = elapsedSeconds;
					narrate(`${formatCount(reads)} reads in ${Math.round(elapsedSeconds)} of ${forSeconds} s`);
				}
			},
		},
	);
	const {observed, arrived} = await trade.end();
	if (measured.outcomes.error === measured.reads) {
		throw new Problem(`The laboratory has nothing to measure: ${measured.reasons[0]?.reason ?? `no read came in ${forSeconds} s`}`);
	}

	const load = {
		policy,
		arrivals,
		ownProcess,
		fillSeconds: measured.fillSeconds ?? addedSeconds,
		popularity: abouts?.popularity,
		keysInMemory: keysInMemoryOf(measured, abouts?.popularity),
	};
	const prediction = predictReads(load);
	return {
		scenario,
		load,
		protection,
		measured,
		predicted: prediction && {...prediction, band: predictBand({...load, reads: measured.reads, start: 'cold'})},
		error: observed && {...observed, arrived, expectedShare: prediction && expectedShareOf(scenario, observed, load, prediction, ordersPerSecond)},
		...(abouts && {memory: memoryCurve({...load, popularity: abouts.popularity}, memoryDecades(abouts.popularity.length))}),
		ordersPerSecond,
		why,
		backends: backendsOf(services),
	};
}

/** As many as Redis had room for at the end; where that is not known, those it held, if it evicted any. Undefined for all. */
function keysInMemoryOf({keys}: ObservedReads, popularity: Popularity | undefined): number | undefined {
	const room = keys?.room ?? (keys?.evicted ? keys.held : undefined);
	return room !== undefined && popularity && room < popularity.length ? room : undefined;
}

/** By the ages that theory knows, at the trade as last measured; a value grows older until the next read. */
function expectedShareOf(
	{error}: Scenario,
	{truth: {answer, trade}}: ObservedError,
	{arrivals}: ReadingLoad,
	{meanAgeSeconds}: ReadsPrediction,
	factsPerSecond: number,
): number | undefined {
	const leastSeconds = 0.5 / readsPerSecond(arrivals);
	return error.expectedShare?.({truth: answer, trade, factsPerSecond, leastSeconds, mostSeconds: leastSeconds + 2 * meanAgeSeconds});
}
