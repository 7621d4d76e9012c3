import {formatDuration} from '../../words/duration.ts';
import {type Across, tickLine} from './across.ts';
import {axisBetween} from './logarithmic-axis.ts';

const ticks = [
	[1, '1 s'],
	[10, '10 s'],
	[60, '1 min'],
	[300, '5 min'],
	[3600, '1 h'],
	[86_400, '24 h'],
] as const;

/** 1 s to 24 h, logarithmic. */
const {position} = axisBetween(1, 86_400, 1);

/** All TTLs, and the present one. */
export function acrossTtls(ttlSeconds: number): Across {
	return {position, present: ttlSeconds, ticks: width => tickLine(position, [ttlSeconds, `TTL ${formatDuration(ttlSeconds)}`], ticks, width)};
}
