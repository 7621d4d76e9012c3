import {equalText, growthText, priceText, scanText, seriesOf, spanText, type TrendPeriod, trendMonths} from '../flows/history-words.ts';
import {historyTable} from '../tables/history-table.ts';
import {sheetOf} from '../tables/sheet.ts';
import {formatBytes} from '../words/bytes.ts';
import {countedText} from '../words/count.ts';
import {formatDuration} from '../words/duration.ts';
import {formatCents} from '../words/money.ts';
import {percentText} from '../words/share.ts';
import {backendLines} from './backend-lines.ts';
import type {HistoryOutcome} from './run-history.ts';
import {sheetText} from './text-table.ts';

/** `history` as text: the answer, what was read for it, what the same costs on the ledger, and what it was loaded from. */
export function historyText(outcome: HistoryOutcome): string {
	const {
		scenario: {
			warehouse,
			facts: {one, many},
		},
		scenario,
		study,
		store,
		scans,
		backends,
	} = outcome;
	const {load, held, result} = study;
	const {question, asked} = result;
	const isMonthly = question === warehouse!.trend.monthly;
	const changes = [
		[load.added, 'loaded'],
		[load.replaced, 'renewed'],
		[load.removed, 'removed'],
	] as const;
	const loaded = changes.filter(([days]) => days > 0).map(([days, word]) => `${countedText(days, 'day')} ${word}`);
	return [
		`${question.title}, ${spanText(asked)} (${asked.timeZone}).`,
		'',
		...(isMonthly ? sheetText(monthSheet(outcome)) : sheetText(historyTable(result))),
		...(isMonthly ? ['', `By ${warehouse!.trend.series}: --csv or --json.`] : []),
		'',
		`${scanText(store, result)} (${scans}).`,
		...[priceText(study), equalText(scenario, study)].flatMap(text => (text === undefined ? [] : [`${text}.`])),
		`${store} holds ${countedText(held.days, 'day')}, ${countedText(held.facts, one, many)}${held.bytes === undefined ? '' : `, ${formatBytes(held.bytes)}`}; ${
			loaded.length === 0 ? 'nothing had changed in the archive' : `${loaded.join(', ')} in ${formatDuration(load.tookMs / 1000)}`
		}.`,
		...load.oddities,
		'',
		...backendLines(backends),
	].join('\n');
}

/** A line a month: all series together, against the year before, and which has most. */
function monthSheet({scenario, study: {result}}: HistoryOutcome) {
	const {trend} = scenario.warehouse!;
	const [figure] = trend.monthly.columns.filter(({name}) => name === trend.figure);
	const series = seriesOf(trend, result.rows);
	const most = ({of}: TrendPeriod) => series.toSorted((a, b) => (of.get(b) ?? 0) - (of.get(a) ?? 0))[0];
	return sheetOf('months', trendMonths(scenario, result), [
		{title: 'month', align: 'left', text: ({name}) => name},
		{title: figure!.title, text: ({total}) => formatCents(total)},
		{title: 'a year before', text: ({yearBefore}) => (yearBefore ? formatCents(yearBefore.total) : '–')},
		{title: 'growth', text: ({total, yearBefore}) => growthText(total, yearBefore?.total)},
		{
			title: 'most',
			align: 'left',
			text: month => (month.total > 0 ? `${most(month)} ${percentText((month.of.get(most(month)!) ?? 0) / month.total)}` : '–'),
		},
	]);
}
