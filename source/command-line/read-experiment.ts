import type {Command, Given} from './flags.ts';
import type {ArrivalsChoice} from '../lab/arrivals-choice.ts';
import {figures, type Protection, type ProtectionFigure, protectionFlags, type ProtectionName, protections, usualProtection} from '../lab/protections.ts';
import {departures, lesson} from './lesson.ts';
import {Problem} from '../words/problem.ts';
import {readDuration, readName, readNumber, readRate, readShare, readTimeOfDay, readWhole, refusal} from './read-value.ts';

/** What `what-if`, `lab` and `stampede` try. */
export type Experiment = {
	/** The TTLs to try, at least one; more than one only for `what-if`. */
	readonly ttlsSeconds: readonly number[];
	/** How reads come. */
	readonly arrivals: ArrivalsChoice;
	/** Why the load is not the lesson's, where nobody asked for another. */
	readonly why: string | undefined;
	/** L: how long the origin takes to answer; `lab` and `stampede` add it to the real query. 0 or more. */
	readonly fillSeconds: number;
	readonly protection: Protection;
	/** Whether it was asked for: `stampede` compares none with the lock otherwise. */
	readonly isProtectionGiven: boolean;
	/** Each viewer a process of its own, with a single-flight of its own; else all share one. */
	readonly ownProcess: boolean;
	/** μ: orders placed a second, 0 or more; `lab` lets them arrive. */
	readonly ordersPerSecond: number;
	/** Reads to simulate for each TTL (`what-if`). */
	readonly reads: number;
	/** When "today" is looked at: seconds since midnight, above 0 (`what-if`). */
	readonly timeOfDaySeconds: number;
	/** How long the load lasts, in seconds (`lab`). */
	readonly forSeconds: number;
	/** How often the key is expired (`stampede`). */
	readonly firings: number;
};

const daySeconds = 86_400;

/** The longest time that the origin may take: a simulation has time enough. */
const mostFillSeconds = {'what-if': 3600, lab: 5, stampede: 5} as const;

/**
 * The experiment of a command; for one that makes none, what `lab` would do.
 * @throws Problem that names the flag and the range
 */
export function readExperiment(given: Given, command: Command, ttlsSeconds: readonly number[]): Experiment {
	const name = command === 'what-if' || command === 'stampede' ? command : 'lab';
	const its = departures[name];
	if (given.ownProcess && given.shared) {
		throw new Problem('--own-process and --shared exclude each other: give one of them', 2);
	}

	return {
		ttlsSeconds,
		arrivals: readArrivals(given, name),
		why: [given.viewers, given.rate, given.poll, given.arrivals].every(value => value === undefined) ? its.why : undefined,
		fillSeconds: readDuration('--fill', given.fill, its.fillSeconds, 0, mostFillSeconds[name], '400ms or 2s'),
		protection: readProtection(given),
		isProtectionGiven: given.protection !== undefined,
		ownProcess: given.ownProcess,
		ordersPerSecond: readNumber('--orders-per-second', given.ordersPerSecond, name === 'what-if' ? lesson.ordersPerSecond : 0, 0, 1000),
		reads: readWhole('--reads', given.reads, 1_000_000, 1000, 100_000_000),
		timeOfDaySeconds: readTimeOfDay('--at', given.at, daySeconds / 2),
		forSeconds: readDuration('--for', given.for, 60, 1, daySeconds, '60s or 5m'),
		firings: readWhole('--firings', given.firings, 1, 1, 100),
	};
}

/** How reads come. What is left out follows from what is given; what is given must agree. */
function readArrivals(given: Given, name: keyof typeof departures): ArrivalsChoice {
	const its = departures[name];
	const viewers = readWhole('--viewers', given.viewers, its.viewers, 1, 1000);
	const rate = given.rate === undefined ? undefined : readRate('--rate', given.rate);
	const poll = given.poll === undefined ? undefined : readDuration('--poll', given.poll, 0, 0.01, daySeconds, '5s or 1.2s');
	if (rate !== undefined && poll !== undefined && Math.abs(viewers / poll / rate - 1) > 0.001) {
		throw new Problem(`--poll makes ${figure(viewers / poll * 60)} reads a minute (${viewers === 1 ? '1 viewer' : `${viewers} viewers`}, each every ${figure(poll)} s), but --rate says ${figure(rate * 60)}: leave out --rate or --poll`, 2);
	}

	const kind = given.arrivals === undefined
		? name === 'what-if' && rate !== undefined && poll === undefined ? 'poisson' : 'poll'
		: readName('--arrivals', given.arrivals, ['poll', 'poisson', 'fixed']);
	if (kind === 'poll') {
		return {kind, viewers, pollSeconds: poll ?? (rate === undefined ? its.everySeconds : viewers / rate)};
	}

	return {kind, viewers, ratePerSecond: rate ?? viewers / (poll ?? its.everySeconds)};
}

/** Which protections are on and how they are set. A setting without its protection would be without effect, and is refused. */
function readProtection(given: Given): Protection {
	const on = given.protection === undefined ? usualProtection.on : readProtectionNames(given.protection);
	for (const [flag, setting] of protectionFlags()) {
		const names = setting.map(({name}) => name);
		if (given[flag] !== undefined && !names.some(name => on.has(name))) {
			throw new Problem(`--${flag} belongs to ${names.join(' and ')}, not on here: switch it on, as in --protection ${[...on, names[0]!].join(',')}`, 2);
		}
	}

	return {on, ...figures(figure => readFigure(figure, given[figure.flag.name]))};
}

function readFigure({unit, usual, least, most, examples, flag}: ProtectionFigure, text: string | undefined): number {
	const name = `--${flag.name}`;
	switch (unit) {
		case 'seconds': {
			return readDuration(name, text, usual, least, most, examples);
		}

		case 'share': {
			return readShare(name, text, usual);
		}

		case 'number': {
			return readNumber(name, text, usual, least, most);
		}
	}
}

function readProtectionNames(text: string): ReadonlySet<ProtectionName> {
	if (text === 'none') {
		return new Set();
	}

	const known = protections.map(({name}) => name);
	return new Set(text.split(',').map(part => {
		const found = known.find(name => name === part.trim());
		if (found === undefined) {
			throw refusal('--protection', `names out of ${known.join(', ')} with commas between, or none,`, text);
		}

		return found;
	}));
}

/** A figure for a sentence, to five digits. */
function figure(value: number): string {
	return Number(value.toPrecision(5)).toLocaleString('en-US', {maximumFractionDigits: 6});
}
