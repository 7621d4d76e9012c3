import type {Config} from '../command-line/config.ts';
import {type ExpiredTogether, expireTogether} from '../flows/expire-together.ts';
import {createUniform} from '../chance/random.ts';
import {readsPerSecond} from '../lab/arrivals-choice.ts';
import {firstReadsEachSecond, spreadSeconds} from '../lab/expiring-together.ts';
import {policyOf, type Protection} from '../lab/protections.ts';
import {hasIdleXfetch, type ReadingLoad, sharingOf} from '../lab/reading-load.ts';
import {backendsOf, type Backends} from '../layers/layers.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import {formatCount} from '../words/count.ts';
import type {Opened} from './opened.ts';
import {readyWindow} from './ready-window.ts';
import type {Narrator} from './voice.ts';

/** Many keys that ended together under one protection, and what theory says of it. */
export type TogetherPhase = {
	readonly load: ReadingLoad;
	readonly protection: Protection;
	/** Each firing. */
	readonly measured: readonly ExpiredTogether[];
	/** The mean number of queries in each second; undefined where no formula is known. */
	readonly predicted: readonly number[] | undefined;
};

/** Stampedes over many keys on the live stores: under the protection asked for, or without jitter and then with it. */
export type TogetherResult = {
	readonly scenario: Scenario;
	readonly first: TogetherPhase;
	readonly withJitter: TogetherPhase | undefined;
	/** Why the load is not the lesson's, where nobody asked for another. */
	readonly why: string | undefined;
	readonly backends: Backends;
};

/** Nobody waits longer for one phase, and beyond that the keys of a long TTL end as they do before. */
const longestSeconds = 60;

/** What still comes after the last key may have ended. */
const afterSeconds = 5;

/** Fills the keys of all that can be asked about together, and counts what reaches the origin when they end. */
export async function runTogether(services: Opened, config: Config<'stampede'>, signal: AbortSignal, narrate: Narrator): Promise<TogetherResult> {
	await readyWindow(services, config, signal, narrate);
	const {protection, isProtectionGiven, why} = config;
	const phase = async (on: Protection['on'], said: string) =>
		runPhase(services, config, {...protection, on}, signal, sentence => narrate(`${sentence}${said}`));
	return {
		scenario: services.scenario,
		first: await phase(isProtectionGiven ? protection.on : new Set(['single-flight']), isProtectionGiven ? '' : ', without jitter'),
		withJitter: isProtectionGiven ? undefined : await phase(new Set(['single-flight', 'jitter']), ', with jitter'),
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
): Promise<TogetherPhase> {
	const {arrivals, ownProcess, firings, fillSeconds, ttlSeconds, seed} = config;
	const policy = policyOf(ttlSeconds, protection);
	const popularity = scenario.question.abouts!.popularity;
	const load = {policy, arrivals, ownProcess, fillSeconds, popularity};
	const seconds = Math.min(longestSeconds, Math.ceil(spreadSeconds(policy)) + afterSeconds);
	const measured: ExpiredTogether[] = [];
	for (let fired = 0; fired < firings; fired++) {
		narrate(`${formatCount(popularity.length)} keys are filled together and end: ${seconds} s`);
		measured.push(
			await expireTogether(
				{
					scenario,
					window,
					timeZone,
					cache,
					clock: clock.now,
					keepsEmpty: true,
					policy: () => policy,
					uniform: createUniform(`together ${seed} ${fired}`),
					addedFillMs: () => fillSeconds * 1000,
				},
				{arrivals, ownProcess, seconds, seed: `${seed} ${fired}`, signal},
			),
		);
	}

	const isPlain = sharingOf(load) === 'all' && policy.staleSeconds === 0 && hasIdleXfetch(load);
	return {
		load,
		protection,
		measured,
		predicted: isPlain ? firstReadsEachSecond({...policy, popularity, ratePerSecond: readsPerSecond(arrivals)}, seconds) : undefined,
	};
}
