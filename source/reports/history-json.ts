import {shownBackends} from './json-report.ts';
import type {HistoryOutcome} from './run-history.ts';

/** `shopstream.history/1`. The rows bear the name of what they are of: months, years, categories, customers or days. */
export function historyJson({scenario, study, engine, scans, isSeeded, backends}: HistoryOutcome): object {
	const {
		load: {oddities, ...load},
		held,
		result: {question, asked, rows, scannedBytes, tookMs, askings},
		price,
	} = study;
	const {many} = scenario.facts;
	return {
		schema: 'shopstream.history/1',
		engine,
		question: question.name,
		from: asked.fromDay,
		to: asked.toDay,
		timeZone: asked.timeZone,
		[question.many]: rows,
		scannedBytes: scannedBytes ?? null,
		scanned: scans,
		tookMs: microseconds(tookMs),
		askings,
		held: {days: held.days, [many]: held.facts, bytes: held.bytes ?? null, from: held.span.fromDay, to: held.span.toDay},
		loaded: {added: load.added, replaced: load.replaced, removed: load.removed, [many]: load.rows, tookMs: microseconds(load.tookMs)},
		seeded: isSeeded,
		ledger: price
			? {
					tookMs: microseconds(price.tookMs),
					askings: price.askings,
					rowsRead: price.rowsRead,
					pageBytes: price.pageBytes,
					equal: price.equal,
					changed: price.changed,
				}
			: null,
		warnings: oddities,
		backends: shownBackends(backends),
	};
}

function microseconds(ms: number): number {
	return Number(ms.toFixed(3));
}
