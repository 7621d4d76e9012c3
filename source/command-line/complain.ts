import {readFileSync} from 'node:fs';
import {Problem, sayFailure} from '../words/problem.ts';
import {drawsUnicode} from './config.ts';
import {ReaderGone, say} from './outputs.ts';

/** Files and sockets that a run with its engines needs. With fewer, an engine that cannot take a connection looks dead. */
const fewestOpenFiles = 64;

/** Says what went wrong in one sentence, and gives the exit code. */
export async function complain(error: unknown, words: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
	// A reader that went away (`| head -1`) wants no more, and no complaint.
	if (error instanceof ReaderGone) {
		return 0;
	}

	const known = error instanceof Problem;
	const exitCode = known ? error.exitCode : 1;
	const sentence =
		exitCode === 1 && (isOutOfFiles(error) || openFilesLimit() < fewestOpenFiles)
			? 'Too few files may be open at once: raise the limit, as with ulimit -n 256'
			: known
				? error.message
				: sayFailure(error);
	// What is wrong may be the command line itself: it is looked at as it was typed.
	await say(`shopstream-tui: ${sentence}`, {ascii: words.includes('--ascii') || !drawsUnicode(env)});
	return exitCode;
}

/** Whether an error, or one that led to it, is that no file or socket could be opened any more. */
function isOutOfFiles(error: unknown): boolean {
	return error instanceof Error && (/\bE[MN]FILE\b/.test(error.message) || isOutOfFiles(error.cause));
}

/** How many files may be open at once, where the system says. */
function openFilesLimit(): number {
	try {
		return Number(/^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? Number.POSITIVE_INFINITY);
	} catch (error) {
		return isOutOfFiles(error) ? 0 : Number.POSITIVE_INFINITY;
	}
}
