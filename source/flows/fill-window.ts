import {setTimeout as pause} from 'node:timers/promises';
import type {QueuedFacts, Refill} from '../stores/postgres-outbox.ts';
import {StoreFailure} from '../stores/store-failure.ts';
import {countedText, formatCount} from '../words/count.ts';
import {timeLimitsMs} from '../time-limits.ts';
import {abortWith} from './abort-with.ts';
import {type CheckedWindow, checkWindow} from './check-window.ts';
import type {FillEnds, FillNews} from './fill-ends.ts';
import {createFillFigures} from './fill-figures.ts';
import {createWake} from './wake.ts';
import {writeLive} from './write-live.ts';

/** Facts that are brought over at a time. */
const batchSize = 500;

/** So often, in milliseconds, the queue is looked at though nobody says that something came, and MongoDB whether it is still the same. */
const pollEveryMs = 5000;

/** What is left in the outbox is looked for so often, in milliseconds. */
const tidyEveryMs = 60_000;

/** A MongoDB that may not be known to all who write, or that others refill, is looked after so soon, in milliseconds. */
const unsureMs = 250;

/** What failed is tried again so soon, in milliseconds. */
const retryMs = 1000;

/** How far a refill is is told so often, in milliseconds. */
const refillEveryMs = 250;

/** Who waits for the end looks again so soon whether others are done with what they handle, in milliseconds. */
const othersMs = 50;

/**
 * Brings what changes in PostgreSQL to MongoDB, the facts of its window only, until `signal` fires. Facts are taken from the outbox, stored by
 * id and version, and only then let go: whatever ends in between, nothing is lost, and what is stored twice is stored as once. A store that
 * fails is waited for, and told as what holds the facts back.
 * @param options.untilEmpty ends when nothing is queued any more, and rejects when a store fails
 * @returns how many rows of the queue were handled
 */
export async function fillWindow(
	ends: FillEnds,
	{
		signal,
		told = () => undefined,
		untilEmpty = false,
	}: {
		readonly signal: AbortSignal;
		readonly told?: (news: FillNews) => void;
		readonly untilEmpty?: boolean;
	},
): Promise<number> {
	const {
		scenario: {facts},
		ledger,
		ledger: {outbox},
		window,
	} = ends;
	let checked: CheckedWindow | undefined;
	const ending = abortWith(signal);
	const wake = createWake();
	const figures = createFillFigures(ends, {signal: ending.signal, identity: () => checked?.identity, told: now => told({type: 'figures', figures: now})});
	const check = checkWindow(ends, told);
	const refused = new Map<string, StoreFailure>();
	let handledRows = 0;

	const bring = async ({standing, gone}: QueuedFacts): Promise<readonly string[]> => {
		if (gone.length > 0) {
			await window.remove(gone, signal);
		}

		const upserted = standing.length === 0 ? undefined : await window.upsert(standing, signal);
		figures.visible();
		if (upserted) {
			await writeLive(ends, upserted.added, upserted.standing).catch((error: unknown) => told({type: 'live-missed', failure: asFailure(error)}));
		}

		for (const id of upserted?.refused ?? []) {
			refused.set(id, upserted!.refusal!);
		}

		return upserted?.refused ?? [];
	};

	let isBehind = true;
	let refill: Refill | undefined;
	let isWhole = false;
	let lookedAt = Number.NEGATIVE_INFINITY;
	/** Whether it is this program that refills MongoDB, or another. */
	const look = async ({identity, isFilled}: CheckedWindow) => {
		refill = isFilled ? await outbox.refill(identity, [...refused.keys()], signal) : undefined;
		lookedAt = performance.now();
		isBehind = !isFilled || refill !== undefined;
		if (isBehind) {
			isWhole = false;
			told({type: 'behind', refill});
		}
	};

	const drain = async (its: CheckedWindow) => {
		const {identity} = its;
		for (let isEmpty = false; !isEmpty && !signal.aborted;) {
			const {rows, committedMs} = await outbox.handle({limit: batchSize, identity, without: [...refused.keys()]}, bring, signal);
			handledRows += rows;
			figures.handled(rows, committedMs);
			isEmpty = rows === 0;
			if (!isEmpty) {
				told({type: 'brought', changes: rows});
			}

			if (isBehind && performance.now() - lookedAt >= refillEveryMs) {
				await look(its);
			}
		}
	};

	let checkedAt = Number.NEGATIVE_INFINITY;
	let tidiedAt = performance.now();
	const fill = async () => {
		if (!checked?.isFilled || performance.now() - checkedAt >= pollEveryMs) {
			checked = await check(signal);
			checkedAt = performance.now();
			refused.clear();
			await look(checked);
		}

		await drain(checked);
		if (isBehind) {
			await look(checked);
		}

		if (!isBehind && !isWhole) {
			isWhole = true;
			told({type: 'whole'});
		}

		if (performance.now() - tidiedAt >= tidyEveryMs) {
			tidiedAt = performance.now();
			await outbox.tidy(signal);
		}

		const [refusal] = refused.values();
		figures.hold(
			!checked.isFilled
				? 'transactions are open that began before PostgreSQL knew this MongoDB'
				: refusal && `MongoDB does not take ${countedText(refused.size, facts.one, facts.many)}: ${refusal.reason}`,
		);
	};

	const listening = untilEmpty ? undefined : outbox.listen(wake.now, ending.signal);
	try {
		while (!signal.aborted) {
			try {
				await fill();
				if (untilEmpty && checked?.isFilled && (await outbox.size(checked.identity, signal)) <= refused.size) {
					break;
				}

				await (untilEmpty ? pause(othersMs, undefined, {signal}) : wake.within(isBehind ? unsureMs : pollEveryMs, signal));
			} catch (error) {
				if (signal.aborted) {
					break;
				}

				const failure = asFailure(error);
				if (untilEmpty) {
					throw refill ? saidHowFar(failure, refill, facts.many) : failure;
				}

				figures.hold(failure.message);
				told({type: 'failed', failure});
				checkedAt = Number.NEGATIVE_INFINITY;
				await pause(retryMs, undefined, {signal}).catch(() => undefined);
			}
		}

		return handledRows;
	} finally {
		ending.abort();
		if (checked && ledger.backend.kind === 'server' && window.backend.kind === 'embedded') {
			// It goes with the program: others need not queue for it.
			await outbox.leave(checked.identity, AbortSignal.timeout(timeLimitsMs.cancel)).catch(() => undefined);
		}

		await Promise.all([figures.ended, listening]);
	}
}

/** The failure, with how much was brought before. */
function saidHowFar({store, kind, reason, message, cause}: StoreFailure, {facts, left}: Refill, many: string): StoreFailure {
	return new StoreFailure(
		store,
		kind,
		reason,
		`${message}; at least ${formatCount(facts - left)} of the ${formatCount(facts)} ${many} of the window are in MongoDB; run it again to go on from there`,
		cause,
	);
}

/** @throws what is no failure of a store */
function asFailure(error: unknown): StoreFailure {
	if (error instanceof StoreFailure) {
		return error;
	}

	throw error;
}
