import type {Config} from '../command-line/config.ts';
import {ownKey} from '../flows/answer-key.ts';
import {openLaboratory} from '../flows/ask-laboratory.ts';
import {rehearseStampedes, type Stampedes} from '../flows/rehearse-stampedes.ts';
import {predictStampede} from '../lab/predict-stampede.ts';
import {policyOf, type Protection} from '../lab/protections.ts';
import type {ReadingLoad} from '../lab/reading-load.ts';
import {backendsOf, type Backends} from '../layers/layers.ts';
import type {Opened} from './opened.ts';
import {readyWindow} from './ready-window.ts';
import type {Narrator} from './voice.ts';

/** Longer than any rehearsal: no expiry but the one that is fired. */
const rehearsalTtlSeconds = 3600;

/** Stampedes under one protection, and how many queries were to be expected. */
export type StampedePhase = {
	readonly load: ReadingLoad;
	readonly protection: Protection;
	readonly measured: Stampedes;
	readonly predicted: {readonly originQueries: number; readonly by: 'formula' | 'simulation'};
};

/** Stampedes on the live stores: under the protection that was asked for, or with none and then with the lock. */
export type StampedeResult = {
	readonly first: StampedePhase;
	readonly withLock: StampedePhase | undefined;
	/** Why the load is not the lesson's, where nobody asked for another. */
	readonly why: string | undefined;
	readonly backends: Backends;
};

/** Expires a key under a live load, as often as asked; where no protection is asked for, without one and then with the lock. */
export async function runStampede(services: Opened, config: Config<'stampede'>, signal: AbortSignal, narrate: Narrator): Promise<StampedeResult> {
	await readyWindow(services, config, signal, narrate);
	const {protection, isProtectionGiven, why} = config;
	const phase = async (on: Protection['on'], said: string) =>
		runPhase(services, config, {...protection, on}, signal, sentence => narrate(`${sentence}${said}`));
	return {
		first: await phase(isProtectionGiven ? protection.on : new Set(), isProtectionGiven ? '' : ', without protection'),
		withLock: isProtectionGiven ? undefined : await phase(new Set(['lock']), ', with the lock'),
		why,
		backends: backendsOf(services),
	};
}

async function runPhase(
	{scenario, window, timeZone, cache, clock}: Opened,
	config: Config<'stampede'>,
	protection: Protection,
	signal: AbortSignal,
	narrate: Narrator,
): Promise<StampedePhase> {
	const {arrivals, ownProcess, firings, fillSeconds: addedSeconds} = config;
	const policy = policyOf(rehearsalTtlSeconds, protection);
	const measured = await rehearseStampedes(
		{
			scenario,
			window,
			timeZone,
			cache,
			clock: clock.now,
			key: ownKey('stampede'),
			keepsEmpty: true,
			policy: () => policy,
			addedFillMs: () => addedSeconds * 1000,
		},
		{
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
		},
	);
	const load = {policy, arrivals, ownProcess, fillSeconds: measured.fillSeconds};
	return {load, protection, measured, predicted: await expectStampede(load, config.seed, signal)};
}

/** By the formula, or where none is known by the simulator. */
async function expectStampede(load: ReadingLoad, seed: number, signal: AbortSignal): Promise<StampedePhase['predicted']> {
	const formula = predictStampede(load);
	if (formula !== undefined) {
		return {originQueries: formula, by: 'formula'};
	}

	const laboratory = openLaboratory();
	try {
		const {meanOriginQueries} = await laboratory.ask({kind: 'stampede', options: {...load, seed}}, {signal});
		return {originQueries: meanOriginQueries, by: 'simulation'};
	} finally {
		await laboratory.close();
	}
}
