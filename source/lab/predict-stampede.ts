import {readsPerSecond} from './arrivals-choice.ts';
import {stampedeOfOwnProcesses} from './own-process-reads.ts';
import {evenPeriod, type ReadingLoad, requireLoad, sharingOf} from './reading-load.ts';
import {poissonStampede, protectedStampede, separateProcessesStampede, unprotectedPollersStampede} from './stampede.ts';

/**
 * Queries to the origin when the key is deleted at any instant under a load, until a value stands again, on average.
 * XFetch, jitter and stale-while-revalidate do not protect a key that is gone. Undefined, because no formula is known:
 * a lock that does not outlast the fill, where it is what is shared.
 * A RangeError for figures out of range.
 */
export function predictStampede(load: ReadingLoad): number | undefined {
	requireLoad(load);
	const {arrivals, fillSeconds} = load;
	const viewers = arrivals.viewers ?? 1;
	const sharing = sharingOf(load);
	if (sharing === 'all' || sharing === 'unknown') {
		return sharing === 'all' ? protectedStampede : undefined;
	}

	const period = evenPeriod(arrivals);
	if (period !== undefined) {
		// The first read misses, and so does each read that comes before its fill ends.
		const queries = Math.max(1, Math.ceil(fillSeconds / period - 1e-9));
		return sharing === 'process' ? Math.min(viewers, queries) : queries;
	}

	const ratePerSecond = readsPerSecond(arrivals);
	if (arrivals.kind === 'poll') {
		const polls = {viewers, pollSeconds: arrivals.pollSeconds, fillSeconds};
		return sharing === 'process' ? separateProcessesStampede(polls) : unprotectedPollersStampede(polls);
	}

	return sharing === 'process' ? stampedeOfOwnProcesses({viewers, ratePerSecond, fillSeconds}) : poissonStampede({ratePerSecond, fillSeconds});
}
