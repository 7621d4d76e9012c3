import {waysOf} from '../../../flows/comparison-words.ts';
import {placed} from '../../../scenarios/placed.ts';
import type {State} from '../../state/state.ts';

/** What there is to see of the rivals, each sentence in at most 79 columns. */
export function rivalsSentences({rivals: {comparison, contention}, scenario}: State): string[] {
	const {many} = scenario.facts;
	return [
		...(comparison
			? [
					...(comparison.rows.some(({plan}) => plan === 'redis-live') ? ['What Redis keeps live is asked anew each time: it is quick, and not old.'] : []),
					...(comparison.indexes ? ["However much an index helps, the work still happens on PostgreSQL's server."] : []),
					...(comparison.view ? ['The view is as fast as Redis, and as old as its last refresh: it is a cache.'] : []),
					'"rows read": what each way looks at for one answer; "12 s +": it grows older.',
					...(comparison.indexes ? ['"insert × 1.1": with the indexes an insert takes 1.1 times as long as without.'] : []),
				]
			: [`c asks one question in ${waysOf(scenario)}, of the same ${many}, as of the same instant.`]),
		...(contention
			? ['Latencies count from the scheduled instant, so a stall cannot hide.', `p99: only one ${placed(scenario.facts).one} in a hundred is slower.`]
			: [`k places ${many} while dashboards scan PostgreSQL, and while they read Redis.`]),
	];
}
