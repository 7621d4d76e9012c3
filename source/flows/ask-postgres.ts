import type {Query} from '../stores/postgres-schema.ts';

/** Ways of PostgreSQL that are forced, so that what is measured is what is named: within a transaction, for the statements after it. */
export const forced = {
	/** Every row is read, whatever indexes there are. */
	scan: settings({seqscan: true, indexscan: false, indexonlyscan: false, bitmapscan: false, tidscan: false}),
	/** Indexes lead to all that is read. */
	index: settings({seqscan: false, indexscan: true, indexonlyscan: true, bitmapscan: true, tidscan: false}),
	/** Only the first pages of a table, which the question names by their rows' places. */
	pages: settings({seqscan: false, indexscan: false, indexonlyscan: false, bitmapscan: false, tidscan: true}),
} as const;

function settings(ways: Readonly<Record<string, boolean>>): string {
	return Object.entries(ways)
		.map(([way, isOn]) => `set local enable_${way} = ${isOn ? 'on' : 'off'}`)
		.join('; ');
}

/** A node of EXPLAIN's plan, as far as it is looked at. */
type PlanNode = {
	readonly 'Node Type': string;
	readonly 'Index Name'?: string;
	readonly 'Actual Rows'?: number;
	readonly 'Actual Loops'?: number;
	readonly 'Rows Removed by Filter'?: number;
	readonly 'Rows Removed by Index Recheck'?: number;
	readonly 'Shared Hit Blocks'?: number;
	readonly 'Shared Read Blocks'?: number;
	readonly Plans?: readonly PlanNode[];
};

/** How PostgreSQL carried a select out. */
export type Explained = {
	/** Rows that were read from tables and indexes, those that a condition then left out among them. */
	readonly rowsRead: number;
	/** Pages that were looked at, those that were in memory among them; each as often as it was. */
	readonly pages: number;
	/** The kinds of scans, and the indexes that they used. */
	readonly scans: readonly string[];
	readonly indexes: readonly string[];
};

/** Carries a select out and has PostgreSQL say how it did. */
export async function explain(query: Query, sql: string): Promise<Explained> {
	const {
		rows: [row],
	} = await query(`explain (analyze, buffers, timing off, format json) ${sql}`);
	const told = row!['QUERY PLAN'] as ReadonlyArray<{readonly Plan: PlanNode}> | string;
	return readPlan((typeof told === 'string' ? (JSON.parse(told) as ReadonlyArray<{readonly Plan: PlanNode}>) : told)[0]!.Plan);
}

/** What a plan says that was carried out. Its rows are means over the loops, of which parallel workers are some. */
export function readPlan(plan: PlanNode): Explained {
	const nodes = withAllBelow(plan).filter(({'Node Type': type}) => type.endsWith('Scan') && !/^(?:CTE|Subquery|Bitmap Index) Scan$/.test(type));
	return {
		rowsRead: Math.round(
			nodes.reduce(
				(sum, node) =>
					sum +
					(node['Actual Loops'] ?? 1) * ((node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)),
				0,
			),
		),
		// What a node looked at, those below it looked at too, in its figure.
		pages: (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0),
		scans: nodes.map(node => node['Node Type']),
		indexes: withAllBelow(plan).flatMap(node => node['Index Name'] ?? []),
	};
}

function withAllBelow(node: PlanNode): PlanNode[] {
	return [node, ...(node.Plans ?? []).flatMap(below => withAllBelow(below))];
}

/** Work within one snapshot of the whole database: what others commit meanwhile is not seen, and nothing that is done in it stays. */
export async function inSnapshot<T>(query: Query, work: () => Promise<T>): Promise<T> {
	await query('begin isolation level repeatable read');
	try {
		return await work();
	} finally {
		// With the connection the transaction is gone too.
		await query('rollback').catch(() => undefined);
	}
}
