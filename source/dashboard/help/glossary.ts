import {keptText} from '../../words/duration.ts';
import type {Scenario} from '../../scenarios/scenario.ts';

/** A word of the screen and what it means, in a line of 80 columns. */
export type Word = readonly [word: string, meaning: string];

/** What the screen says, said plainly: the last pages of the help. */
export function glossaryOf({facts, question, error: {headline, part}, glossary = []}: Scenario): readonly Word[] {
	return [
		['HIT', 'the answer came from Redis, as it was cached'],
		['MISS', 'Redis had none: MongoDB was asked, its answer is cached now'],
		['COALESCED', "waited for another reader's query instead of asking too"],
		['BYPASS', 'Redis failed: MongoDB was asked'],
		['STALE', 'expired, but served anyway by a protection'],
		['not begun', 'reads left out, because 500 were under way already'],
		['TTL', 'time to live: how long an answer stays in Redis'],
		['acts now', `a new TTL moves the expiry of ${question.abouts ? 'all present keys' : 'the present key'} (m)`],
		['acts next fill', 'a new TTL waits for the next fill (m)'],
		['fill', 'a query of MongoDB and the caching of its answer'],
		['seen', 'measured on this computer, since the time that is shown'],
		['theory', 'computed for this TTL, these readers and this fill time'],
		['comparable in', 'before one whole life of the key, seen may differ'],
		[`${headline.name} off`, `the error of ${headline.name} on average over the reads (laboratory)`],
		['age', 'how long ago the answer on the screen was true'],
		['error', "the shown answer less MongoDB's of now: - is too little"],
		['checked', 'when the error was measured, by a query beside the reads'],
		...(part === undefined ? [] : [['worst, most', `the ${part} whose figure of ${headline.name} is furthest off`] as const]),
		['p50 p95 p99', 'half, 95 %, 99 % of reads were faster; – is too few'],
		['logarithmic', 'each step of the axis multiplies by the same factor'],
		['burst, paced', 'one read right after another; a pause before each (b, B)'],
		['95 % interval', "what chance does to this run's figure; other runs differ more"],
		['! after a run', 'something changed or was too busy: hard to compare'],
		['pays above', 'below this hit rate the cache costs time'],
		['saturated', 'this computer is overloaded: latencies include waiting'],
		['embedded', 'an engine inside this program that speaks the real protocol'],
		['GCS', "Google Cloud Storage; its objects are the archive's files"],
		['CRC32C agrees', 'a checksum shows that the bucket holds what was sent'],
		['stampede', 'many readers find the key gone, and all ask MongoDB (!)'],
		['single-flight', 'readers of one process that miss together share a query'],
		['lock in Redis', 'of all processes one asks MongoDB, the others wait'],
		['swr', 'stale-while-revalidate: served expired, and refilled behind'],
		['XFetch, β', 'refills before the end by chance; a greater β is earlier'],
		['jitter', 'lifetimes vary, so that keys do not expire together'],
		['Poisson', 'reads at random moments, independent of one another'],
		['phases differ', 'each viewer reads evenly, at its own phase'],
		['5-95 %', 'nine runs in ten lie here, if theory is right'],
		['SIMULATED', 'computed read by read in virtual time, not measured'],
		['error budget', `how far off ${headline.name} may be; the longest TTL that holds it`],
		['behind', 'from the commit in PostgreSQL until MongoDB has it'],
		['outbox', 'changes in PostgreSQL that wait to be brought to MongoDB'],
		['about, ~', "an estimate from the database's own books, without a scan"],
		...glossary,
		['why MongoDB', 'PostgreSQL keeps all history; this window answers quickly'],
		['why Redis', 'one answer for all: asked once a TTL, not for each reader'],
		['why an archive', `the window forgets after ${keptText(facts.window.days)}; the bucket keeps them`],
	];
}
