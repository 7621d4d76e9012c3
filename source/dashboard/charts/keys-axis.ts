import {formatCount} from '../../words/count.ts';
import {type Across, tickLine} from './across.ts';
import {axisBetween} from './logarithmic-axis.ts';

/**
 * How many of `keys` keys memory holds, from one to all, logarithmic.
 * @param present how many it has room for; undefined: for all, as far as is known
 */
export function acrossKeys(keys: number, present: number | undefined): Across {
	const {position, ticks} = axisBetween(1, Math.max(10, keys), 6);
	const decades = ticks.filter(value => value * 2 < keys).map(value => [value, formatCount(value)] as const);
	return {
		position,
		present,
		ticks: width =>
			tickLine(position, present === undefined ? undefined : [present, `room for ${formatCount(present)}`], [...decades, [keys, formatCount(keys)]], width),
	};
}
