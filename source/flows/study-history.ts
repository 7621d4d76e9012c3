import type {Scenario} from '../scenarios/scenario.ts';
import type {Asked, HistoryQuestion} from '../scenarios/warehouse.ts';
import type {GcsArchive} from '../stores/gcs-archive.ts';
import type {Billed, History} from '../stores/history.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';
import {Problem} from '../words/problem.ts';
import type {BilledWork} from './billing-words.ts';
import {askHistory, type HistoryResult, spanOf} from './ask-history.ts';
import {type HistoryLoad, loadHistory} from './load-history.ts';
import {type LedgerPrice, priceOnLedger} from './price-history.ts';

/** Where years are asked about, and what they are loaded from. */
export type HistoryStores = {
	readonly scenario: Scenario;
	readonly archive: GcsArchive;
	readonly history: History;
	/** Undefined: the same is not asked of it. */
	readonly ledger: PostgresLedger | undefined;
};

/** A question about years, loaded and answered, and what the same costs on the ledger. */
export type HistoryStudy = {
	readonly load: HistoryLoad;
	/** Days and facts that are loaded, what they take in the warehouse, and the zone of the days. */
	readonly held: {readonly days: number; readonly facts: number; readonly bytes: number | undefined; readonly span: Asked};
	readonly result: HistoryResult;
	readonly price: LedgerPrice | undefined;
};

export type StudyOptions = {
	readonly signal?: AbortSignal | undefined;
	/** Facts that are loaded so far, of those that are to be. */
	readonly progress?: ((done: number, total: number) => void) | undefined;
	/** Only of a month, `2024-03`, or of the last one. */
	readonly month?: string | undefined;
	/** Called before anything that is billed is run: it is not when it rejects. */
	readonly confirm?: ((work: BilledWork, billed: Billed) => Promise<void>) | undefined;
};

/**
 * Loads what changed of the archive, asks the warehouse, and the ledger the same.
 * @throws Problem when nothing is archived, or nothing of the month
 */
export async function studyHistory(
	stores: HistoryStores,
	question: HistoryQuestion,
	{signal, progress, confirm, month: wanted}: StudyOptions = {},
): Promise<HistoryStudy> {
	const {scenario, history, ledger} = stores;
	const load = await loadHistory(stores, {signal, progress, confirm: async billed => confirm?.('load', billed)});
	const days = [...(await history.loaded(signal)).values()];
	const month = wanted === 'last' ? days.at(-1)?.day.slice(0, 7) : wanted;
	const asked = spanOf(days.filter(({day}) => month === undefined || day.startsWith(month)));
	if (!asked) {
		throw new Problem(`Nothing is archived of ${month}: the days go from ${days[0]!.day} to ${days.at(-1)!.day}`);
	}

	if (history.estimate) {
		await confirm?.('ask', await history.estimate(question, asked, signal));
	}

	const result = await askHistory(history, question, asked, signal);
	return {
		load,
		held: {days: days.length, facts: days.reduce((sum, {rows}) => sum + rows, 0), bytes: await history.bytes(signal), span: spanOf(days)!},
		result,
		price: ledger && (await priceOnLedger({scenario, ledger, history}, result, signal)),
	};
}
