import {setMaxListeners} from 'node:events';
import {setImmediate as breath, setTimeout as pause} from 'node:timers/promises';
import {type ArrivalsChoice, openArrivals} from '../lab/arrivals-choice.ts';
import type {ReadFeed} from './read-feed.ts';
import {createRandom} from '../chance/random.ts';
import {createFlights} from './flights.ts';
import type {RedisCache} from '../stores/redis-cache.ts';
import {aboutOf} from './ask-question.ts';
import {type ReadPath, readAnswer} from './read-answer.ts';

/** Reads of viewers under way at once; what arrives beyond them is shed, so that a slow origin cannot fill memory. */
export const mostReadsUnderWay = 500;

/** Later than this no arrival can be but by a machine that slept: then the plan goes on from now, without a crowd of late reads. */
const longestLatenessMs = 5000;

/** A timer wakes up so late by itself; a read that begins within it began in time. */
const timerGrainMs = 2;

/** Who reads, and until when. */
export type ViewersLoad = {
	readonly arrivals: ArrivalsChoice;
	/** Each viewer stands for a laptop with a single-flight of its own; else all share the path's. */
	readonly ownProcess: boolean;
	/** Draws the gaps or phases of the arrivals. */
	readonly seed: number | string;
	readonly signal: AbortSignal;
};

/** What an experiment reads through that has its own key, which it removes; flight and meter are its own too. */
export type OwnKeyPath = Omit<ReadPath, 'flight' | 'meter' | 'cache' | 'key'> & {
	readonly cache: ReadPath['cache'] & {remove(key: string): Promise<void>};
	readonly key: string;
};

/** The same over the keys of many, which it names by what is asked about. */
export type ManyKeysPath = Omit<ReadPath, 'flight' | 'meter' | 'cache' | 'key' | 'clock' | 'uniform'> & {
	readonly cache: ReadPath['cache'] & Pick<RedisCache, 'run'>;
	readonly clock: () => number;
	readonly uniform: () => number;
};

/** Who reads, and who hears of it. */
export type ViewersOptions = ViewersLoad & {
	/** Takes the reads; the latency of each counts from the instant it was planned for, so that a stall does not hide itself. */
	readonly feed: ReadFeed;
	/** A read was not begun, because too many are under way. */
	readonly shed: () => void;
};

/**
 * Lets viewers read open-loop: arrivals are planned ahead and begin when they are due, whether or not the reads before
 * them have ended. Runs until `signal` fires, then waits for the reads under way.
 */
export async function runViewers(path: ReadPath, {arrivals, ownProcess, seed, signal, feed, shed}: ViewersOptions): Promise<void> {
	const stream = openArrivals(arrivals, seed);
	const flights = createFlights();
	const drawn = createRandom(`abouts ${seed}`);
	const {abouts} = path.scenario.question;
	// A key of its own is that of one answer.
	const draws = abouts && path.about === undefined && typeof path.key !== 'string';
	let startMs = performance.now();
	// Each read under way listens to it.
	setMaxListeners(0, signal);
	const read = async (viewer: number, plannedMs: number) => {
		const lateMs = performance.now() - plannedMs;
		const about = draws ? abouts.draw(drawn.next()) : aboutOf(path);
		const ended =
			ownProcess || draws
				? await flights.with(`${ownProcess ? viewer : ''} ${about}`, async flight => readAnswer({...path, about, flight}, signal))
				: await readAnswer(path, signal);
		return lateMs > timerGrainMs ? {...ended, latencyMs: ended.latencyMs + lateMs} : ended;
	};

	for (let next = stream.next(); !signal.aborted;) {
		let plannedMs = startMs + next.atSeconds * 1000;
		const lateMs = performance.now() - plannedMs;
		if (lateMs > longestLatenessMs) {
			startMs += lateMs;
			plannedMs += lateMs;
		}

		const waitMs = plannedMs - performance.now();
		if (waitMs > 0) {
			await pause(waitMs, undefined, {signal}).catch(() => undefined);
			continue;
		}

		if (feed.underWay >= mostReadsUnderWay) {
			shed();
			// What is shed takes no time: without a breath, a long backlog would hold the thread.
			await breath();
		} else {
			feed.add(read(next.viewer, plannedMs));
		}

		next = stream.next();
	}

	await feed.settled();
}
