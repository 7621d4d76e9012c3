import {createOriginMeter} from '../../flows/origin-meter.ts';
import {createReadFeed} from '../../flows/read-feed.ts';
import {type Flight, type ReadPath, readRevenue, type RevenueRead} from '../../flows/read-revenue.ts';
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
	const flight: Flight = {current: undefined};
	let timer: NodeJS.Timeout | undefined;
	let viewers: AbortController | undefined;
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
		}

		return read;
	};

	const path = (): ReadPath => ({
		...services()!,
		policy: () => presentPolicy(state()),
		addedFillMs: () => state().addedFillSeconds * 1000,
		flight,
		meter,
		clock,
	});

	/** The dashboard's own read. Reads never overlap: while one is under way, the next is left out. */
	const readAlone = async () => {
		if (feed.underWay === 0) {
			const read = counted(readRevenue(path()));
			feed.add(read);
			await read;
			tell();
		}
	};

	const stop = () => {
		epoch++;
		clearInterval(timer);
		viewers?.abort();
		viewers = undefined;
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
			const {viewers: {count, ownProcess}, refreshSeconds} = state();
			if (!services()) {
				return;
			}

			if (count === 0) {
				timer = setInterval(() => void readAlone(), refreshSeconds * 1000);
				void readAlone();
				return;
			}

			const controller = new AbortController();
			viewers = controller;
			timer = setInterval(tell, tellEveryMs);
			void runViewers(path(), {
				arrivals: presentArrivals(state()),
				ownProcess,
				seed: clock(),
				signal: controller.signal,
				feed: {...feed, get underWay() {
					return feed.underWay;
				}, add: reading => feed.add(counted(reading))},
				shed() {
					shed++;
				},
			});
		},
	};
}
