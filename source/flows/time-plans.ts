import {plainPolicy} from '../lab/cache-policy.ts';
import {median, quantile} from '../lab/quantiles.ts';
import type {Asking} from '../scenarios/asking.ts';
import type {Answer, LedgerQuestion, Scenario} from '../scenarios/scenario.ts';
import type {MongoWindow} from '../stores/mongo-window.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';
import type {Query} from '../stores/postgres-schema.ts';
import type {RedisCache} from '../stores/redis-cache.ts';
import {Problem} from '../words/problem.ts';
import {explain, forced} from './ask-postgres.ts';
import {askLive} from './ask-live.ts';
import {askQuestion} from './ask-question.ts';
import {readAnswer} from './read-answer.ts';
import {isSameAnswer} from './same-answer.ts';

/** What is compared, and with which clock. */
export type Rivals = {
	readonly scenario: Scenario;
	readonly window: Pick<MongoWindow, 'ask' | 'name' | 'examined' | 'count'>;
	readonly cache: Pick<RedisCache, 'get' | 'set' | 'lock' | 'unlock' | 'remove' | 'run'>;
	/** Not asked where the scenario has no SQL for its question. */
	readonly ledger: PostgresLedger | undefined;
	/** IANA name of the zone in which "today" begins. */
	readonly timeZone: string;
	readonly clock: () => number;
};

/** The rivals, in the order in which they are shown. */
export type PlanName = 'postgres-scan' | 'postgres-index' | 'postgres-matview' | 'mongo' | 'redis' | 'redis-live';

/** What a rival came to. Times are of whole reads, in milliseconds, with the answer taken apart. */
export type PlanFigures = {
	readonly plan: PlanName;
	/** 'PostgreSQL scan'. */
	readonly title: string;
	readonly p50Ms: number;
	/** Undefined under 20 samples. */
	readonly p95Ms: number | undefined;
	readonly samples: number;
	/** Rows or documents that were looked at for one answer; undefined where the store does not say. */
	readonly rowsRead: number | undefined;
	/** The figure of its answer that shows at a glance whether it is the others'. */
	readonly total: number;
	/** How old the answer was when it was there. That of a view and of a cache grows until they are filled again. */
	readonly ageMs: number;
};

/** What the view takes, in milliseconds and bytes. */
export type ViewFigures = {readonly refreshMs: number; readonly bytes: number};

/** How many rounds there are where nothing else is said. In each, every rival is asked, one after the other, so that a drift of the machine meets all. */
export const usualRounds = 20;

/** Where a round takes long there are fewer, and no p95: this many at least, then until so long has passed. */
const fewestRounds = 5;
const longestMs = 180_000;

/** A p95 of fewer would be the slowest one under another name. */
const fewestOfP95 = 20;

/** The key outlives any comparison, in seconds. */
const keySeconds = 600;

const refreshes = 3;

const titles = {
	'postgres-scan': 'PostgreSQL scan',
	'postgres-index': 'PostgreSQL index',
	'postgres-matview': 'PostgreSQL view',
	mongo: 'MongoDB',
	redis: 'Redis hit',
} as const;

/** The ways in which a scenario's question can be asked, with their titles, in the order in which they are shown. */
export function plansOf({question: {ledger}, live}: Scenario): ReadonlyArray<{readonly plan: PlanName; readonly title: string}> {
	const names: readonly PlanName[] = [
		...(ledger ? (['postgres-scan', ...(ledger.indexes.length > 0 ? (['postgres-index'] as const) : []), 'postgres-matview'] as const) : []),
		'mongo',
		'redis',
		...(live?.question ? (['redis-live'] as const) : []),
	];
	return names.map(plan => ({plan, title: plan === 'redis-live' ? live!.question!.title : titles[plan]}));
}

type Plan = {
	readonly name: PlanName;
	/** Asks a round. */
	readonly times: number;
	readonly rowsRead: number | undefined;
	/** The answer of the instant that is compared. */
	readonly answer: Answer;
	/** Made sure of before each round, and not timed. */
	readonly before?: () => Promise<unknown>;
	readonly ask: () => Promise<Answer>;
	/** Since when its answer is kept; undefined: it is computed again. */
	readonly keptSinceMs?: number;
};

export type Plans = {
	readonly all: readonly Plan[];
	readonly view: ViewFigures | undefined;
	/** The indexes by which PostgreSQL answered where it was to answer by any. */
	readonly usedIndexes: readonly string[];
	/** Whether a rival's answer is that of PostgreSQL's snapshot; without PostgreSQL, that of MongoDB. */
	isEqual(name: PlanName, answer?: Answer): boolean;
	readonly scenario: Scenario;
	readonly clock: () => number;
};

type Needs = Rivals & {
	/** PostgreSQL within a transaction; undefined: it is not asked. */
	readonly sql: Sql | undefined;
	readonly asking: Asking;
	readonly key: string;
};

type Sql = {readonly query: Query; readonly asked: LedgerQuestion};

/** The answers of one instant. */
type First = {readonly ofPostgres: Answer | undefined; readonly ofMongo: Answer; readonly live: Answer | undefined; readonly areEqual: boolean};

/** Asks all that compute their answers at once. PostgreSQL within a transaction, whose snapshot begins with it. */
export async function askAll({scenario, window, cache, sql, asking, timeZone}: Needs, signal: AbortSignal): Promise<First> {
	await sql?.query(forced.index);
	const [ofPostgres, ofMongo, live] = await Promise.all([
		sql && askSql(scenario, sql, asking),
		askQuestion({scenario, window, timeZone}, asking, signal),
		askLive({scenario, window, cache, timeZone}, asking),
	]);
	const areEqual = [ofPostgres, live].every(answer => answer === undefined || isSameAnswer(scenario, answer, ofMongo));
	return {ofPostgres, ofMongo, live, areEqual};
}

async function askSql({question}: Scenario, {query, asked}: Sql, asking: Asking, select = asked.sql(asking)): Promise<Answer> {
	return question.answer(asked.rows((await query(select)).rows), asking);
}

/** Makes every rival ready within the same transaction, and has each answer once. */
export async function openPlans(needs: Needs, first: First, signal: AbortSignal): Promise<Plans> {
	const {scenario, window, cache, sql, asking, timeZone, clock} = needs;
	const {ofPostgres, ofMongo, live} = first;
	const {plans, ...ofSql} = sql ? await openSql(needs, sql, ofPostgres!) : {plans: [], view: undefined, usedIndexes: []};
	const cached = await openCached(needs, ofMongo);
	const all: readonly Plan[] = [
		...plans,
		{
			name: 'mongo',
			times: 1,
			rowsRead: await window.examined(scenario.question.pipeline(asking), signal),
			answer: ofMongo,
			ask: async () => askQuestion({scenario, window, timeZone}, asking, signal),
		},
		{name: 'redis', times: 10, rowsRead: 0, answer: await cached(), ask: cached, keptSinceMs: asking.asOfMs},
		...(live
			? [
					{
						name: 'redis-live',
						times: 10,
						rowsRead: undefined,
						answer: live,
						ask: async () => (await askLive({scenario, window, cache, timeZone}, asking))!,
					} as const,
				]
			: []),
	];
	const isEqual: Plans['isEqual'] = (name, answer = all.find(plan => plan.name === name)!.answer) => isSameAnswer(scenario, ofPostgres ?? ofMongo, answer);
	return {all, ...ofSql, scenario, clock, isEqual};
}

/** PostgreSQL's ways: by reading all, by indexes where the question has any, and by a view. */
async function openSql(
	{scenario, asking, clock}: Needs,
	sql: Sql,
	ofIndex: Answer,
): Promise<{readonly plans: readonly Plan[]; readonly view: ViewFigures; readonly usedIndexes: readonly string[]}> {
	const {query, asked} = sql;
	const select = asked.sql(asking);
	const readView = `select * from ${asked.view}`;
	const ask = async (one: string) => askSql(scenario, sql, asking, one);
	const index = await explain(query, select);
	const {keptSinceMs, ...view} = await makeView(sql, select, clock);
	await query(forced.scan);
	const [scan, viewed] = [await explain(query, select), await explain(query, readView)];
	const all: readonly Plan[] = [
		{name: 'postgres-scan', times: 1, rowsRead: scan.rowsRead, answer: await ask(select), before: async () => query(forced.scan), ask: async () => ask(select)},
		{name: 'postgres-index', times: 1, rowsRead: index.rowsRead, answer: ofIndex, before: async () => query(forced.index), ask: async () => ask(select)},
		{
			name: 'postgres-matview',
			times: 5,
			rowsRead: viewed.rowsRead,
			answer: await ask(readView),
			before: async () => query(forced.scan),
			ask: async () => ask(readView),
			keptSinceMs,
		},
	];
	const named = new Set(plansOf(scenario).map(({plan}) => plan));
	return {plans: all.filter(({name}) => named.has(name)), view, usedIndexes: index.indexes};
}

/** The view goes with the transaction. */
async function makeView({query, asked}: Sql, select: string, clock: () => number): Promise<ViewFigures & {readonly keptSinceMs: number}> {
	const {
		rows: [found],
	} = await query('select to_regclass($1) is not null as is_there', [asked.view]);
	if (found!['is_there'] === true) {
		throw new Problem(`PostgreSQL has ${asked.view} already, which is not of this comparison: rename it, or drop it`);
	}

	await query(`create materialized view ${asked.view} as ${select}`);
	const tookMs: number[] = [];
	let keptSinceMs = 0;
	while (tookMs.length < refreshes) {
		keptSinceMs = clock();
		const startedAt = performance.now();
		await query(`refresh materialized view ${asked.view}`);
		tookMs.push(performance.now() - startedAt);
	}

	const {
		rows: [size],
	} = await query('select pg_total_relation_size(to_regclass($1))::float8 as bytes', [asked.view]);
	return {refreshMs: median(tookMs)!, bytes: Number(size!['bytes']), keptSinceMs};
}

/** Puts an answer into Redis, under its own key. @returns what reads it as a dashboard does */
async function openCached({scenario, window, timeZone, cache, key, clock}: Needs, answer: Answer): Promise<() => Promise<Answer>> {
	const policy = plainPolicy(keySeconds);
	await cache.set(key, {answer, expiresAtMs: clock() + keySeconds * 1000, fillMs: 0}, keySeconds * 1000, clock());
	return async () => {
		const read = await readAnswer({scenario, window, timeZone, cache, key, clock, policy: () => policy, flight: {current: undefined}});
		if (read.outcome !== 'hit') {
			throw new Problem(read.reason ?? `a read that should be a hit ended as ${read.outcome}`);
		}

		return read.answer;
	};
}

/** Asks every rival in rounds. */
export async function timePlans({all, view, usedIndexes, isEqual, scenario, clock}: Plans, rounds: number, step: () => void, signal: AbortSignal) {
	const tookMs = new Map<PlanName, number[]>(all.map(({name}) => [name, []]));
	const beganAt = performance.now();
	const different = new Set(all.flatMap(({name}) => (isEqual(name) ? [] : [name])));
	const agesMs = new Map<PlanName, number>();
	let changedMeanwhile = false;
	for (let round = 0; round < rounds && (round < fewestRounds || performance.now() - beganAt < longestMs); round++) {
		for (const {name, times, before, ask, keptSinceMs} of all) {
			signal.throwIfAborted();
			await before?.();
			for (let i = 0; i < times; i++) {
				const startedAt = performance.now();
				const answer = await ask();
				tookMs.get(name)!.push(performance.now() - startedAt);
				if (keptSinceMs !== undefined) {
					agesMs.set(name, Math.max(0, clock() - keptSinceMs));
				}

				// MongoDB and what is live are not held to the snapshot: what becomes of facts meanwhile is seen there.
				if (name === 'mongo' || name === 'redis-live') {
					changedMeanwhile ||= !isEqual(name, answer) && !different.has(name);
				} else if (!isEqual(name, answer)) {
					different.add(name);
				}
			}
		}

		step();
	}

	const titleOf = new Map(plansOf(scenario).map(({plan, title}) => [plan, title]));
	const rows = all.map(({name, rowsRead, answer}): PlanFigures => {
		const took = tookMs.get(name)!;
		const p50Ms = median(took)!;
		return {
			plan: name,
			title: titleOf.get(name)!,
			p50Ms,
			p95Ms: took.length < fewestOfP95 ? undefined : quantile(took, 0.95),
			samples: took.length,
			rowsRead,
			total: scenario.question.total.of(answer),
			// One that is computed again is as of the instant at which it was asked for.
			ageMs: agesMs.get(name) ?? p50Ms,
		};
	});
	return {rows, different: all.flatMap(({name}) => (different.has(name) ? [name] : [])), changedMeanwhile, view, usedIndexes};
}
