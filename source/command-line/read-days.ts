import {Problem} from '../words/problem.ts';
import type {Given} from './flags.ts';

/**
 * The first and the last day that are meant, where they are not all.
 * @throws Problem when the later one comes first
 */
export function readDays({from, to}: Pick<Given, 'from' | 'to'>): {readonly from: string | undefined; readonly to: string | undefined} {
	if (from !== undefined && to !== undefined && from > to) {
		throw new Problem(`--from ${from} is after --to ${to}: give the earlier day first`, 2);
	}

	return {from, to};
}
