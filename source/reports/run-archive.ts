import type {Config} from '../command-line/config.ts';
import {ArchiveCutShort} from '../flows/archive-cut-short.ts';
import {archiveFacts, type ArchiveResult} from '../flows/archive-facts.ts';
import {CutShort, Problem} from '../words/problem.ts';
import {formatCount} from '../words/count.ts';
import type {Opened} from './opened.ts';
import {readyWindow} from './ready-window.ts';
import type {Narrator} from './voice.ts';

/** Whether what is archived goes with the run: the embedded engine's bucket in a temporary folder. */
export function isArchiveTemporary({archive}: Opened, {dataFolder}: Config<'archive'>): boolean {
	return archive.backend.kind === 'embedded' && dataFolder === undefined;
}

/** The archive without a terminal. */
export async function runArchive(services: Opened, config: Config<'archive'>, signal: AbortSignal, narrate: Narrator): Promise<ArchiveResult> {
	await readyWindow(services, config, signal, narrate);
	try {
		return await archiveFacts(services, {
			asOfMs: services.clock.now(),
			signal,
			progress({rows, wanted, objects}) {
				if (rows % 10_000 === 0) {
					narrate(`${formatCount(rows)} of ${formatCount(wanted)} ${services.scenario.facts.many} archived, ${objects} objects`);
				}
			},
		});
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
