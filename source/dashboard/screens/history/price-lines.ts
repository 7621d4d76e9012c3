import {equalText} from '../../../flows/history-words.ts';
import {formatBytes} from '../../../words/bytes.ts';
import {countedText, formatCount, formatTimes} from '../../../words/count.ts';
import {formatDuration} from '../../../words/duration.ts';
import {formatLatency} from '../../../words/latency.ts';
import {wrapWords} from '../../../words/wrapping.ts';
import {fitting, type Line} from '../../panels/lines.tsx';
import type {ShownStudy} from '../../state/history.ts';
import type {State} from '../../state/state.ts';
import type {Tone} from '../../theme.ts';

/** What the months cost in the warehouse, and what the same costs on the ledger. */
export function priceLines({scenario, history}: State, study: ShownStudy, width: number): Line[] {
	const {result, price, held, store} = study;
	const {many} = scenario.facts;
	const names = Math.max(store.length, 'PostgreSQL'.length) + 1;
	const row = (name: string, bytes: string, took: string, notes: readonly string[], tone: Tone): Line => {
		const figures = `${bytes.padStart(9)} read ${took.padStart(8)}`;
		return [
			{text: name.padEnd(names), tone: 'strong'},
			{text: figures, tone},
			{text: `   ${fitting(notes, width - names - figures.length - 3)}`, tone: 'dim'},
		];
	};

	const {days} = history;
	if (days) {
		const {scannedBytes, tookMs} = days.result;
		return [
			row(store, sizeOf(scannedBytes), formatLatency(tookMs), ['for this month alone: no other one is read', 'for this month alone'], 'hit'),
			row('', sizeOf(result.scannedBytes), formatLatency(result.tookMs), ['for all months'], 'dim'),
		];
	}

	const inAll = held.bytes === undefined ? `${formatCount(held.facts)} ${many}` : `${formatCount(held.facts)} ${many} in ${formatBytes(held.bytes)}`;
	const factor = price && price.tookMs / result.tookMs;
	const times = factor === undefined ? '' : factor >= 1 ? `${formatTimes(factor)} × as long` : 'faster, so far';
	const briefly = price?.equal ? 'both say the same' : 'NOT EQUAL';
	const said = price && price.changed.length > 0 ? `${briefly}: ${countedText(price.changed.length, 'day', 'days')} changed since` : briefly;
	return [
		row(
			store,
			sizeOf(result.scannedBytes),
			formatLatency(result.tookMs),
			[`only the columns asked for, compressed; ${inAll}`, `only the columns asked for; ${inAll}`, `of ${inAll}`, ''],
			'hit',
		),
		price
			? row(
					'PostgreSQL',
					formatBytes(price.pageBytes),
					formatLatency(price.tookMs),
					[
						`${formatCount(price.rowsRead)} rows, whole rows, on the checkouts' server; ${times}; ${said}`,
						`whole rows, on the checkouts' server; ${times}; ${said}`,
						`whole rows; ${times}; ${said}`,
						`${times}; ${said}`,
						said,
						briefly,
					],
					price.equal ? 'miss' : 'bad',
				)
			: row('PostgreSQL', '–', '–', ['is not open: the same is not asked of it', 'is not open'], 'dim'),
	];
}

function sizeOf(bytes: number | undefined): string {
	return bytes === undefined ? '–' : formatBytes(bytes);
}

/** What is told besides, where there is room: that the answers differ first of all. */
export function studyLines({scenario}: State, study: ShownStudy, width: number, height: number): Line[] {
	const {load, price, store, scans, result} = study;
	const days = load.added + load.replaced + load.removed;
	const sentences: Array<readonly [text: string, tone: Tone]> = [
		...(price?.equal === false ? [[`${equalText(scenario, study)}.`, 'bad'] as const] : []),
		[`Why not an index? Every ${scenario.facts.one} of these years counts: only columns can be skipped, not rows.`, 'plain'],
		[`${store}: ${scans}; the median of ${result.askings}. PostgreSQL: pages that it looked at, in memory or not.`, 'dim'],
		[
			days === 0
				? 'The archive has not changed since it was loaded.'
				: `${countedText(days, 'day was', 'days were')} loaded from the archive in ${formatDuration(load.tookMs / 1000)}; only what changes is loaded again.`,
			'dim',
		],
	];
	const lines: Line[] = [];
	for (const [text, tone] of sentences) {
		const wrapped = wrapWords(text, width, '  ');
		if (lines.length + wrapped.length <= height) {
			lines.push(...wrapped.map((line): Line => [{text: line, tone}]));
		}
	}

	return lines;
}
