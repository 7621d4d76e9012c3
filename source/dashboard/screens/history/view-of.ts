import {seriesOf, trendDays, trendMonths} from '../../../flows/history-words.ts';
import {dateText} from '../../../words/local-day.ts';
import type {ShownStudy} from '../../state/history.ts';
import type {State} from '../../state/state.ts';
import type {TrendView} from './trend-lines.ts';

/** The months of a study, or the days of one month, as they are drawn. */
export function trendView({scenario, history: {month, days}}: State, study: ShownStudy): TrendView {
	const {trend} = scenario.warehouse!;
	const {unit} = trend.monthly.columns.find(({name}) => name === trend.figure)!;
	const of = {series: seriesOf(trend, study.result.rows), unit: unit === 'count' || unit === 'mean' ? unit : 'money'} as const;
	if (days) {
		const periods = trendDays(scenario, days.result);
		return {
			...of,
			periods,
			chosen: at(periods, days.day),
			heading: dateText(days.day, days.day),
			label: ({name}) => (name.endsWith('-01') || /[05]$/.test(name) ? String(Number(name.slice(8))) : undefined),
		};
	}

	const periods = trendMonths(scenario, study.result);
	return {...of, periods, chosen: at(periods, month), heading: monthText(month), label: ({name}) => (name.endsWith('-01') ? name.slice(0, 4) : undefined)};
}

function at(periods: TrendView['periods'], name: string): number {
	const found = periods.findIndex(period => period.name === name);
	return found === -1 ? periods.length - 1 : found;
}

/** A month (`2024-03`) for people: "Mar 2024". */
export function monthText(month: string): string {
	return dateText(`${month}-01`, '').replace(/^1 /, '');
}
