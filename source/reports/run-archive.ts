import type {Config} from '../command-line/config.ts';
import {ArchiveCutShort} from '../flows/archive-cut-short.ts';
import {archiveFacts, type ArchiveResult} from '../flows/archive-facts.ts';
import {type ArchiveSource, ledgerSource, windowSource} from '../flows/archive-source.ts';
import {seedFacts} from '../flows/seed-facts.ts';
import {postgres} from '../layers/postgres.ts';
import {whyNoRoom} from '../layers/room.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';
import {countedText, formatCount} from '../words/count.ts';
import {paceText} from '../words/pace.ts';
import {CutShort, Problem} from '../words/problem.ts';
import type {Opened} from './opened.ts';
import {readyWindow} from './ready-window.ts';
import type {Narrator} from './voice.ts';

/** How far it is is said so often, in milliseconds. */
const sayEveryMs = 2000;

/** Whether what is archived goes with the run: the embedded engine's bucket in a temporary folder. */
export function isArchiveTemporary({archive}: Opened, {dataFolder}: Pick<Config<'archive'>, 'dataFolder'>): boolean {
	return archive.backend.kind === 'embedded' && dataFolder === undefined;
}

/** The archive without a terminal. */
export async function runArchive(services: Opened, config: Config<'archive'>, signal: AbortSignal, narrate: Narrator): Promise<ArchiveResult> {
	const source = await readySource(services, config, signal, narrate);
	let toldAtMs = performance.now();
	try {
		return await archiveFacts(
			{...services, source},
			{
				asOfMs: services.clock.now(),
				withToday: config.withToday,
				signal,
				progress({rows, wanted, days, ...pace}) {
					if (performance.now() - toldAtMs >= sayEveryMs) {
						toldAtMs = performance.now();
						const of = wanted === 0 ? '' : ` of ${formatCount(wanted)}`;
						narrate(
							`${formatCount(rows)}${of} ${services.scenario.facts.many} read, ${countedText(days, 'day')} archived${wanted === 0 ? '' : `, ${paceText(pace)}`}`,
						);
					}
				},
			},
		);
	} catch (error) {
		if (!(error instanceof ArchiveCutShort) || error.stands.objects === 0 || !isArchiveTemporary(services, config)) {
			throw error;
		}

		const what = error.cause instanceof Problem && !signal.aborted ? error.cause.message : 'archive cancelled';
		throw new CutShort(
			`${what}; its objects were in a temporary folder and are gone with it: keep them with --data DIR, or name a bucket with --bucket`,
			error,
		);
	}
}

/**
 * Where the facts are archived from: the ledger that was named, or the embedded one where MongoDB is embedded too, which then has what that
 * holds, or the lesson's facts where nobody has any; else MongoDB's window.
 */
async function readySource(services: Opened, config: Config<'archive'>, signal: AbortSignal, narrate: Narrator): Promise<ArchiveSource> {
	const {
		scenario,
		window,
		placing,
		clock,
		later: {ledger: named},
	} = services;
	if (named) {
		return ledgerSource(named);
	}

	const noRoom = whyNoRoom(postgres);
	if (config.without === postgres.name || !postgres.suits(scenario) || window.backend.kind === 'server' || noRoom !== undefined) {
		await readyWindow(services, config, signal, narrate);
		return windowSource(window, scenario);
	}

	const ledger = (await services.openLater(postgres)) as PostgresLedger;
	await placing.takeOver(ledger, {signal});
	if ((await ledger.estimate(signal)) === 0) {
		const {orders: count, days, seed} = config;
		const result = await seedFacts(services, {count, days, seed, nowMs: clock.now(), timeZone: services.timeZone}, {signal});
		narrate(`seeded ${result.stored} ${scenario.facts.many} over the last ${days} days, seed ${seed} (embedded PostgreSQL engine)`);
		signal.throwIfAborted();
	}

	return ledgerSource(ledger);
}
