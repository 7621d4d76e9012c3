import type {Config} from '../command-line/config.ts';
import {fillWindow} from '../flows/fill-window.ts';
import {unlessCancelled} from '../flows/give-up.ts';
import {expiryWarning, seedFacts, type SeedResult} from '../flows/seed-facts.ts';
import {postgres} from '../layers/postgres.ts';
import {whyNoRoom} from '../layers/room.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';
import {formatCount} from '../words/count.ts';
import {paceText} from '../words/pace.ts';
import {askBeforeMixing} from './ask-before-mixing.ts';
import type {Opened} from './opened.ts';
import type {Voice} from './voice.ts';

/** What a seed came to. */
export type SeedOutcome = {
	readonly result: SeedResult;
	/** Facts that the window holds now. */
	readonly held: number;
	/** Where they were placed. */
	readonly layer: Opened['placing']['layer'];
	/** False where they go with the run: the embedded engine's in a temporary folder. */
	readonly isKept: boolean;
};

/**
 * Stores facts, after a question where an external server holds some: in PostgreSQL where one was named, and in the embedded one of a
 * data folder where they are more days than MongoDB keeps. A signal ends it, and it says how many stand.
 */
export async function runSeed(services: Opened, config: Config<'seed'>, signal: AbortSignal, voice: Voice): Promise<SeedOutcome> {
	const {
		scenario: {facts},
		window,
		placing,
		clock,
		timeZone,
	} = services;
	const {narrate, say} = voice;
	const {orders: count, days, seed} = config;
	const wanted = {count, days, seed, nowMs: clock.now(), timeZone};
	const ledger = await openLedger(services, config, signal);
	if (!ledger || !(await ledger.isSeedUnfinished(wanted, signal))) {
		await askBeforeMixing(services, config, voice, `store ${formatCount(count)} more`, expiryWarning(facts, wanted, placing));
	}

	const warning = expiryWarning(facts, wanted, placing);
	if (warning !== undefined) {
		await say(`Note: ${warning}.`);
	}

	const every = Math.max(10_000, count / 100);
	let next = every;
	let known = 0;
	const isWindowKept = window.backend.kind === 'server' || config.dataFolder !== undefined;
	const isKept = isWindowKept || ledger?.backend.kind === 'server';
	const sayCancelled = async (stored: string) =>
		say(`Cancelled: ${stored} of ${formatCount(count)} ${facts.many} ${isKept ? 'stand' : 'stood; they were in memory and are gone now'}.`);
	const seeding = seedFacts(
		services,
		{...wanted, nowMs: clock.now()},
		{
			signal,
			goesOn(standing) {
				known = standing;
				void say(`Resumes an interrupted seed: ${formatCount(standing)} of ${formatCount(count)} ${facts.many} are stored already.`);
			},
			progress({stored, ...pace}) {
				known = stored;
				if (stored >= next && stored < count) {
					next = stored + every;
					narrate(`${formatCount(stored)} of ${formatCount(count)} ${facts.many} stored, ${paceText(pace)}`);
				}
			},
		},
	);
	const result = await unlessCancelled(seeding, signal).catch(async (error: unknown) => {
		// A store that says nothing any more may have stored the last ones all the same.
		if (signal.aborted) {
			await sayCancelled(`at least ${formatCount(known)}`);
		}

		throw error;
	});
	if (signal.aborted) {
		await sayCancelled(formatCount(result.stored));
	}

	signal.throwIfAborted();
	if (ledger && isWindowKept) {
		// What is queued for MongoDB is not taken to one that is gone afterwards.
		narrate('MongoDB is filled from PostgreSQL');
		await fillWindow({...services, ledger}, {signal, untilEmpty: true});
		signal.throwIfAborted();
	}

	return {result, held: await window.count(), layer: placing.layer, isKept};
}

/** The ledger that is open or belongs open, which then has what the window holds. */
async function openLedger(
	{scenario, later, placing, openLater}: Opened,
	{days, dataFolder, servers, without}: Config<'seed'>,
	signal: AbortSignal,
): Promise<PostgresLedger | undefined> {
	const belongsOpen = dataFolder !== undefined && servers.mongo === undefined && days > scenario.facts.window.days;
	if (later.ledger || without === postgres.name || !postgres.suits(scenario) || !belongsOpen || whyNoRoom(postgres) !== undefined) {
		return later.ledger;
	}

	const ledger = (await openLater(postgres)) as PostgresLedger;
	await placing.takeOver(ledger, {signal});
	return ledger;
}
