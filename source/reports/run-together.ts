import type {Config} from '../command-line/config.ts';
import {measureTogether, type TogetherPhases, withoutAndWithJitter} from '../flows/measure-together.ts';
import type {Protection} from '../lab/protections.ts';
import {backendsOf, type Backends} from '../layers/layers.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import {formatCount} from '../words/count.ts';
import type {Opened} from './opened.ts';
import {readyWindow} from './ready-window.ts';
import type {Narrator} from './voice.ts';

/** Stampedes over many keys on the live stores: under the protection asked for, or without jitter and then with it. */
export type TogetherResult = TogetherPhases & {
	readonly scenario: Scenario;
	/** Why the load is not the lesson's, where nobody asked for another. */
	readonly why: string | undefined;
	readonly backends: Backends;
};

/** Fills the keys of all that can be asked about together, and counts what reaches the origin when they end. */
export async function runTogether(services: Opened, config: Config<'stampede'>, signal: AbortSignal, narrate: Narrator): Promise<TogetherResult> {
	await readyWindow(services, config, signal, narrate);
	const {scenario, window, timeZone, cache, clock} = services;
	const {protection, isProtectionGiven, why} = config;
	const keys = formatCount(scenario.question.abouts!.popularity.length);
	const phase = async (under: Protection, said: string) =>
		measureTogether(
			{scenario, window, timeZone, cache, clock: clock.now},
			{...config, protection: under, signal, began: seconds => narrate(`${keys} keys are filled together and end: ${seconds} s${said}`)},
		);
	const [without, withIt] = withoutAndWithJitter(protection);
	return {
		scenario,
		first: isProtectionGiven ? await phase(protection, '') : await phase(without, ', without jitter'),
		withJitter: isProtectionGiven ? undefined : await phase(withIt, ', with jitter'),
		why,
		backends: backendsOf(services),
	};
}
