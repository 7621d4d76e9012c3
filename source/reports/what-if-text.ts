import {type ArrivalsChoice, readsPerSecond} from '../lab/arrivals-choice.ts';
import {protectionText} from '../lab/protections.ts';
import {departures, lesson} from '../command-line/lesson.ts';
import type {WhatIfOptions} from '../lab/what-if.ts';
import {formatCount, formatGiven} from '../words/count.ts';
import {formatDuration} from '../words/duration.ts';
import {wrapWords} from '../words/wrapping.ts';
import {givenRateText} from '../words/rate.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import {whatIfTable} from '../tables/what-if-table.ts';
import type {Sheet} from '../tables/sheet.ts';
import {sheetText} from './text-table.ts';
import type {WhatIfResult} from './what-if.ts';
import {whatIfSentences} from '../lab/what-if-sentences.ts';

/** Columns of the narrowest screen the lesson is shown on. */
const columns = 80;

/** `what-if` as text: what was assumed, one table, and the lesson's question answered from it. */
export function whatIfText({scenario, options, rows}: WhatIfResult): string {
	return [
		`What if the TTL were ${alternative(options)}?  SIMULATED in virtual time.`,
		'',
		...inputLines(scenario, options),
		'',
		...sheetText(whatIfTableOf({scenario, rows})),
		'',
		...whatIfSentences(options, rows).flatMap(sentence => wrapWords(sentence, columns)),
	].join('\n');
}

function alternative({ttlsSeconds}: WhatIfOptions): string {
	const [first, second, ...more] = ttlsSeconds.map(formatDuration);
	return more.length > 0 ? 'another' : second === undefined ? first! : `${second} instead of ${first!}`;
}

function inputLines(
	{facts: {many}, error: {variation}}: Scenario,
	{arrivals, fillSeconds, ownProcess, protection, ordersPerSecond, valueVariation, popularity, keysInMemory, reads, seed}: WhatIfOptions,
): string[] {
	return [
		`reads       ${arrivalsText(arrivals)}`,
		`origin      answers in ${formatDuration(fillSeconds)}${fillSeconds === departures['what-if'].fillSeconds ? ' (the dashboard measures its own)' : ''}`,
		`protection  ${protectionText(protection)}; ${ownProcess ? 'each viewer a process of its own' : 'one process for all'}`,
		`${many.padEnd(12)}${!variation ? 'no formula is known for how far off an answer is' : ordersPerSecond === 0 ? 'none' : `${givenRateText(ordersPerSecond)}${ordersPerSecond === lesson.ordersPerSecond ? `, ten million in five years (key o: ${givenRateText(lesson.streamPerSecond)})` : ''}`}`,
		...(ordersPerSecond === 0 ? [] : [`            their value's standard deviation: ${Math.round(100 * valueVariation)} % of the mean`]),
		...(popularity
			? [
					`keys        ${formatCount(popularity.length)}, ${keysInMemory === undefined ? 'all of them in memory' : `memory for ${formatCount(keysInMemory)}: the least recently used key is evicted`}`,
				]
			: []),
		`simulated   at least ${formatCount(reads)} reads for each TTL, seed ${seed}`,
	];
}

function arrivalsText(arrivals: ArrivalsChoice): string {
	const perMinute = `${formatGiven(60 * readsPerSecond(arrivals))} a minute`;
	const {viewers = 1} = arrivals;
	if (arrivals.kind === 'poll') {
		const period = formatDuration(arrivals.pollSeconds);
		return viewers === 1 ? `1 viewer who polls every ${period}, ${perMinute}` : `${viewers} viewers who each poll every ${period}, ${perMinute} in all`;
	}

	const how = arrivals.kind === 'poisson' ? 'at random instants (Poisson)' : 'evenly spaced';
	return `${perMinute}, ${how}${viewers === 1 ? '' : `, of ${viewers} viewers`}`;
}

export function whatIfTableOf({scenario, rows}: Pick<WhatIfResult, 'scenario' | 'rows'>): Sheet {
	return whatIfTable(rows, scenario.error.variation !== undefined);
}
