import {isDeepStrictEqual} from 'node:util';
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
import {askQuestion} from './ask-question.ts';
import {readAnswer} from './read-answer.ts';

/** What is compared, and with which clock. */
export type Rivals = {
	readonly scenario: Scenario;
	readonly window: Pick<MongoWindow, 'ask' | 'examined'>;
	readonly cache: Pick<RedisCache, 'get' | 'set' | 'lock' | 'unlock' | 'remove'>;
	readonly ledger: PostgresLedger;
	/** IANA name of the zone in which "today" begins. */
	readonly timeZone: string;
	readonly clock: () => number;
};

/** The rivals, in the order in which they are shown. */
export type PlanName = 'postgres-scan' | 'postgres-index' | 'postgres-matview' | 'mongo' | 'redis';

/** What a rival came to. Times are of whole reads, in milliseconds, with the answer taken apart. */
export type PlanFigures = {
	readonly plan: PlanName;
	readonly p50Ms: number;
	/** Undefined under 20 samples. */
	readonly p95Ms: number | undefined;
	readonly samples: number;
	/** Rows or documents that were looked at for one answer; undefined where the store does not say. */
	readonly rowsRead: number | undefined;
	readonly totalCents: number;
	/** How old the answer was when it was there. That of a view and of a cache grows until they are filled again. */
	readonly ageMs: number;
};

/** What the view takes, in milliseconds and bytes. */
export type ViewFigures = {readonly refreshMs: number; readonly bytes: number};

/** Rounds in which each rival is asked, one after the other, so that a drift of the machine meets all. */
export const rounds = 20;

/** Where a round takes long there are fewer, and no p95: so many at least, then until so long has passed. */
const fewestRounds = 5;
const longestMs = 180_000;

/** A p95 of fewer would be the slowest one under another name. */
const fewestOfP95 = 20;

/** The key outlives any comparison, in seconds. */
const keySeconds = 600;

const refreshes = 3;

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
	/** Since when its answer is kept; undefined: it is computed anew. */
	readonly keptSinceMs?: number;
};

export type Plans = {
	readonly all: readonly Plan[];
	readonly view: ViewFigures;
	/** The indexes by which PostgreSQL answered where it was to answer by any. */
	readonly usedIndexes: readonly string[];
	/** Whether a rival's answer is that of PostgreSQL's snapshot. */
	isEqual(name: PlanName, answer?: Answer): boolean;
	readonly asked: LedgerQuestion;
	readonly clock: () => number;
};

type Needs = Rivals & {readonly query: Query; readonly asked: LedgerQuestion; readonly asking: Asking; readonly key: string};

/** The answers of one instant, by PostgreSQL's indexes and by MongoDB. */
type Both = {readonly ofPostgres: Answer; readonly ofMongo: Answer; readonly areEqual: boolean};

/** Asks PostgreSQL and MongoDB at once. Within a transaction, whose snapshot begins with it. */
export async function askBoth({scenario, window, query, asked, asking, timeZone}: Needs, signal: AbortSignal): Promise<Both> {
	await query(forced.index);
	const [ofPostgres, ofMongo] = await Promise.all([askSql(scenario, query, asked, asking), askQuestion({scenario, window, timeZone}, asking, signal)]);
	return {ofPostgres, ofMongo, areEqual: areSame(scenario, ofPostgres, ofMongo)};
}

async function askSql({question}: Scenario, query: Query, asked: LedgerQuestion, asking: Asking, sql = asked.sql(asking)): Promise<Answer> {
	return question.answer(asked.rows((await query(sql)).rows), asking);
}

/** Whether two answers say the same, whatever they were made of. */
function areSame({question: {codec}}: Scenario, one: Answer, other: Answer): boolean {
	const plain = (answer: Answer): unknown => JSON.parse(JSON.stringify(codec.encode(answer)));
	return isDeepStrictEqual(plain(one), plain(other));
}

/** Makes every rival ready within the same transaction, and has each answer once. */
export async function openPlans(needs: Needs, {ofPostgres, ofMongo}: Both, signal: AbortSignal): Promise<Plans> {
	const {scenario, window, query, asked, asking, timeZone, clock} = needs;
	const sql = asked.sql(asking);
	const readView = `select * from ${asked.view}`;
	const bySql = async (select: string) => askSql(scenario, query, asked, asking, select);
	const index = await explain(query, sql);
	const {keptSinceMs, ...view} = await makeView(needs, sql);
	await query(forced.scan);
	const [scan, viewed] = [await explain(query, sql), await explain(query, readView)];
	const cached = await openCached(needs, ofMongo);
	const all: readonly Plan[] = [
		{name: 'postgres-scan', times: 1, rowsRead: scan.rowsRead, answer: await bySql(sql), before: async () => query(forced.scan), ask: async () => bySql(sql)},
		{name: 'postgres-index', times: 1, rowsRead: index.rowsRead, answer: ofPostgres, before: async () => query(forced.index), ask: async () => bySql(sql)},
		{
			name: 'postgres-matview',
			times: 5,
			rowsRead: viewed.rowsRead,
			answer: await bySql(readView),
			before: async () => query(forced.scan),
			ask: async () => bySql(readView),
			keptSinceMs,
		},
		{
			name: 'mongo',
			times: 1,
			rowsRead: await window.examined(scenario.question.pipeline(asking), signal),
			answer: ofMongo,
			ask: async () => askQuestion({scenario, window, timeZone}, asking, signal),
		},
		{name: 'redis', times: 10, rowsRead: 0, answer: await cached(), ask: cached, keptSinceMs: asking.asOfMs},
	];
	const isEqual: Plans['isEqual'] = (name, answer = all.find(plan => plan.name === name)!.answer) => areSame(scenario, ofPostgres, answer);
	return {all, view, usedIndexes: index.indexes, asked, clock, isEqual};
}

/** The view goes with the transaction. */
async function makeView({query, asked, clock}: Needs, sql: string): Promise<ViewFigures & {readonly keptSinceMs: number}> {
	const {
		rows: [found],
	} = await query('select to_regclass($1) is not null as is_there', [asked.view]);
	if (found!['is_there'] === true) {
		throw new Problem(`PostgreSQL has ${asked.view} already, which is not of this comparison: rename it, or drop it`);
	}

	await query(`create materialized view ${asked.view} as ${sql}`);
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

/** Puts an answer into Redis, under a key of its own. @returns what reads it as a dashboard does */
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
export async function timePlans({all, view, usedIndexes, isEqual, asked, clock}: Plans, step: () => void, signal: AbortSignal) {
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

				// MongoDB is not held to the snapshot: what becomes of facts meanwhile is seen there.
				if (name === 'mongo') {
					changedMeanwhile ||= !isEqual(name, answer) && !different.has(name);
				} else if (!isEqual(name, answer)) {
					different.add(name);
				}
			}
		}

		step();
	}

	const rows = all.map(({name, rowsRead, answer}): PlanFigures => {
		const took = tookMs.get(name)!;
		const p50Ms = median(took)!;
		return {
			plan: name,
			p50Ms,
			p95Ms: took.length < fewestOfP95 ? undefined : quantile(took, 0.95),
			samples: took.length,
			rowsRead,
			totalCents: asked.totalCents(answer),
			// One that is computed anew is as of the instant at which it was asked for.
			ageMs: agesMs.get(name) ?? p50Ms,
		};
	});
	return {rows, different: all.flatMap(({name}) => (different.has(name) ? [name] : [])), changedMeanwhile, view, usedIndexes};
}
