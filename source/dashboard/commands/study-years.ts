import {askHistory, type HistoryResult, spanOf, warehouseOf} from '../../flows/ask-history.ts';
import {NothingArchived} from '../../flows/load-history.ts';
import {makeHistory} from '../../flows/make-history.ts';
import {studyHistory} from '../../flows/study-history.ts';
import {history as historyLayer} from '../../layers/history.ts';
import type {Asked, HistoryQuestion} from '../../scenarios/warehouse.ts';
import type {History} from '../../stores/history.ts';
import {Problem} from '../../words/problem.ts';
import type {Event} from '../update/event.ts';
import type {Billing} from './agree-to-bill.ts';
import type {Open, Surroundings} from './surroundings.ts';

type Needs = Pick<Surroundings, 'config' | 'say' | 'clock'> & {
	readonly billing: Billing;
	readonly progress: (done: number, total: number, stage: string) => void;
};

/** Opens the warehouse, makes a history where one is wished, loads what is archived, and asks. */
export async function studyYears(open: Open, {config, say, clock, billing, progress}: Needs, orders: number | undefined, signal: AbortSignal): Promise<Event> {
	const {scenario, timeZone} = open;
	const {trend} = warehouseOf(scenario);
	const history = await openWarehouse(open, say);
	if (orders !== undefined) {
		const result = await makeHistory(
			open,
			{count: orders, days: historyDays, seed: config.seed, nowMs: clock(), timeZone},
			{signal, progress: (stage, done, total) => progress(done, total, stage)},
		);
		say({type: 'history-archived', result});
	}

	progress(0, 0, 'reading the manifests');
	try {
		const stores = {...open, history, ledger: open.later.ledger};
		const study = await studyHistory(stores, trend.monthly, {
			signal,
			confirm: async (work, billed) => billing.agree(work, billed, signal),
			progress: (done, total) => progress(done, total, done < total ? 'loading' : 'asking'),
		});
		const yearly = await askAgreed(history, trend.yearly, study.held.span, billing, signal);
		return {type: 'history-studied', study: {...study, yearly, store: history.title, scans: history.scans}};
	} catch (error) {
		if (error instanceof NothingArchived) {
			return {type: 'history-missed', reason: error.message};
		}

		throw error;
	}
}

/** Five years, leap days among them. */
const historyDays = 1826;

/** Asks for the days of a month. */
export async function askDays(open: Open, month: string, billing: Billing, signal: AbortSignal): Promise<Event> {
	const history = open.later.history!;
	const span = spanOf([...(await history.loaded(signal)).values()].filter(({day}) => day.startsWith(month)));
	if (!span) {
		throw new Problem(`no day of ${month} is archived`);
	}

	return {type: 'history-days-asked', month, result: await askAgreed(history, warehouseOf(open.scenario).trend.daily, span, billing, signal)};
}

/** Asks once what it bills is agreed to, where it bills. */
async function askAgreed(history: History, question: HistoryQuestion, asked: Asked, billing: Billing, signal: AbortSignal): Promise<HistoryResult> {
	if (history.estimate) {
		await billing.agree('ask', await history.estimate(question, asked, signal), signal);
	}

	return askHistory(history, question, asked, signal);
}

async function openWarehouse({later, openLater}: Open, say: Surroundings['say']): Promise<History> {
	if (later.history) {
		return later.history;
	}

	const history = (await openLater(historyLayer)) as History;
	say({type: 'layer-opened', layer: 'history', backend: history.backend});
	return history;
}
