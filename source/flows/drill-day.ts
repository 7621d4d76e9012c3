import type {Scenario} from '../scenarios/scenario.ts';
import type {DayManifest} from '../stores/archive-manifest.ts';
import type {GcsArchive} from '../stores/gcs-archive.ts';
import type {MongoWindow} from '../stores/mongo-window.ts';
import type {DayFigures} from '../stores/postgres-drills.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';
import {ChangedSince} from '../stores/postgres-restores.ts';
import {plainText} from '../words/plain-text.ts';
import {Problem, sayFailure} from '../words/problem.ts';
import {inBatches} from './in-batches.ts';
import {readCatalogue} from './read-catalogue.ts';
import {DamagedPart, readPart} from './read-part.ts';
import {finishDrill} from './finish-drill.ts';
import {restoreDay} from './restore-day.ts';
import {countInWindow, timeUntil} from './window-day.ts';

const dayMs = 86_400_000;

/** Facts that are copied at a time. */
const batchSize = 1000;

/** So long it is waited for what comes back to MongoDB, in milliseconds. */
const backWithinMs = 10_000;

/** What was lost for a drill, and is to come back. */
export type Loss = {
	/** `YYYY-MM-DD`, by the archive's clocks. */
	readonly day: string;
	/** Where: the embedded ledger itself, or a scratch schema beside a ledger of others, which is never touched. */
	readonly isScratch: boolean;
	readonly before: DayFigures;
	readonly lost: DayFigures;
};

/** What a drill came to. */
export type Drill = Loss & {
	readonly restored: DayFigures;
	/** To the cent, and each fact in the version that it had. */
	readonly isEqual: boolean;
	readonly parts: number;
	/** Bytes of the archive that were read back. */
	readonly bytes: number;
	/** From the archive's first byte until all was committed, in milliseconds. */
	readonly restoreMs: number;
	/** How long after the loss MongoDB had lost the day too; undefined where it does not follow that ledger, or did not yet. */
	readonly followedMs: number | undefined;
	/** How long after the restore MongoDB had it again; undefined likewise. */
	readonly backMs: number | undefined;
};

type Ends = {
	readonly scenario: Scenario;
	readonly archive: Pick<GcsArchive, 'listObjects' | 'readObject'>;
	readonly ledger: PostgresLedger;
	readonly window: Pick<MongoWindow, 'ask'>;
};

type Options = {
	readonly signal: AbortSignal;
	/** The day is lost: resolves when it is to be restored. */
	readonly lost: (loss: Loss) => Promise<void>;
	/** Facts of the user are about to be lost: from here on the drill must come to its own end. */
	readonly losing?: () => void;
	/** Epoch milliseconds. */
	readonly clock: () => number;
};

/**
 * Loses the newest archived day that is as it was archived, and restores it from the archive. Its parts are read and checked before. The day is
 * restored once it was lost, whatever the signal says; a program that ends in between does so at its next start (`finishDrill`).
 * @throws Problem when there is no such day
 */
export async function drillDay(ends: Ends, options: Options): Promise<Drill> {
	const {scenario, archive, ledger} = ends;
	await finishDrill(ends);
	const {days} = await readCatalogue(archive, scenario, options.signal);
	const candidates = [...days.values()].reverse().filter(({isWhole, rows, fingerprint}) => isWhole && rows > 0 && fingerprint !== undefined);
	if (candidates.length === 0) {
		throw new Problem('archive first: a');
	}

	const drill =
		ledger.backend.kind === 'embedded'
			? await drillIn(ends, ledger, candidates, options)
			: await ledger.inScratch(async scratch => {
					await scratch.prepare(options.signal);
					return drillIn(ends, scratch, candidates, options);
				});
	if (!drill) {
		throw new Problem('another program is running a drill on this PostgreSQL');
	}

	return drill;
}

async function drillIn(ends: Ends, place: PostgresLedger, candidates: readonly DayManifest[], options: Options): Promise<Drill> {
	const {scenario, ledger} = ends;
	const {signal} = options;
	const isScratch = place !== ledger;
	let damage: DamagedPart | undefined;
	for (const manifest of candidates) {
		signal.throwIfAborted();
		try {
			if (isScratch) {
				await copyDay(ends, place, manifest, signal);
			}

			const present = await place.restoring(async restoring => restoring.figures(manifest), {signal});
			if (present.fingerprint !== manifest.fingerprint) {
				continue;
			}

			await checkParts(ends, manifest, signal);
			return await loseAndRestore(ends, place, manifest, options);
		} catch (error) {
			if (error instanceof DamagedPart) {
				damage ??= error;
			} else if (!(error instanceof ChangedSince)) {
				throw error;
			}
		}
	}

	throw damage ?? new Problem(`each archived day has changed since, as ${scenario.facts.many} do: archive again, a`);
}

async function loseAndRestore(ends: Ends, place: PostgresLedger, manifest: DayManifest, {signal, lost: told, losing, clock}: Options): Promise<Drill> {
	const {scenario, archive, ledger} = ends;
	const isScratch = place !== ledger;
	const {day, fromMs, fingerprint, parts} = manifest;
	const isFollowed = !isScratch && fromMs > clock() - scenario.facts.window.days * dayMs && (await countInWindow(ends, manifest, signal)) > 0;
	signal.throwIfAborted();
	if (!isScratch) {
		losing?.();
	}

	const loss = await place.restoring(async restoring => {
		const before = await restoring.figures(manifest);
		await restoring.lose(manifest, fingerprint!);
		return {day, isScratch, before, lost: await restoring.figures(manifest)};
	});

	// From here on it is restored, whoever cancels.
	let isHeld = true;
	const following = isFollowed
		? timeUntil(
				async () => (await countInWindow(ends, manifest)) === 0,
				() => isHeld,
			)
		: undefined;
	await told(loss).catch(() => undefined);
	isHeld = false;
	const followedMs = await following;
	const startedAt = performance.now();
	let restored: DayFigures | undefined;
	try {
		await restoreDay({scenario, archive, ledger: place}, manifest, {
			async after(restoring) {
				restored = await restoring.figures(manifest);
				await restoring.found();
			},
		});
	} catch (error) {
		throw isScratch
			? error
			: new Problem(`${day} is lost and could not be restored (${plainText(sayFailure(error))}): d tries again, and so does the next start`, 1, error);
	}

	const restoredAt = performance.now();
	const back =
		followedMs === undefined
			? undefined
			: await timeUntil(
					async () => (await countInWindow(ends, manifest)) >= loss.before.facts,
					() => performance.now() - restoredAt < backWithinMs && !signal.aborted,
				);
	return {
		...loss,
		restored: restored!,
		isEqual: restored!.worth === loss.before.worth && restored!.facts === loss.before.facts && restored!.fingerprint === loss.before.fingerprint,
		parts: parts.length,
		bytes: parts.reduce((sum, {sizeBytes}) => sum + sizeBytes, 0),
		restoreMs: restoredAt - startedAt,
		followedMs,
		backMs: back,
	};
}

/** What a ledger of others has of a day, in the scratch schema. */
async function copyDay({ledger}: Ends, scratch: PostgresLedger, {fromMs, toMs}: DayManifest, signal: AbortSignal): Promise<void> {
	await scratch.restoring(
		async restoring => {
			for await (const facts of inBatches(ledger.stream(fromMs - 1, toMs - 1, signal), batchSize)) {
				await restoring.restore(facts);
			}
		},
		{signal},
	);
}

/** @throws DamagedPart */
async function checkParts({scenario, archive}: Ends, {parts}: DayManifest, signal: AbortSignal): Promise<void> {
	for (const part of parts) {
		for await (const _ of readPart(archive, part, scenario, signal)) {
			// Each line is read, and the part's figures compared after the last one.
		}
	}
}
