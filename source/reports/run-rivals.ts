import type {Config} from '../command-line/config.ts';
import {type Comparison, comparePlans} from '../flows/compare-plans.ts';
import {bringUpToNow} from '../flows/bring-up-to-now.ts';
import {copyWindow} from '../flows/copy-window.ts';
import {checkoutsOf, contend, type Contention} from '../flows/contend.ts';
import {fillWindow} from '../flows/fill-window.ts';
import {backendsOf, type Backends} from '../layers/layers.ts';
import {postgres} from '../layers/postgres.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';
import {formatCount} from '../words/count.ts';
import {askBeforeMixing} from './ask-before-mixing.ts';
import type {Opened} from './opened.ts';
import {readyWindow} from './ready-window.ts';
import type {Narrator, Voice} from './voice.ts';

export type CompareResult = {readonly scenario: Scenario; readonly comparison: Comparison; readonly backends: Backends};

export type ContendResult = {readonly scenario: Scenario; readonly contention: Contention; readonly backends: Backends};

/** The same question in rival ways. */
export async function runCompare(services: Opened, config: Config<'compare'>, signal: AbortSignal, {narrate}: Voice): Promise<CompareResult> {
	const {scenario, clock} = services;
	const ledger = scenario.question.ledger ? await openLedger(services, config, signal, narrate) : undefined;
	await readyWindow(services, config, signal, narrate);
	let told = 0;
	const comparison = await comparePlans(
		{...services, ledger, clock: clock.now},
		{
			signal,
			progress(done, total) {
				if (done - told >= total / 4) {
					told = done;
					narrate(`compared ${done} of ${total} parts`);
				}
			},
		},
	);
	return {scenario, comparison, backends: backendsOf(services)};
}

/** Checkouts beside dashboards, which add orders: after a question where a named PostgreSQL holds some. */
export async function runContend(services: Opened, config: Config<'contend'>, signal: AbortSignal, voice: Voice): Promise<ContendResult> {
	const ledger = await openLedger(services, config, signal, voice.narrate);
	const {scenario, clock} = services;
	const {load, seed} = config;
	await askBeforeMixing({scenario, window: ledger}, config, voice, `place about ${formatCount(checkoutsOf(load))} more`);
	let told = 0;
	const contention = await contend(
		{...services, ledger, clock: clock.now},
		{
			...load,
			seed,
			signal,
			progress(doneSeconds, totalSeconds) {
				if (doneSeconds - told >= totalSeconds / 6) {
					told = doneSeconds;
					voice.narrate(`placed orders for ${Math.round(doneSeconds)} of ${totalSeconds} s`);
				}
			},
		},
	);
	return {scenario, contention, backends: backendsOf(services)};
}

/** PostgreSQL, with orders enough to scan where it is the embedded engine and holds none, and the window as PostgreSQL has it. */
async function openLedger(
	services: Opened,
	config: Pick<Config<'compare'>, 'orders' | 'days' | 'seed'>,
	signal: AbortSignal,
	narrate: Narrator,
): Promise<PostgresLedger> {
	const {
		scenario: {facts},
		window,
		clock,
		timeZone,
	} = services;
	const {
		later: {ledger = (await services.openLater(postgres)) as PostgresLedger},
	} = services;
	const {orders: count, days, seed} = config;
	if (ledger.backend.kind === 'embedded' && (await ledger.count(signal)) === 0) {
		await ledger.prepare(signal);
		await ledger.insert(await facts.generate({count, days, seed, nowMs: clock.now(), timeZone}), {
			signal,
			progress(stored) {
				if (stored % 50_000 === 0) {
					narrate(`${formatCount(stored)} of ${formatCount(count)} ${facts.many} stored in PostgreSQL`);
				}
			},
		});
		signal.throwIfAborted();
	}

	// A MongoDB of this run alone is filled from a PostgreSQL of others without a word in its books, where somebody else's may be named.
	const bring = async () =>
		ledger.backend.kind === 'server' && window.backend.kind === 'embedded'
			? copyWindow({...services, ledger, clock: clock.now}, signal)
			: fillWindow({...services, ledger}, {signal, untilEmpty: true});
	await bring();
	if (ledger.backend.kind === 'embedded' && facts.moving) {
		// What took long to bring over is past by now.
		await bringUpToNow(services.scenario, {seed, nowMs: clock.now()}, async present => ledger.insert(present, {signal}));
		await bring();
	}

	return ledger;
}
