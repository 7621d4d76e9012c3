import type {ArrivalsChoice} from '../lab/arrivals-choice.ts';
import {figures, type Protection, protectionFlags, type ProtectionName, protections, usualProtection} from '../lab/protections.ts';
import {Problem} from '../words/problem.ts';
import {dashed} from './dashed.ts';
import {type Given} from './flags.ts';
import {departures} from './lesson.ts';
import {addedFillTime} from './ranges.ts';
import {refusal, time} from './read-value.ts';

/** The load that `what-if`, `lab` and `stampede` try. */
export type LoadConfig = {
	/** How reads come. */
	readonly arrivals: ArrivalsChoice;
	/** Why the load is not the lesson's, where nobody asked for another. */
	readonly why: string | undefined;
	/** L: how long the origin takes to answer; `lab` and `stampede` add it to the real query. 0 or more. */
	readonly fillSeconds: number;
	/** Each viewer its own process, with a single-flight of its own; else all share one. */
	readonly ownProcess: boolean;
	readonly protection: Protection;
};

/** How long the origin may take: a simulation has time enough. */
const simulatedFillTime = time(0, 3600, '400ms or 2s');

/** @throws Problem that names what does not belong together */
export function readLoad(given: Given, command: keyof typeof departures): LoadConfig {
	const its = departures[command];
	if (given.ownProcess && given.shared) {
		throw new Problem('--own-process and --shared exclude each other: give one of them', 2);
	}

	return {
		arrivals: readArrivals(given, command),
		why: [given.viewers, given.rate, given.poll, given.arrivals].every(value => value === undefined) ? its.why : undefined,
		fillSeconds: given.fill === undefined ? its.fillSeconds : (command === 'what-if' ? simulatedFillTime : addedFillTime).read('--fill', given.fill),
		ownProcess: given.ownProcess,
		protection: readProtection(given),
	};
}

/** How reads come. What is left out follows from what is given; what is given must agree. */
function readArrivals(given: Given, command: keyof typeof departures): ArrivalsChoice {
	const its = departures[command];
	const {viewers = its.viewers, rate, poll} = given;
	if (rate !== undefined && poll !== undefined && Math.abs(viewers / poll / rate - 1) > 0.001) {
		throw new Problem(
			`--poll makes ${figure((viewers / poll) * 60)} reads a minute (${viewers === 1 ? '1 viewer' : `${viewers} viewers`}, each every ${figure(poll)} s), but --rate says ${figure(rate * 60)}: leave out --rate or --poll`,
			2,
		);
	}

	const kind = given.arrivals ?? (command === 'what-if' && rate !== undefined && poll === undefined ? 'poisson' : 'poll');
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
			throw new Problem(`${dashed(flag)} needs ${names.join(' or ')}: add it, as in --protection ${[...on, names[0]!].join(',')}`, 2);
		}
	}

	return {on, ...figures(({flag, usual}) => given[flag.name] ?? usual)};
}

function readProtectionNames(text: string): ReadonlySet<ProtectionName> {
	if (text === 'none') {
		return new Set();
	}

	const known = protections.map(({name}) => name);
	return new Set(
		text.split(',').map(part => {
			const found = known.find(name => name === part.trim());
			if (found === undefined) {
				throw refusal('--protection', `names out of ${known.join(', ')} with commas between, or none,`, text);
			}

			return found;
		}),
	);
}

/** A figure for a sentence, to five digits. */
function figure(value: number): string {
	return Number(value.toPrecision(5)).toLocaleString('en-US', {maximumFractionDigits: 6});
}
