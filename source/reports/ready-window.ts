import type {StoresConfig} from '../command-line/read-stores.ts';
import {bringUpToNow} from '../flows/bring-up-to-now.ts';
import {copyWindow} from '../flows/copy-window.ts';
import {fillWindow} from '../flows/fill-window.ts';
import {seedFacts} from '../flows/seed-facts.ts';
import type {Opened} from './opened.ts';
import type {Narrator} from './voice.ts';
import {keepAllLive} from '../flows/keep-live.ts';
import {sayFailure} from '../words/problem.ts';
import {keptText} from '../words/duration.ts';

type Wanted = Pick<StoresConfig, 'dataFolder' | 'orders' | 'days'> & {readonly seed: number};

/**
 * An embedded window gets what there is to read: what a named PostgreSQL has of its days, or, while it is empty, the lesson's facts. A
 * MongoDB of others is never written here.
 * @param isPlacing facts will be placed, and are to reach this MongoDB and no other
 */
export async function readyWindow(services: Opened, wanted: Wanted, signal: AbortSignal, narrate: Narrator, isPlacing = false): Promise<void> {
	await fillWindowFirst(services, wanted, signal, narrate, isPlacing);
	// A Redis that does not take it is told of by the reads.
	const mended = await keepAllLive(services, services.clock.now(), signal).catch((error: unknown) => [sayFailure(error)]);
	mended.forEach(sentence => narrate(sentence));
}

/** After so long what moves is where it was no more. */
const slowSeedMs = 5000;

async function fillWindowFirst(
	services: Opened,
	{dataFolder, orders, days, seed}: Wanted,
	signal: AbortSignal,
	narrate: Narrator,
	isPlacing: boolean,
): Promise<void> {
	const {
		scenario: {facts},
		window,
		clock,
		timeZone,
		later: {ledger},
	} = services;
	if (window.backend.kind !== 'embedded') {
		return;
	}

	if (ledger) {
		const isThere = (await ledger.identity(signal)) !== undefined;
		if (isThere) {
			narrate(`bringing the ${facts.many} of the last ${keptText(facts.window.days)} from PostgreSQL to the embedded MongoDB engine`);
			await (dataFolder === undefined && !isPlacing
				? copyWindow({...services, ledger, clock: clock.now}, signal)
				: fillWindow({...services, ledger}, {signal, untilEmpty: true}));
			signal.throwIfAborted();
		}

		return;
	}

	if ((await window.count(signal)) > 0) {
		await bringUpToNow(services.scenario, {seed, nowMs: clock.now()}, async present => services.placing.insert(present, {signal}));
		return;
	}

	const seededAtMs = clock.now();
	const result = await seedFacts(services, {count: orders, days, seed, nowMs: clock.now(), timeZone}, {signal});
	narrate(`seeded ${result.stored} ${facts.many} over the last ${days} days, seed ${seed} (embedded MongoDB engine)`);
	if (clock.now() - seededAtMs > slowSeedMs) {
		await bringUpToNow(services.scenario, {seed, nowMs: clock.now()}, async present => services.placing.insert(present, {signal}));
	}
}
