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
	/** Starts reading as the state says, from now on; what read before is cut off. */
	start(): void;
	/** The dashboard's own next read comes now, unless one is under way or viewers read. */
	readNow(): void;
	/** Tells what has ended and was not told yet, lest a change that follows takes it for its own. */
	tell(): void;
	stop(): void;
};

/** What the reads of one run asked of the origin. */
type Account = {queries: number; fills: number; fillSumMs: number};

export function createLoad({say, state, services, clock}: World): Load {
	const feed = createReadFeed();
	const meter = createOriginMeter();
	const flight: Flight = {current: undefined};
	let timer: NodeJS.Timeout | undefined;
	let running: AbortController | undefined;
	let readAlone: (() => void) | undefined;
	let reads: RevenueRead[] = [];
	let shed = 0;
	// Of the present run; what reads of the one before still ask or fill is on that one's account.
	let account: Account = {queries: 0, fills: 0, fillSumMs: 0};
	let told = account;

	const tell = () => {
		const {queries, fills, fillSumMs} = account;
		if (reads.length === 0 && shed === 0 && queries === told.queries && fills === told.fills) {
			return;
		}

		const ended = reads;
		const asked = {queries: queries - told.queries, fills: fills - told.fills, fillSumMs: fillSumMs - told.fillSumMs, shed};
		reads = [];
		shed = 0;
		told = {...account};
		say({type: 'reads-ended', reads: ended, asked});
	};

	/** A read that ends after its run did is not counted for the next. */
	const counted = async (reading: Promise<RevenueRead>) => {
		const its = account;
		const read = await reading;
		if (its === account) {
			reads.push(read);
		}

		return read;
	};

	const path = (): ReadPath => {
		const its = account;
		return {
			...services()!,
			policy: () => presentPolicy(state()),
			addedFillMs: () => state().addedFillSeconds * 1000,
			flight,
			meter: {
				began() {
					its.queries++;
					meter.began();
				},
				settled(fillMs) {
					if (fillMs !== undefined) {
						its.fills++;
						its.fillSumMs += fillMs;
					}

					meter.settled(fillMs);
				},
			},
			clock,
		};
	};

	/** The dashboard's own read. Reads never overlap: while one is under way, the next is left out. */
	const createAlone = (signal: AbortSignal) => {
		const its = path();
		let isUnderWay = false;
		return async () => {
			if (!isUnderWay) {
				isUnderWay = true;
				const read = counted(readRevenue(its, signal));
				feed.add(read);
				await read;
				isUnderWay = false;
				tell();
			}
		};
	};

	const stop = () => {
		clearInterval(timer);
		running?.abort();
		readAlone = undefined;
		reads = [];
		shed = 0;
		account = {queries: 0, fills: 0, fillSumMs: 0};
		told = {...account};
	};

	const readNow = () => {
		clearInterval(timer);
		timer = setInterval(() => readAlone?.(), state().refreshSeconds * 1000);
		readAlone?.();
	};

	return {
		feed,
		meter,
		stop,
		tell,
		readNow() {
			if (readAlone) {
				readNow();
			}
		},
		start() {
			stop();
			const {viewers: {count, ownProcess}} = state();
			if (!services()) {
				return;
			}

			const controller = new AbortController();
			running = controller;
			if (count === 0) {
				const read = createAlone(controller.signal);
				readAlone = () => void read();
				readNow();
				return;
			}

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
