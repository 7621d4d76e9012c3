import {insertRatio} from '../flows/comparison-words.ts';
import {type Growing, manyFacts} from '../flows/compare-growth.ts';
import {shownBackends} from './json-report.ts';
import type {CompareResult, ContendResult} from './run-rivals.ts';

// The JSON contract: a member is never renamed or given another meaning under the same schema version.

/** `shopstream.compare/1`. A p95 of fewer than 20 samples is null, and so is what was not measured. */
export function compareJson({
	scenario: {
		facts: {many},
	},
	comparison,
	backends,
}: CompareResult): object {
	const {
		asOfMs,
		facts,
		rows,
		total: {name: totalName},
		equal,
		different,
		snapshots,
		changedMeanwhile,
		indexes,
		usedIndexes,
		view,
		inserts,
		growth,
	} = comparison;
	return {
		schema: 'shopstream.compare/1',
		asOf: new Date(asOfMs).toISOString(),
		[many]: facts,
		rows: rows.map(({plan, p50Ms, p95Ms, samples, rowsRead, total, ageMs}) => ({
			plan,
			p50Ms: microseconds(p50Ms),
			p95Ms: microseconds(p95Ms),
			samples,
			rowsRead: rowsRead ?? null,
			[totalName]: total,
			ageMs: microseconds(ageMs),
		})),
		equal,
		different,
		snapshots,
		changedMeanwhile,
		index: indexes
			? {names: indexes.names, used: usedIndexes, buildMs: microseconds(indexes.buildMs), bytes: indexes.bytes, tableBytes: indexes.tableBytes}
			: null,
		view: view ? {refreshMs: microseconds(view.refreshMs), bytes: view.bytes} : null,
		insert: inserts
			? {
					[many]: inserts.facts,
					withIndexMs: microseconds(inserts.withIndexesMs),
					withoutMs: microseconds(inserts.withoutMs),
					ratio: insertRatio(comparison) ?? null,
				}
			: null,
		growth: growth ? {extrapolated: true, [many]: manyFacts, scan: growing(growth.scan), index: growing(growth.index)} : null,
		backends: shownBackends(backends),
	};
}

function growing({points, line: {intercept, slope}, atMany}: Growing): object {
	return {
		measured: points.map(({rows, p50Ms}) => ({rows, p50Ms: microseconds(p50Ms)})),
		fit: {interceptMs: microseconds(intercept), msPerMillionRows: microseconds(slope * 1e6)},
		ms: microseconds(atMany?.value),
		lowMs: microseconds(atMany?.low),
		highMs: microseconds(atMany?.high),
	};
}

/** `shopstream.contend/1`. A quantile of too few checkouts is null. */
export function contendJson({
	scenario: {
		facts: {many},
	},
	contention,
	backends,
}: ContendResult): object {
	const {phases, load, facts, added, isEmbedded} = contention;
	return {
		schema: 'shopstream.contend/1',
		[many]: facts,
		added,
		load,
		exaggerated: isEmbedded,
		phases: phases.map(({phase, checkouts, p50Ms, p95Ms, p99Ms, perSecond, reads, readP50Ms}) => ({
			phase,
			checkouts,
			p50Ms: microseconds(p50Ms),
			p95Ms: microseconds(p95Ms),
			p99Ms: microseconds(p99Ms),
			perSecond: Number(perSecond.toFixed(3)),
			reads,
			readP50Ms: microseconds(readP50Ms),
		})),
		backends: shownBackends(backends),
	};
}

function microseconds(ms: number | undefined): number | null {
	return ms === undefined ? null : Number(ms.toFixed(3));
}
