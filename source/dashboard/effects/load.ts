import {createOriginMeter} from '../../flows/origin-meter.ts';
import {createReadFeed} from '../../flows/read-feed.ts';
import {type ReadPath, readAnswer, type Read} from '../../flows/read-answer.ts';
import {runViewers} from '../../flows/run-viewers.ts';
import {Problem} from '../../words/problem.ts';
import {presentArrivals, presentPolicy} from '../selectors/present-load.ts';
import type {World} from './effects.ts';

/** What viewers read is told in batches, so that a crowd does not draw a frame a read; in milliseconds. */
const tellEveryMs = 100;

/** The load on the read path: the dashboard's own reads, or those of the viewers in their place. */
export type Load = {
	readonly feed: ReturnType<typeof createReadFeed>;
	readonly meter: ReturnType<typeof createOriginMeter>;
	/** Starts reading as the state says, from now on; what read before is cut off. */
	start(): void;
	/** One read more, now; undefined while nothing reads. */
	readNow(): Promise<Read> | undefined;
	/** Tells what has ended and was not told yet, lest a change that follows takes it for its own. */
	tell(): void;
	stop(): void;
	/** Aborted when the present run ends, with the reason; undefined while nothing runs. */
	signal(): AbortSignal | undefined;
};

/** What the reads of one run asked of the origin, and was not told yet. */
type Account = {queries: number; fillsMs: number[]};

export function createLoad({say, state, services, key, clock}: World): Load {
	const feed = createReadFeed();
	const meter = createOriginMeter();
	let timer: NodeJS.Timeout | undefined;
	let running: {readonly controller: AbortController; readonly path: ReadPath} | undefined;
	let reads: Read[] = [];
	let shed = 0;
	// Of the present run; what reads of the one before still ask or fill is on that one's account.
	let account: Account = {queries: 0, fillsMs: []};

	const tell = () => {
		const {queries, fillsMs} = account;
		if (reads.length === 0 && shed === 0 && queries === 0 && fillsMs.length === 0) {
			return;
		}

		const ended = reads;
		const asked = {queries, fillsMs, shed};
		reads = [];
		shed = 0;
		account.queries = 0;
		account.fillsMs = [];
		say({type: 'reads-ended', reads: ended, asked});
	};

	/** Takes a read into the feed; one that ends after its run did is not counted for the next. */
	const take = (reading: Promise<Read>): Promise<Read> => {
		const its = account;
		const counted = async () => {
			const read = await reading;
			if (its === account) {
				reads.push(read);
				// A single reader's value is shown at once.
				if (state().viewers.count === 0) {
					tell();
				}
			}

			return read;
		};

		const read = counted();
		feed.add(read);
		return read;
	};

	const pathOf = (its: Account): ReadPath => ({
		...services()!,
		key: key()!,
		policy: () => presentPolicy(state()),
		addedFillMs: () => state().addedFillSeconds * 1000,
		// A load of its own: a fill that ends with the load before is nothing to wait for.
		flight: {current: undefined},
		meter: {
			began() {
				its.queries++;
				meter.began();
			},
			settled(fillMs) {
				if (fillMs !== undefined) {
					its.fillsMs.push(fillMs);
				}

				meter.settled(fillMs);
			},
		},
		clock,
	});

	const stop = () => {
		clearInterval(timer);
		running?.controller.abort(new Problem('the load changed meanwhile'));
		running = undefined;
		reads = [];
		shed = 0;
		account = {queries: 0, fillsMs: []};
	};

	return {
		feed,
		meter,
		stop,
		tell,
		signal: () => running?.controller.signal,
		readNow() {
			return running && take(readAnswer(running.path, running.controller.signal));
		},
		start() {
			stop();
			if (!services()) {
				return;
			}

			const {viewers: {count, ownProcess}} = state();
			const controller = new AbortController();
			const path = pathOf(account);
			running = {controller, path};
			timer = setInterval(tell, tellEveryMs);
			void runViewers(path, {
				// Without viewers the dashboard is the one that polls.
				arrivals: presentArrivals(state()),
				ownProcess: count > 0 && ownProcess,
				seed: clock(),
				signal: controller.signal,
				feed: {
					get underWay() {
						return feed.underWay;
					},
					settled: feed.settled,
					watch: feed.watch,
					add: reading => void take(reading),
				},
				shed() {
					shed += controller.signal.aborted ? 0 : 1;
				},
			});
		},
	};
}
