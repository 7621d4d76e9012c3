import type {Scenario} from '../../scenarios/scenario.ts';

/** A word of the screen and what it means, in a line of 80 columns. */
export type Word = readonly [word: string, meaning: string];

/** What the screen says, said plainly: the last pages of the help. */
export function glossaryOf({facts, error: {headline, part}, glossary = []}: Scenario): readonly Word[] {
	return [
		['HIT', 'the answer came from Redis, as it was cached'],
		['MISS', 'Redis had none: MongoDB was asked, its answer is cached now'],
		['COALESCED', 'waited for another reader\'s query instead of asking too'],
		['BYPASS', 'Redis does not do its work: MongoDB was asked'],
		['STALE', 'past its end, and served all the same by a protection'],
		['not begun', 'reads left out, because 500 were under way already'],
		['TTL', 'time to live: how long an answer stays in Redis'],
		['acts now', 'a new TTL moves the end of the key that stands (m)'],
		['acts next fill', 'a new TTL waits until an answer is cached anew (m)'],
		['fill', 'a query of MongoDB and the caching of its answer'],
		['seen', 'measured on this computer, since the time that is shown'],
		['theory', 'computed for this TTL, these readers and this fill time'],
		['comparable in', 'until a whole life of the key was seen, seen may differ'],
		[`${headline.name} off`, `the error of ${headline.name} on average over the reads (laboratory)`],
		['age', 'how long ago the answer on the screen was true'],
		['error', 'how far the answer on the screen is from MongoDB\'s of now'],
		['checked', 'when the error was measured, by a query beside the reads'],
		...(part === undefined ? [] : [['worst, most', `the ${part} whose figure of ${headline.name} is furthest off`] as const]),
		['p50 p95 p99', 'half, 95 %, 99 % of the reads were quicker; – is too few'],
		['logarithmic', 'every step of the axis multiplies, none adds'],
		['burst, paced', 'one read right after another; a pause before each (b, B)'],
		['95 % interval', 'what chance does to this run\'s figure; other runs differ more'],
		['! after a run', 'something changed or was too busy: hard to compare'],
		['pays above', 'from this hit rate on the cache saves time at all'],
		['saturated', 'too much to do here: part of each latency may be waiting'],
		['embedded', 'an engine inside this program that speaks the real protocol'],
		['GCS', 'Google Cloud Storage; its objects are the archive\'s files'],
		['CRC32C agrees', 'a checksum shows that the bucket holds what was sent'],
		['stampede', 'many readers find the key gone, and all ask MongoDB (!)'],
		['single-flight', 'readers of one process that miss together share a query'],
		['lock in Redis', 'of all processes one asks MongoDB, the others wait'],
		['swr', 'stale-while-revalidate: served past its end, refilled behind'],
		['XFetch, β', 'refills before the end by chance; a greater β is earlier'],
		['jitter', 'lives differ a little, so that keys do not end together'],
		['Poisson', 'reads at random moments, independent of one another'],
		['phases differ', 'each viewer reads evenly, at a moment of its own'],
		['5-95 %', 'where nine runs of ten lie by chance, if theory is right'],
		['SIMULATED', 'computed read by read in virtual time, not measured'],
		['error budget', `how far off ${headline.name} may be, and the longest TTL that holds it`],
		...glossary,
		['why MongoDB', 'PostgreSQL keeps all history; this window answers quickly'],
		['why Redis', 'one answer for all: asked once a TTL, not for each reader'],
		['why an archive', `the window forgets after ${facts.window.days} days; the bucket keeps them`],
	];
}
