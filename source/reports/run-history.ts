import type {Config} from '../command-line/config.ts';
import {archiveFacts} from '../flows/archive-facts.ts';
import {ledgerSource} from '../flows/archive-source.ts';
import {warehouseOf} from '../flows/ask-history.ts';
import {type HistoryStudy, studyHistory} from '../flows/study-history.ts';
import {history as historyLayer} from '../layers/history.ts';
import {backendsOf, type Backends} from '../layers/layers.ts';
import {postgres} from '../layers/postgres.ts';
import type {FactsWanted, Scenario} from '../scenarios/scenario.ts';
import type {History} from '../stores/history.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';
import {countedText, formatCount} from '../words/count.ts';
import {Problem} from '../words/problem.ts';
import {askBeforeBilling} from './ask-before-billing.ts';
import type {Opened} from './opened.ts';
import type {Narrator, Voice} from './voice.ts';

export type HistoryOutcome = {
	readonly scenario: Scenario;
	readonly study: HistoryStudy;
	/** 'duckdb', and 'DuckDB'. */
	readonly engine: string;
	readonly store: string;
	readonly scans: string;
	/** A history was made for this run alone. */
	readonly isSeeded: boolean;
	readonly backends: Backends;
};

/** Years of facts, asked of the warehouse, and of the ledger where there is one. A run on stores of its own alone makes a history first. */
export async function runHistory(services: Opened, config: Config<'history'>, signal: AbortSignal, voice: Voice): Promise<HistoryOutcome> {
	const {
		scenario,
		scenario: {
			facts: {one, many},
		},
		archive,
	} = services;
	const {narrate, say} = voice;
	const {questions, trend} = warehouseOf(scenario);
	const question = questions.find(({name}) => name === (config.ask ?? questions[0].name));
	if (!question) {
		throw new Problem(`"${scenario.title}" is not asked ${config.ask}`, 2);
	}

	const {
		later: {history = (await services.openLater(historyLayer)) as History, ledger = await openLedger(services, config)},
	} = services;
	const isSeeded = config.dataFolder === undefined && archive.backend.kind === 'embedded' && ledger?.backend.kind === 'embedded';
	if (isSeeded) {
		const {orders: count, days, seed} = config;
		await say(
			`Note: ${countedText(count, one, many)} of ${countedText(days, 'day')} ${count === 1 ? 'is' : 'are'} made and archived for this run, and deleted afterwards: --data DIR or --bucket NAME reads what is kept.`,
		);
		await seedLedger(services, ledger, {count, days, seed, nowMs: services.clock.now(), timeZone: services.timeZone}, signal, narrate);
		const archived = every(10, (done, total) => narrate(`${formatCount(done)} of ${formatCount(total)} ${many} archived`));
		const {totals} = await archiveFacts(
			{...services, source: ledgerSource(ledger)},
			{asOfMs: services.clock.now(), signal, progress: ({rows, wanted}) => archived(rows, wanted)},
		);
		if (totals.days === 0) {
			throw new Problem(`None of these ${many} is of a day that is over, and only such days are history: raise --days or --orders`);
		}
	}

	const study = await studyHistory({scenario, archive, history, ledger}, question, {
		signal,
		confirm: async (work, billed) => askBeforeBilling(config, voice, work, billed),
		month: config.month ?? (question === trend.daily ? 'last' : undefined),
		progress: every(10, (done, total) => narrate(`${formatCount(done)} of ${formatCount(total)} ${many} loaded`)),
	});
	return {scenario, study, engine: history.engine, store: history.title, scans: history.scans, isSeeded, backends: backendsOf(services)};
}

/** PostgreSQL, unless it is left out. */
async function openLedger({scenario, openLater}: Opened, {without}: Config<'history'>): Promise<PostgresLedger | undefined> {
	return without === postgres.name || !postgres.suits(scenario) ? undefined : ((await openLater(postgres)) as PostgresLedger);
}

async function seedLedger({scenario: {facts}}: Opened, ledger: PostgresLedger, wanted: FactsWanted, signal: AbortSignal, narrate: Narrator): Promise<void> {
	await ledger.prepare(signal);
	const tell = every(10, (stored, count) => narrate(`${formatCount(stored)} of ${formatCount(count)} ${facts.many} stored in PostgreSQL`));
	await ledger.insert(await facts.generate(wanted), {signal, progress: stored => tell(stored, wanted.count)});
	signal.throwIfAborted();
}

/** Tells how far work is, this many times at most. */
function every(times: number, tell: (done: number, total: number) => void): (done: number, total: number) => void {
	let told = 0;
	return (done, total) => {
		if (done - told >= total / times) {
			told = done;
			tell(done, total);
		}
	};
}
