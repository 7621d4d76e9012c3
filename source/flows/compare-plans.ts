import {setTimeout as pause} from 'node:timers/promises';
import type {Asking} from '../scenarios/asking.ts';
import type {LedgerQuestion, LedgerTables, Scenario} from '../scenarios/scenario.ts';
import {shownAbout} from '../scenarios/shown-about.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';
import type {Query} from '../stores/postgres-schema.ts';
import type {Unit} from '../words/amount.ts';
import {Problem} from '../words/problem.ts';
import {ownKey} from './answer-key.ts';
import {inSnapshot} from './ask-postgres.ts';
import {type Growth, growthSteps, measureGrowth} from './compare-growth.ts';
import {type IndexFigures, makeIndexes} from './compare-indexes.ts';
import {waitBriefly} from './give-up.ts';
import {measureInserts} from './compare-inserts.ts';
import {askAll, openPlans, type PlanFigures, type PlanName, type Rivals, timePlans, usualRounds, type ViewFigures} from './time-plans.ts';

/** The same question, answered in rival ways, as of one instant. */
export type Comparison = {
	readonly asOfMs: number;
	/** Facts in the ledger; in MongoDB, where PostgreSQL is not asked. */
	readonly facts: number;
	/** In the order of `PlanName`. */
	readonly rows: readonly PlanFigures[];
	/** Whether all answers of that instant were seen to be equal, to the cent and to the order. */
	readonly equal: boolean;
	/** Whose answers were not PostgreSQL's. */
	readonly different: readonly PlanName[];
	/** The figure by which they are compared at a glance. */
	readonly total: {readonly name: string; readonly unit: Unit};
	/** How often a snapshot was taken until its answer was MongoDB's too. */
	readonly snapshots: number;
	/** MongoDB's answer as of that instant was another one later: facts were changed meanwhile. */
	readonly changedMeanwhile: boolean;
	/** Undefined where PostgreSQL is not asked, or no index would help it. */
	readonly indexes: IndexFigures | undefined;
	/** Those by which PostgreSQL answered where it was to answer by indexes alone. */
	readonly usedIndexes: readonly string[];
	/** Undefined where PostgreSQL is not asked. */
	readonly view: ViewFigures | undefined;
	/** What a batch of this many facts takes to insert, in milliseconds; without the indexes undefined where these were there before. Undefined without any. */
	readonly inserts: {readonly facts: number; readonly withIndexesMs: number; readonly withoutMs: number | undefined} | undefined;
	/** Undefined where the ledger is too small to tell, or PostgreSQL cannot read a part of a table. */
	readonly growth: Growth | undefined;
	/** One session serves all clients, and there is no disk that is waited for. */
	readonly isEmbedded: boolean;
};

export type CompareOptions = {
	readonly signal?: AbortSignal | undefined;
	readonly progress?: ((done: number, total: number) => void) | undefined;
	/** How long MongoDB gets to catch up with PostgreSQL; 10 s by default. */
	readonly catchUpMs?: number;
	/** How often each way is asked; 20 times by default. */
	readonly rounds?: number;
};

/** How long MongoDB gets to catch up, and how often it is looked at meanwhile, in milliseconds. */
const usualCatchUpMs = 10_000;
const lookEveryMs = 250;

/** Parts of the work beside the rounds and the growth: vacuum, indexes, inserts with them and without. */
const partsBeside = 4;

/** Facts of the batch whose insert is measured. */
const batchSize = 1000;

/**
 * Answers the scenario's question in PostgreSQL by reading all, by indexes made for it and by a view, in MongoDB, from Redis, and from what Redis
 * keeps live: each as of one instant, and of one snapshot of PostgreSQL; in those ways that the question has. Indexes and view go again, unless they
 * were there before.
 * @throws Problem where there are no facts
 */
export async function comparePlans(
	rivals: Rivals,
	{signal, progress, catchUpMs = usualCatchUpMs, rounds = usualRounds}: CompareOptions = {},
): Promise<Comparison> {
	const {scenario, ledger, window, clock, cache} = rivals;
	const {question, facts: ofFacts} = scenario;
	const sqlSide = ledger && question.ledger && ofFacts.ledger ? {ledger, asked: question.ledger, tables: ofFacts.ledger} : undefined;
	const facts = await (sqlSide ? sqlSide.ledger.count(signal) : window.count(signal));
	if (facts === 0) {
		throw new Problem(
			sqlSide
				? `PostgreSQL at ${sqlSide.ledger.backend.address} holds no ${ofFacts.many} to ask about: run shopstream-tui seed with the same servers`
				: `MongoDB holds no ${ofFacts.many} to ask about: run shopstream-tui seed with the same servers`,
		);
	}

	let done = 0;
	const step = () => progress?.(++done, rounds + (sqlSide ? partsBeside + growthSteps : 0));
	const asking: Asking = {about: shownAbout(scenario), asOfMs: clock(), timeZone: rivals.timeZone};
	const key = ownKey('compare');
	const ending = signal ?? new AbortController().signal;
	const {
		total: {name, unit},
	} = question;
	const of = {asOfMs: asking.asOfMs, facts, total: {name, unit}, isEmbedded: sqlSide?.ledger.backend.kind === 'embedded'};
	try {
		return sqlSide
			? {...of, ...(await besidePostgres({...rivals, ...sqlSide, asking, key, facts, rounds, step, catchUpMs}, ending))}
			: {
					...of,
					...(await untilEqual(async mayWait => measureOnce({...rivals, sql: undefined, asking, key, rounds, step}, mayWait, ending), catchUpMs, ending)),
					...noSql,
				};
	} finally {
		await waitBriefly(cache.remove(key));
	}
}

/** What is told of PostgreSQL where it is not asked. */
const noSql = {indexes: undefined, inserts: undefined, growth: undefined} as const;

/** The scenario's question in SQL, and the tables it is asked of. @throws Problem where it has none */
export function ledgerOf({title, facts, question}: Scenario): {readonly asked: LedgerQuestion; readonly tables: LedgerTables} {
	if (!question.ledger || !facts.ledger) {
		throw new Problem(`"${title}" is not asked of PostgreSQL`, 2);
	}

	return {asked: question.ledger, tables: facts.ledger};
}

type BesidePostgres = Rivals & {
	readonly ledger: PostgresLedger;
	readonly asked: LedgerQuestion;
	readonly tables: LedgerTables;
	readonly asking: Asking;
	readonly key: string;
	readonly facts: number;
	readonly rounds: number;
	readonly step: () => void;
	readonly catchUpMs: number;
};

/** All ways, PostgreSQL's indexes made for it and their cost measured. */
async function besidePostgres(
	needs: BesidePostgres,
	signal: AbortSignal,
): Promise<Measured & Pick<Comparison, 'snapshots' | 'indexes' | 'inserts' | 'growth'>> {
	const {scenario, ledger, asked, tables, clock, step} = needs;
	// Statistics for the planner; and where all see every row of a page, an index alone answers for it.
	const tidy = async () =>
		ledger.whileAnswering(async its => ledger.connected(async query => query(`vacuum (analyze) ${Object.values(asked.tables).join(', ')}`), its), signal);
	await tidy();
	step();
	const indexes = asked.indexes.length > 0 ? await makeIndexes(ledger, asked, signal) : undefined;
	try {
		step();
		const measured = await ledger.whileAnswering(
			async its =>
				untilEqual(
					async mayWait => ledger.connected(async query => inSnapshot(query, async () => inOneSnapshot(needs, query, mayWait, its)), its),
					needs.catchUpMs,
					its,
				),
			signal,
		);
		if (!indexes) {
			return {...measured, indexes, inserts: undefined};
		}

		const batch = [...(await scenario.facts.generate({count: batchSize, days: 1, seed: 1, nowMs: clock(), apart: `compare ${clock()}`}))];
		const withIndexesMs = await measureInserts(ledger, tables, batch, signal);
		step();
		await indexes.drop();
		const withoutMs = indexes.isKept ? undefined : await measureInserts(ledger, tables, batch, signal);
		await tidy();
		step();
		return {...measured, indexes: indexes.figures, inserts: {facts: batch.length, withIndexesMs, withoutMs}};
	} finally {
		await indexes?.drop();
	}
}

/** Measures within a snapshot of PostgreSQL. What happens later is in none of its answers. */
async function inOneSnapshot(
	needs: BesidePostgres,
	query: Query,
	mayWait: boolean,
	signal: AbortSignal,
): Promise<(Measured & Pick<Comparison, 'growth'>) | undefined> {
	const {asked, asking, facts, step} = needs;
	const measured = await measureOnce({...needs, sql: {query, asked}}, mayWait, signal);
	return measured && {...measured, growth: asked.indexes.length > 0 ? await measureGrowth({query, asked, asking, facts, step}, signal) : undefined};
}

type Measured = Pick<Comparison, 'rows' | 'equal' | 'different' | 'changedMeanwhile' | 'usedIndexes' | 'view'>;

/** Asks all of one instant, then measures each way. Undefined where the answers are not equal, and may become so. */
async function measureOnce(
	needs: Parameters<typeof askAll>[0] & {readonly rounds: number; readonly step: () => void},
	mayWait: boolean,
	signal: AbortSignal,
): Promise<Measured | undefined> {
	const first = await askAll(needs, signal);
	if (!first.areEqual && mayWait) {
		return undefined;
	}

	const timed = await timePlans(await openPlans(needs, first, signal), needs.rounds, needs.step, signal);
	return {...timed, equal: timed.different.length === 0};
}

/** Looks again and again, until what was looked for is there. @param look told whether there is time to wait for it */
async function untilEqual<T>(
	look: (mayWait: boolean) => Promise<T | undefined>,
	catchUpMs: number,
	signal: AbortSignal,
): Promise<T & {readonly snapshots: number}> {
	const beganAt = performance.now();
	for (let snapshots = 1; ; snapshots++) {
		const found = await look(performance.now() - beganAt < catchUpMs);
		if (found) {
			return {...found, snapshots};
		}

		await pause(lookEveryMs, undefined, {signal});
	}
}
