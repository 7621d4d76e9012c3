import type {WhatIfRow} from '../lab/what-if.ts';
import {formatFigure} from '../words/count.ts';
import {formatDuration} from '../words/duration.ts';
import {formatShares} from '../words/share.ts';
import {type Sheet, sheetOf, type SheetColumn} from './sheet.ts';

/**
 * What each TTL comes to, SIMULATED and by theory.
 * @param hasError whether a theory of the error is known
 */
export function whatIfTable(rows: readonly WhatIfRow[], hasError: boolean): Sheet {
	const meanAges = rows.flatMap(({theory, simulation}) => [theory?.meanAgeSeconds ?? 0, simulation.meanAgeSeconds]);
	const {unit, seconds} = ageUnit(Math.max(...meanAges));
	const hitRates = formatShares(rows.flatMap(row => [row.theory?.hitRate, simulated(row)?.hitRate]));
	const age = (ageSeconds: number | undefined) => formatFigure(ageSeconds === undefined ? undefined : ageSeconds / seconds);
	const [hit, old, off] = ['hit rate, %', `mean age, ${unit}`, 'off by, %'];
	const errors: ReadonlyArray<SheetColumn<WhatIfRow>> = [
		{
			name: 'errorTodayMeanPercent',
			title: 'today',
			group: off,
			value: ({error}) => error.todayMeanPercent,
			text: ({error}) => formatFigure(error.todayMeanPercent),
		},
		{
			name: 'errorWindowRmsPercent',
			title: '30 days',
			group: off,
			value: ({error}) => error.windowRmsPercent,
			text: ({error}) => formatFigure(error.windowRmsPercent),
		},
	];
	return sheetOf('what-if', rows, [
		{name: 'ttlSeconds', title: 'TTL', align: 'left', value: ({ttlSeconds}) => ttlSeconds, text: ({ttlSeconds}) => formatDuration(ttlSeconds)},
		{name: 'theoryHitRate', title: 'theory', group: hit, value: ({theory}) => theory?.hitRate, text: (_, i) => hitRates[2 * i]!},
		{name: 'simulatedHitRate', title: 'simulated', group: hit, value: row => simulated(row)?.hitRate, text: (_, i) => hitRates[2 * i + 1]!},
		{
			name: 'theoryMeanAgeSeconds',
			title: 'theory',
			group: old,
			value: ({theory}) => theory?.meanAgeSeconds,
			text: ({theory}) => age(theory?.meanAgeSeconds),
		},
		{
			name: 'simulatedMeanAgeSeconds',
			title: 'simulated',
			group: old,
			value: row => simulated(row)?.meanAgeSeconds,
			text: row => age(simulated(row)?.meanAgeSeconds),
		},
		{
			name: 'originQueriesPerDay',
			title: 'a day',
			group: 'queries',
			value: ({perDay}) => perDay.originQueries,
			text: ({perDay}) => formatFigure(perDay.originQueries),
		},
		...(hasError ? errors : []),
	]);
}

/** What is not of the long run is no figure. */
function simulated({simulation, isLongRun}: WhatIfRow): WhatIfRow['simulation'] | undefined {
	return isLongRun ? simulation : undefined;
}

/** The unit in which the greatest age has at most three digits. */
function ageUnit(greatestSeconds: number): {unit: string; seconds: number} {
	return greatestSeconds < 1000 ? {unit: 's', seconds: 1} : greatestSeconds < 60_000 ? {unit: 'min', seconds: 60} : {unit: 'h', seconds: 3600};
}
