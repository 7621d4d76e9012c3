import type {Config} from '../config.ts';
import {observeLoad, type ObservedReads} from '../flows/observe-load.ts';
import {openLaboratory} from '../flows/ask-laboratory.ts';
import {rehearseStampedes, type Stampedes} from '../flows/rehearse-stampedes.ts';
import type {HitRateBand} from '../lab/hit-rate-band.ts';
import {predictBand} from '../lab/predict-band.ts';
import {predictReads} from '../lab/predict-reads.ts';
import {predictStampede} from '../lab/predict-stampede.ts';
import {policyOf} from '../lab/protections.ts';
import type {ReadingLoad} from '../lab/reading-load.ts';
import type {ReadsPrediction} from '../lab/reads-prediction.ts';
import {ownKey} from '../orders/cached-revenue.ts';
import {Problem} from '../problem.ts';
import {type Backends, backendsOf, type Narrator, type Opened, seedIfEmbedded} from './run-report.ts';

/** Longer than any rehearsal: no expiry but the one that is fired. */
const rehearsalTtlSeconds = 3600;

/** A live load, and what theory says of it. */
export type LabResult = {
	/** With the fill time as measured. */
	readonly load: ReadingLoad;
	readonly measured: ObservedReads;
	/** Undefined where no formula is known. */
	readonly predicted: (ReadsPrediction & {readonly band: HitRateBand | undefined}) | undefined;
	readonly backends: Backends;
};

/** Stampedes on the live stores, and how many queries were to be expected. */
export type StampedeResult = {
	readonly load: ReadingLoad;
	readonly measured: Stampedes;
	readonly predicted: {readonly originQueries: number; readonly by: 'formula' | 'simulation'};
	readonly backends: Backends;
};

/** Lets viewers read on the live stores for a while. */
export async function runLab(services: Opened, config: Config, signal: AbortSignal, narrate: Narrator): Promise<LabResult> {
	await seedIfEmbedded(services, config, signal, narrate);
	const {window, cache, clock} = services;
	const {arrivals, ownProcess, protection, forSeconds, fillSeconds: addedSeconds, ttlsSeconds} = config.experiment;
	const policy = policyOf(ttlsSeconds[0]!, protection);
	let saidSeconds = 0;
	const measured = await observeLoad({window, cache, clock: clock.now, key: ownKey('lab'), keepsEmpty: true, policy: () => policy, addedFillMs: () => addedSeconds * 1000}, {
		arrivals,
		ownProcess,
		seconds: forSeconds,
		seed: config.seed,
		signal,
		progress(reads, elapsedSeconds) {
			if (elapsedSeconds - saidSeconds >= 10) {
				saidSeconds = elapsedSeconds;
				narrate(`${reads} reads in ${Math.round(elapsedSeconds)} of ${forSeconds} s`);
			}
		},
	});
	if (measured.outcomes.error === measured.reads) {
		throw new Problem(`The laboratory has nothing to measure: ${measured.reasons[0]?.reason ?? `no read came in ${forSeconds} s`}`);
	}

	const load = {policy, arrivals, ownProcess, fillSeconds: measured.fillSeconds ?? addedSeconds};
	const prediction = predictReads(load);
	return {
		load,
		measured,
		predicted: prediction && {...prediction, band: predictBand({...load, reads: measured.reads, start: 'cold'})},
		backends: backendsOf(services),
	};
}

/** Expires a key under a live load, as often as asked. */
export async function runStampede(services: Opened, config: Config, signal: AbortSignal, narrate: Narrator): Promise<StampedeResult> {
	await seedIfEmbedded(services, config, signal, narrate);
	const {window, cache, clock} = services;
	const {arrivals, ownProcess, protection, firings, fillSeconds: addedSeconds} = config.experiment;
	const policy = policyOf(rehearsalTtlSeconds, protection);
	const measured = await rehearseStampedes({window, cache, clock: clock.now, key: ownKey('stampede'), keepsEmpty: true, policy: () => policy, addedFillMs: () => addedSeconds * 1000}, {
		arrivals,
		ownProcess,
		firings,
		seed: config.seed,
		signal,
		progress(fired) {
			if (firings > 1) {
				narrate(`expired ${fired} of ${firings} times`);
			}
		},
	});
	const load = {policy, arrivals, ownProcess, fillSeconds: measured.fillSeconds};
	return {load, measured, predicted: await expectStampede(load, config.seed, signal), backends: backendsOf(services)};
}

/** By the formula, or where none is known by the simulator. */
async function expectStampede(load: ReadingLoad, seed: number, signal: AbortSignal): Promise<StampedeResult['predicted']> {
	const formula = predictStampede(load);
	if (formula !== undefined) {
		return {originQueries: formula, by: 'formula'};
	}

	const laboratory = openLaboratory();
	try {
		const {originQueries} = await laboratory.ask({kind: 'stampede', options: {...load, seed}}, {signal});
		return {originQueries: originQueries.mean, by: 'simulation'};
	} finally {
		await laboratory.close();
	}
}
