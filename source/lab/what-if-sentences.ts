import {readsPerSecond} from './arrivals-choice.ts';
import {rareSentence} from './rare-sentence.ts';
import type {WhatIfOptions, WhatIfRow} from './what-if.ts';
import {formatCount, formatFigure, formatGiven} from '../words/count.ts';
import {formatDuration} from '../words/duration.ts';

/** The least number of expiries for a mean. */
const fewestCycles = 20;

/** The answer in words: what the longest TTL saves and costs against the shortest, and what the table does not show. */
export function whatIfSentences(options: WhatIfOptions, rows: readonly WhatIfRow[]): string[] {
	const byTtl = [...rows].sort((a, b) => a.ttlSeconds - b.ttlSeconds);
	const [short, long] = [byTtl[0]!, byTtl.at(-1)!];
	return [
		...(short.ttlSeconds === long.ttlSeconds ? oneTtl(short, options) : twoTtls(short, long, options)),
		...fromYesterday(long, options),
		...rare(byTtl, options),
		...stampede(byTtl),
		...byTtl.filter(({isLongRun}) => !isLongRun).map(row => tooShort(row, options)),
	];
}

/** The tail at the shortest and the longest TTL. */
function rare(rows: readonly WhatIfRow[], {popularity}: WhatIfOptions): string[] {
	return [...new Set([rows[0]!, rows.at(-1)!])].flatMap(row => (row.rare && popularity ? [rareSentence(row.ttlSeconds, popularity.length, row.rare)] : []));
}

function oneTtl(row: WhatIfRow, {timeOfDaySeconds}: WhatIfOptions): string[] {
	const {perDay, error} = row;
	const queries = perDay.originQueries;
	const age = meanAgeText(row);
	return [
		...(queries === undefined
			? []
			: [`Of ${formatGiven(perDay.reads)} reads a day, a TTL of ${formatDuration(row.ttlSeconds)} lets ${formatFigure(queries)} through to the origin.`]),
		...(age === undefined
			? []
			: [
					`What is read is ${age} old on average${error.todayMeanPercent === undefined ? '' : `, and at ${clock(timeOfDaySeconds)} "today" is off by ${formatFigure(error.todayMeanPercent)} %`}.`,
				]),
	];
}

function twoTtls(short: WhatIfRow, long: WhatIfRow, {timeOfDaySeconds}: WhatIfOptions): string[] {
	const [shortTtl, longTtl] = [formatDuration(short.ttlSeconds), formatDuration(long.ttlSeconds)];
	const sentences: string[] = [];
	const [before, after] = [short.perDay.originQueries, long.perDay.originQueries];
	if (before !== undefined && after !== undefined) {
		const saved = before - after;
		sentences.push(
			saved > 0.005 * before
				? `A TTL of ${longTtl} instead of ${shortTtl} saves the origin ${formatFigure(saved)} of ${formatFigure(before)} queries a day; ${formatGiven(short.perDay.reads)} reads a day come.`
				: `A TTL of ${longTtl} instead of ${shortTtl} saves the origin nothing: ${formatFigure(before)} queries a day, and ${formatFigure(after)}.`,
		);
	}

	const [young, old] = [meanAgeText(short), meanAgeText(long)];
	if (young !== undefined && old !== undefined) {
		sentences.push(`It costs age: what is read is ${old} old on average instead of ${young}${todayText(short, long, timeOfDaySeconds)}.`);
	}

	return sentences;
}

function todayText(short: WhatIfRow, long: WhatIfRow, timeOfDaySeconds: number): string {
	const [before, after] = [short.error.todayMeanPercent, long.error.todayMeanPercent];
	if (after === undefined) {
		return '';
	}

	return `, and at ${clock(timeOfDaySeconds)} "today" is off by ${formatFigure(after)} %${before === undefined ? '' : ` instead of ${formatFigure(before)} %`}`;
}

/** Why the error is so great where values outlive the day. */
function fromYesterday({error, theory, simulation}: WhatIfRow, {timeOfDaySeconds}: WhatIfOptions): string[] {
	const oldestSeconds = theory?.greatestAgeSeconds ?? simulation.maxAgeSeconds;
	return error.todayMeanPercent === undefined || oldestSeconds <= timeOfDaySeconds
		? []
		: [
				`An answer from before midnight holds nothing of today: at ${clock(timeOfDaySeconds)} that is one older than ${formatDuration(timeOfDaySeconds)}, and it is off by all of today, 100 %.`,
			];
}

/** From theory where a formula is known, else from a simulation that is long enough. */
function meanAgeText({theory, simulation, isLongRun}: WhatIfRow): string | undefined {
	const ageSeconds = theory?.meanAgeSeconds ?? (isLongRun ? simulation.meanAgeSeconds : undefined);
	return ageSeconds === undefined ? undefined : formatDuration(ageSeconds);
}

/** S, where an expiry brings more than one query: of the shortest TTL, whose expiries are most. */
function stampede(rows: readonly WhatIfRow[]): string[] {
	const row = rows.find(({simulation}) => simulation.cycles >= fewestCycles && simulation.stampedeSize >= 1.05);
	if (!row) {
		return [];
	}

	const theory = row.expiryQueries === undefined ? '' : `; theory ${formatFigure(row.expiryQueries)}`;
	return [
		`When the key ends, ${formatFigure(row.simulation.stampedeSize)} queries on average reach the origin together (TTL ${formatDuration(row.ttlSeconds)}${theory}).`,
	];
}

/** What to ask for so that two cycles fit; where fills overlap without end there are none, and a hundred lives of the key must. */
function tooShort({ttlSeconds}: WhatIfRow, {arrivals, fillSeconds, reads}: WhatIfOptions): string {
	const perCycle = readsPerSecond(arrivals) * (ttlSeconds + fillSeconds);
	const wanted = Math.ceil(((perCycle < reads ? 50 * perCycle : perCycle) * 1.1) / 100_000) * 100_000;
	const way = wanted <= 100_000_000 ? `ask for --reads ${wanted}` : 'take a lower --rate';
	return `A TTL of ${formatDuration(ttlSeconds)} has no simulated figures: no whole cycle of the key fits into ${formatCount(2 * reads + 2_000_000)} reads; ${way}.`;
}

function clock(secondsOfDay: number): string {
	return new Date(secondsOfDay * 1000).toISOString().slice(11, 16);
}
