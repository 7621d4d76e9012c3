import {createOriginMeter} from '../../flows/origin-meter.ts';
import {createReadFeed} from '../../flows/read-feed.ts';
import type {ReadPath, RevenueRead} from '../../flows/read-revenue.ts';
import {runViewers} from '../../flows/run-viewers.ts';
import {presentArrivals, presentPolicy} from '../present-load.ts';
import type {World} from './effects.ts';

/** What viewers read is told in batches, so that a crowd does not draw a frame a read; in milliseconds. */
const tellEveryMs = 100;

/** The load on the read path: the dashboard's own reads, or those of the viewers in their place. */
export type Load = {
	readonly feed: ReturnType<typeof createReadFeed>;
	readonly meter: ReturnType<typeof createOriginMeter>;
	/** Starts reading as the state says, from now on; what read before ends. */
	start(): void;
	stop(): void;
};

export function createLoad({say, state, services, clock}: World): Load {
	const feed = createReadFeed();
	const meter = createOriginMeter();
	let timer: NodeJS.Timeout | undefined;
	let running: AbortController | undefined;
	let reads: RevenueRead[] = [];
	let shed = 0;
	let told = {queries: 0, stored: 0, fillSumMs: 0};

	const tell = () => {
		const {queries, stored} = meter;
		const fillSumMs = (meter.meanFillMs ?? 0) * stored;
		if (reads.length === 0 && shed === 0 && queries === told.queries && stored === told.stored) {
			return;
		}

		const ended = reads;
		const asked = {queries: queries - told.queries, fills: stored - told.stored, fillSumMs: fillSumMs - told.fillSumMs, shed};
		reads = [];
		shed = 0;
		told = {queries, stored, fillSumMs};
		say({type: 'reads-ended', reads: ended, asked});
	};

	// Which load a read belongs to: one that ends after its load did is not counted for the next.
	let epoch = 0;
	const counted = async (reading: Promise<RevenueRead>) => {
		const begunIn = epoch;
		const read = await reading;
		if (begunIn === epoch) {
			reads.push(read);
			// A single reader's value is shown at once.
			if (state().viewers.count === 0) {
				tell();
			}
		}

		return read;
	};

	const path = (): ReadPath => ({
		...services()!,
		policy: () => presentPolicy(state()),
		addedFillMs: () => state().addedFillSeconds * 1000,
		// A load of its own: a fill that ends with the load before is nothing to wait for.
		flight: {current: undefined},
		meter,
		clock,
	});

	const stop = () => {
		epoch++;
		clearInterval(timer);
		running?.abort();
		running = undefined;
		// What came of the reads before belongs to the load before.
		reads = [];
		shed = 0;
		told = {queries: meter.queries, stored: meter.stored, fillSumMs: (meter.meanFillMs ?? 0) * meter.stored};
	};

	return {
		feed,
		meter,
		stop,
		start() {
			stop();
			if (!services()) {
				return;
			}

			const {viewers: {count, ownProcess}} = state();
			const controller = new AbortController();
			running = controller;
			timer = setInterval(tell, tellEveryMs);
			void runViewers(path(), {
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
					add: reading => feed.add(counted(reading)),
				},
				shed() {
					shed++;
				},
			});
		},
	};
}
