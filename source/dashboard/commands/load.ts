import {createOriginMeter} from '../../flows/origin-meter.ts';
import {createReadFeed} from '../../flows/read-feed.ts';
import {type Read, type ReadPath, readAnswer} from '../../flows/read-answer.ts';
import {runViewers} from '../../flows/run-viewers.ts';
import {formatLatency} from '../../words/latency.ts';
import {Problem} from '../../words/problem.ts';
import {isSame} from './is-same.ts';
import type {Keeper, Surroundings} from './surroundings.ts';
import type {Runs} from './what-runs.ts';

/** What viewers read is told in batches, so that a crowd does not draw a frame a read; in milliseconds. */
const tellEveryMs = 250;

type Wanted = NonNullable<Runs['load']>;

/** The load on the read path: the dashboard's own reads, or those of the viewers in their place. */
export type Load = Keeper<Wanted> & {
	readonly feed: ReturnType<typeof createReadFeed>;
	readonly meter: ReturnType<typeof createOriginMeter>;
	/** One read more, now. */
	readNow(): void;
	/** Tells what has ended and was not told yet. */
	tell(): void;
	/** Aborted when the present run ends, with the reason; undefined while nothing runs. */
	signal(): AbortSignal | undefined;
};

/** The reads of one run, what they asked of the origin, and those that were not begun: as far as it was not told yet. */
type Untold = {reads: Read[]; queries: number; fillsMs: number[]; shed: number};

const nothing = (): Untold => ({reads: [], queries: 0, fillsMs: [], shed: 0});

type Run = {wanted: Wanted; readonly controller: AbortController; readonly path: ReadPath};

export function createLoad({say, services, key, clock}: Surroundings): Load {
	const feed = createReadFeed();
	const meter = createOriginMeter();
	let timer: NodeJS.Timeout | undefined;
	let running: Run | undefined;
	// Of the present run; what reads of the one before still ask or fill is on that one's account.
	let untold = nothing();

	const tell = () => {
		const {reads, ...asked} = untold;
		if (reads.length > 0 || asked.shed > 0 || asked.queries > 0 || asked.fillsMs.length > 0) {
			Object.assign(untold, nothing());
			say({type: 'reads-ended', reads, asked});
		}
	};

	/** Takes a read into the feed; one that ends after its run did is not counted for the next. */
	const take = (reading: Promise<Read>): Promise<Read> => {
		const its = untold;
		const counted = async () => {
			const read = await reading;
			if (its === untold) {
				its.reads.push(read);
				// A single reader's value is shown at once.
				if (running?.wanted.readers.viewers.count === 0) {
					tell();
				}
			}

			return read;
		};

		const read = counted();
		feed.add(read);
		return read;
	};

	const pathOf = (its: Untold, policy: () => Wanted['policy'], {about: shown, addedFillSeconds}: Wanted['readers']): ReadPath => ({
		...services()!,
		key: key()!,
		about: shown,
		policy,
		addedFillMs: () => addedFillSeconds * 1000,
		// A load of its own: a fill that ends with the load before is nothing to wait for.
		flight: {current: undefined},
		meter: {
			// A stampede is of the key that is shown: what is asked about others is none of it.
			began(about) {
				its.queries++;
				if (about === shown) {
					meter.began();
				}
			},
			settled(fillMs, about) {
				if (fillMs !== undefined) {
					its.fillsMs.push(fillMs);
				}

				if (about === shown) {
					meter.settled(fillMs);
				}
			},
		},
		clock,
	});

	const stop = () => {
		clearInterval(timer);
		running?.controller.abort(new Problem('the load changed meanwhile'));
		running = undefined;
		untold = nothing();
	};

	const start = (wanted: Wanted) => {
		const {
			readers,
			readers: {
				viewers: {count, ownProcess},
			},
			arrivals,
		} = wanted;
		const controller = new AbortController();
		const run: Run = {wanted, controller, path: pathOf(untold, () => run.wanted.policy, readers)};
		running = run;
		timer = setInterval(tell, tellEveryMs);
		const {about: _, ...ofAnyone} = run.path;
		// Without viewers the dashboard is the one that polls, about what it shows.
		void runViewers(count === 0 ? run.path : ofAnyone, {
			arrivals,
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
				untold.shed += controller.signal.aborted ? 0 : 1;
			},
		});
	};

	return {
		feed,
		meter,
		tell,
		signal: () => running?.controller.signal,
		follow(wanted) {
			if (wanted && running && isSame(wanted.readers, running.wanted.readers)) {
				running.wanted = wanted;
				return;
			}

			if (running) {
				stop();
			}

			if (wanted) {
				start(wanted);
			}
		},
		readNow() {
			if (running) {
				void take(readAnswer(running.path, running.controller.signal)).then(({outcome, latencyMs}) =>
					say({type: 'noted', text: `read now: ${outcome}, ${formatLatency(latencyMs)}`, failed: outcome === 'error'}),
				);
			}
		},
	};
}
