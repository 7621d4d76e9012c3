import type {Config} from '../command-line/config.ts';
import {expiryWarning, seedFacts, type SeedResult} from '../flows/seed-facts.ts';
import {formatCount} from '../words/count.ts';
import {formatDuration} from '../words/duration.ts';
import {askBeforeMixing} from './ask-before-mixing.ts';
import type {Opened} from './run-report.ts';
import type {Voice} from './voice.ts';

/** What a seed came to. */
export type SeedOutcome = {
	readonly result: SeedResult;
	/** Facts that the window holds now. */
	readonly held: number;
	/** False where they go with the run: the embedded engine's in a temporary folder. */
	readonly isKept: boolean;
};

/** Stores facts, after a question where an external MongoDB holds some. A signal ends it, and it says how many stand. */
export async function runSeed(services: Opened, config: Config<'seed'>, signal: AbortSignal, voice: Voice): Promise<SeedOutcome> {
	const {scenario: {facts}, window, placing, clock} = services;
	const {narrate, say} = voice;
	const wishes = {count: config.orders, days: config.days, seed: config.seed, timeZone: config.timeZone};
	await askBeforeMixing(services, config, voice, `store ${formatCount(config.orders)} more`, expiryWarning(facts, {...wishes, nowMs: clock.now()}, placing));
	const wanted = {...wishes, nowMs: clock.now()};
	const warning = expiryWarning(facts, wanted, placing);
	if (warning !== undefined) {
		await say(`Note: ${warning}.`);
	}

	const every = Math.max(10_000, config.orders / 100);
	let next = every;
	const result = await seedFacts(services, wanted, {
		signal,
		goesOn: standing => void say(`Goes on with a seed that was cut short: ${formatCount(standing)} of ${formatCount(config.orders)} ${facts.many} stand.`),
		progress({stored, perSecond, leftSeconds}) {
			if (stored >= next && stored < config.orders) {
				next = stored + every;
				narrate(`${formatCount(stored)} of ${formatCount(config.orders)} ${facts.many} stored, ${formatCount(perSecond)} a second, ${formatDuration(Math.ceil(leftSeconds))} left`);
			}
		},
	});
	const isKept = window.backend.kind === 'server' || config.dataFolder !== undefined;
	if (signal.aborted) {
		await say(`Cancelled: ${formatCount(result.stored)} of ${formatCount(result.wanted)} ${facts.many} ${isKept ? 'stand' : 'stood; they were in memory and are gone now'}.`);
	}

	signal.throwIfAborted();
	return {result, held: await window.count(), isKept};
}
