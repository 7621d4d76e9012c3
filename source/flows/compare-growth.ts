import {fitLine, type Line, type LineValue} from '../lab/line-fit.ts';
import {median} from '../lab/quantiles.ts';
import type {Asking} from '../scenarios/asking.ts';
import type {LedgerQuestion} from '../scenarios/scenario.ts';
import type {Query} from '../stores/postgres-schema.ts';
import {explain, forced} from './ask-postgres.ts';

/** The times of a way of asking at several sizes, and the line through them. */
export type Growing = {
	/** Rows that were read, and the median time; the greatest last. */
	readonly points: ReadonlyArray<{readonly rows: number; readonly p50Ms: number}>;
	readonly line: Line;
	/**
	 * The time at `manyFacts` facts, if each day has as many more: EXTRAPOLATED, in milliseconds. Undefined where the sizes differ by no more
	 * than chance does: its interval would begin below nothing.
	 */
	readonly atMany: LineValue | undefined;
};

/** How the ways of PostgreSQL grow with what they read. */
export type Growth = {readonly scan: Growing; readonly index: Growing};

/** The facts that growth is extrapolated to. */
export const manyFacts = 1_000_000_000;

/** The sizes: shares of the tables' pages, and of the days that are asked about. */
const shares = [1 / 8, 1 / 4, 1 / 2, 1];

const samplesPerSize = 5;

/** Of fewer pages nothing can be told. */
const fewestPages = 200;

export const growthSteps = 2 * shares.length;

type Needs = {readonly query: Query; readonly asked: LedgerQuestion; readonly asking: Asking; readonly facts: number; readonly step: () => void};

/**
 * Measures the scan over growing parts of the tables, and the indexes over growing parts of the days that are asked about, each without
 * parallel workers, and draws a line through the times over the rows that were read. Within a transaction.
 * Undefined where the tables are too small, or PostgreSQL (before 14) reads the whole table for a part of it.
 */
export async function measureGrowth({query, asked, asking, facts, step}: Needs, signal: AbortSignal): Promise<Growth | undefined> {
	const pages = await pagesOf(query, asked.tables);
	if (Math.max(...pages.values()) < fewestPages) {
		return undefined;
	}

	const samples = async (sql: string) => {
		signal.throwIfAborted();
		// The first one also takes what it reads into memory.
		const {rowsRead, scans} = await explain(query, sql);
		const tookMs: number[] = [];
		while (tookMs.length < samplesPerSize) {
			const startedAt = performance.now();
			await query(sql);
			tookMs.push(performance.now() - startedAt);
		}

		step();
		return {rows: rowsRead, tookMs, scans};
	};

	await query(`set local max_parallel_workers_per_gather = 0; ${forced.pages}`);
	const scanned: Sized[] = [];
	for (const share of shares) {
		const part = await samples(asked.sql(asking, {only: rows => `${rows}.ctid < '(${Math.ceil(pages.get(rows)! * share)},0)'::tid`}));
		if (part.scans.filter(scan => scan === 'Tid Range Scan').length < pages.size) {
			return undefined;
		}

		scanned.push(part);
	}

	await query(forced.index);
	const indexed: Sized[] = [];
	for (const share of shares) {
		indexed.push(await samples(asked.sql(asking, {days: asked.days * share})));
	}

	const [scan, index] = [growing(scanned, facts), growing(indexed, facts)];
	return scan && index && {scan, index};
}

type Sized = {readonly rows: number; readonly tookMs: readonly number[]};

function growing(sizes: readonly Sized[], facts: number): Growing | undefined {
	const line = fitLine(sizes.flatMap(({rows, tookMs}) => tookMs.map(ms => ({x: rows, y: ms}))));
	const atMany = line?.at((sizes.at(-1)!.rows * manyFacts) / facts);
	return line && {points: sizes.map(({rows, tookMs}) => ({rows, p50Ms: median(tookMs)!})), line, atMany: atMany && atMany.low > 0 ? atMany : undefined};
}

async function pagesOf(query: Query, tables: LedgerQuestion['tables']): Promise<Map<string, number>> {
	const {rows} = await query(
		`
		select rows, pg_relation_size(to_regclass(name)) / current_setting('block_size')::int as pages
		from unnest($1::text[], $2::text[]) as tables (rows, name)
	`,
		[Object.keys(tables), Object.values(tables)],
	);
	return new Map(rows.map(row => [String(row['rows']), Number(row['pages'])]));
}
