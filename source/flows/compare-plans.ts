import {setTimeout as pause} from 'node:timers/promises';
import type {Asking} from '../scenarios/asking.ts';
import type {LedgerQuestion, LedgerTables, Scenario} from '../scenarios/scenario.ts';
import {shownAbout} from '../scenarios/shown-about.ts';
import {Problem} from '../words/problem.ts';
import {ownKey} from './answer-key.ts';
import {inSnapshot} from './ask-postgres.ts';
import {type Growth, growthSteps, measureGrowth} from './compare-growth.ts';
import {type IndexFigures, makeIndexes} from './compare-indexes.ts';
import {measureInserts} from './compare-inserts.ts';
import {askBoth, openPlans, type PlanFigures, type PlanName, type Rivals, rounds, timePlans, type ViewFigures} from './time-plans.ts';

/** The same question, answered in rival ways, as of one instant. */
export type Comparison = {
	readonly asOfMs: number;
	/** Facts in the ledger. */
	readonly facts: number;
	/** In the order of `PlanName`. */
	readonly rows: readonly PlanFigures[];
	/** Whether all answers of that instant were seen to be equal, to the cent and to the order. */
	readonly equal: boolean;
	/** Whose answers were not PostgreSQL's. */
	readonly different: readonly PlanName[];
	/** How often a snapshot was taken until its answer was MongoDB's too. */
	readonly snapshots: number;
	/** MongoDB's answer as of that instant was another one later: facts were changed meanwhile. */
	readonly changedMeanwhile: boolean;
	readonly indexes: IndexFigures;
	/** Those by which PostgreSQL answered where it was to answer by indexes alone. */
	readonly usedIndexes: readonly string[];
	readonly view: ViewFigures;
	/** What a batch of so many facts takes to insert, in milliseconds; without the indexes undefined where these were there before. */
	readonly inserts: {readonly facts: number; readonly withIndexesMs: number; readonly withoutMs: number | undefined};
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
};

/** How long MongoDB gets to catch up, and how often it is looked at meanwhile, in milliseconds. */
const usualCatchUpMs = 10_000;
const lookEveryMs = 250;

/** Parts of the work beside the rounds and the growth: vacuum, indexes, inserts with them and without. */
const partsBeside = 4;

/** Facts of the batch whose insert is measured. */
const batchSize = 1000;

/**
 * Answers the scenario's question in PostgreSQL by reading all, by indexes made for it and by a view, in MongoDB, and from Redis: each as
 * of one instant, and of one snapshot of PostgreSQL. Indexes and view go again, unless they were there before.
 * @throws Problem where PostgreSQL holds nothing, or is not asked this question
 */
export async function comparePlans(rivals: Rivals, {signal, progress, catchUpMs = usualCatchUpMs}: CompareOptions = {}): Promise<Comparison> {
	const {scenario, ledger, clock, cache} = rivals;
	const {asked, tables} = ledgerOf(scenario);
	const facts = await ledger.count(signal);
	if (facts === 0) {
		throw new Problem(`PostgreSQL at ${ledger.backend.address} holds no ${scenario.facts.many} to ask about: run shopstream-tui seed with the same servers`);
	}

	let done = 0;
	const step = () => progress?.(++done, partsBeside + rounds + growthSteps);
	const asking: Asking = {about: shownAbout(scenario), asOfMs: clock(), timeZone: rivals.timeZone};
	const key = ownKey('compare');
	// Statistics for the planner; and where all see every row of a page, an index alone answers for it.
	const tidy = async () =>
		ledger.whileAnswering(async its => ledger.connected(async query => query(`vacuum (analyze) ${Object.values(asked.tables).join(', ')}`), its), signal);
	await tidy();
	step();
	const indexes = await makeIndexes(ledger, asked, signal);
	try {
		step();
		const measured = await ledger.whileAnswering(async its => inOneSnapshot({...rivals, asked, asking, key, facts, step, catchUpMs}, its), signal);
		const batch = [...(await scenario.facts.generate({count: batchSize, days: 1, seed: 1, nowMs: clock(), apart: `compare ${clock()}`}))];
		const withIndexesMs = await measureInserts(ledger, tables, batch, signal);
		step();
		await indexes.drop();
		const withoutMs = indexes.isKept ? undefined : await measureInserts(ledger, tables, batch, signal);
		await tidy();
		step();
		const {figures} = indexes;
		return {
			...measured,
			asOfMs: asking.asOfMs,
			facts,
			indexes: figures,
			inserts: {facts: batch.length, withIndexesMs, withoutMs},
			isEmbedded: ledger.backend.kind === 'embedded',
		};
	} finally {
		await Promise.all([indexes.drop(), cache.remove(key).catch(() => undefined)]);
	}
}

/** The scenario's question in SQL, and the tables it is asked of. @throws Problem where it has none */
export function ledgerOf({title, facts, question}: Scenario): {readonly asked: LedgerQuestion; readonly tables: LedgerTables} {
	if (!question.ledger || !facts.ledger) {
		throw new Problem(`"${title}" is not asked of PostgreSQL`);
	}

	return {asked: question.ledger, tables: facts.ledger};
}

type Needs = Rivals & {
	readonly asked: LedgerQuestion;
	readonly asking: Asking;
	readonly key: string;
	readonly facts: number;
	readonly step: () => void;
	readonly catchUpMs: number;
};

/** Takes snapshots until MongoDB's answer is that of the present one, and measures within it. What happens later is in none of the answers. */
async function inOneSnapshot(
	needs: Needs,
	signal: AbortSignal,
): Promise<Pick<Comparison, 'rows' | 'equal' | 'different' | 'snapshots' | 'changedMeanwhile' | 'usedIndexes' | 'view' | 'growth'>> {
	const beganAt = performance.now();
	for (let snapshots = 1; ; snapshots++) {
		const measured = await needs.ledger.connected(
			async query =>
				inSnapshot(query, async () => {
					const first = await askBoth({...needs, query}, signal);
					if (!first.areEqual && performance.now() - beganAt < needs.catchUpMs) {
						return undefined;
					}

					const plans = await openPlans({...needs, query}, first, signal);
					const timed = await timePlans(plans, needs.step, signal);
					return {...timed, equal: timed.different.length === 0, snapshots, growth: await measureGrowth({...needs, query}, signal)};
				}),
			signal,
		);
		if (measured) {
			return measured;
		}

		await pause(lookEveryMs, undefined, {signal});
	}
}
