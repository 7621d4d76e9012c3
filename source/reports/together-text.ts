import {spreadSeconds} from '../lab/expiring-together.ts';
import {protectionPhrase, protectionsOn} from '../lab/protections.ts';
import {sheetOf, type Sheet} from '../tables/sheet.ts';
import {formatCount, formatFigure} from '../words/count.ts';
import {formatDuration} from '../words/duration.ts';
import {wrapWords} from '../words/wrapping.ts';
import {backendLines} from './backend-lines.ts';
import {shownBackends} from './json-report.ts';
import {loadJson} from './lab-json.ts';
import {readersText, whySentences} from './load-text.ts';
import type {TogetherPhase, TogetherResult} from './run-together.ts';
import {sheetText} from './text-table.ts';

/** Columns of the narrowest screen the lesson is shown on. */
const columns = 80;

/** `stampede` over many keys as text: the queries second by second, and what jitter makes of them. */
export function togetherText(result: TogetherResult): string {
	const {scenario, first, withJitter, why, backends} = result;
	const phases = withJitter ? [first, withJitter] : [first];
	const {keys} = first.measured[0]!;
	return [
		...wrapWords(
			`Live: ${formatCount(keys)} keys, one for each ${scenario.question.abouts!.one}, filled in one instant with a TTL of ${formatDuration(first.load.policy.ttlSeconds)}, read by ${readersText(first.load)}${withJitter ? ', without jitter and then with it' : `, ${protectionPhrase(first.protection)}`}.`,
			columns,
		),
		...whySentences(first.load, why),
		'Time counts from when the first of them may end; until then every read is a hit.',
		'',
		...sheetText(togetherTable(result)),
		'',
		...phases.flatMap(phase => wrapWords(peakSentence(phase), columns)),
		...(withJitter
			? wrapWords(`Jitter saves no query: each key is fetched once. It spreads them over ${formatDuration(spreadSeconds(withJitter.load.policy))}.`, columns)
			: []),
		...phases.flatMap(phase => agreement(phase)),
		...phases.flatMap(({measured}) => {
			const shed = measured.reduce((sum, firing) => sum + firing.shed, 0);
			return shed === 0 ? [] : [`Shed ${formatCount(shed)} reads, more than could be under way; the prediction counts them.`];
		}),
		'',
		...backendLines(backends),
	].join('\n');
}

/** From which second a row begins: the first ones by themselves, since there the crowd is. */
const rowsFrom = [0, 1, 2, 3, 5, 10, 20, 30, 40, 50, 60] as const;

/** Queries a second, in rows that grow longer; in a file second by second. */
export function togetherTable({first, withJitter}: Pick<TogetherResult, 'first' | 'withJitter'>): Sheet {
	const phases = withJitter ? [first, withJitter] : [first];
	const longest = Math.max(...phases.map(phase => seenOf(phase).length));
	const rows = rowsFrom.slice(0, -1).flatMap((from, i) => (from < longest ? [{from, to: Math.min(longest, rowsFrom[i + 1]!)}] : []));
	const rate = (values: readonly number[] | undefined, {from, to}: (typeof rows)[number]) =>
		values && to <= values.length ? mean(values.slice(from, to)) : undefined;
	const orDash = (value: number | undefined) => (value === undefined ? '–' : value.toFixed(1));
	return sheetOf<(typeof rows)[number]>('stampede', rows, [
		{name: 'fromSecond', value: ({from}) => from},
		{name: 'toSecond', value: ({to}) => to},
		{title: 'second', align: 'left', text: ({from, to}) => (to - from === 1 ? `${to}` : `${from + 1} to ${to}`)},
		...phases.flatMap((phase, i) => {
			const group = withJitter ? (i === 0 ? 'one TTL for all' : 'with jitter') : 'queries a second';
			const prefix = i === 0 ? 'first' : 'withJitter';
			return [
				{
					name: `${prefix}QueriesPerSecond`,
					title: 'seen',
					group,
					value: (row: (typeof rows)[number]) => rate(seenOf(phase), row),
					text: (row: (typeof rows)[number]) => orDash(rate(seenOf(phase), row)),
				},
				{
					name: `${prefix}Predicted`,
					title: 'theory',
					group,
					value: (row: (typeof rows)[number]) => rate(phase.predicted, row),
					text: (row: (typeof rows)[number]) => orDash(rate(phase.predicted, row)),
				},
			];
		}),
	]);
}

/** `shopstream.stampede-together/1`. What no formula is known for is null. */
export function togetherJson({first, withJitter, backends}: TogetherResult): object {
	return {
		schema: 'shopstream.stampede-together/1',
		...phaseJson(first),
		withJitter: withJitter ? phaseJson(withJitter) : null,
		backends: shownBackends(backends),
	};
}

function phaseJson(phase: TogetherPhase): object {
	const {load, protection, measured, predicted} = phase;
	return {
		load: {...loadJson(load, protection), jitterFraction: load.policy.jitterFraction},
		keys: measured[0]!.keys,
		measured: {queriesEachSecond: seenOf(phase)},
		firings: measured.map(({queries, reads, shed}) => ({queriesEachSecond: queries, reads, shed})),
		predicted: predicted ? {queriesEachSecond: predicted} : null,
	};
}

/** The mean over the firings, second by second. */
function seenOf({measured}: TogetherPhase): number[] {
	return measured[0]!.queries.map((_, second) => mean(measured.map(({queries}) => queries[second]!)));
}

function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function peakSentence(phase: TogetherPhase): string {
	const seen = Math.max(...seenOf(phase));
	const names = protectionsOn(phase.protection).some(({name}) => name === 'jitter') ? 'With jitter' : 'With one TTL for all';
	const theory = phase.predicted ? `; by theory the mean rate is ${formatFigure(Math.max(...phase.predicted))} a second at most` : '; no formula is known';
	return `${names} the busiest second brought ${formatFigure(seen)} queries to the origin${theory}.`;
}

/** The 95 % quantile of the standard normal distribution. */
const reach = 1.645;

/** In how many seconds the queries lie where nine of ten should; the greatest of many is no mean. */
function agreement(phase: TogetherPhase): string[] {
	const {predicted, measured} = phase;
	if (!predicted) {
		return [];
	}

	const seen = seenOf(phase);
	const inside = seen.filter(
		(queries, second) => Math.abs(queries - predicted[second]!) <= reach * Math.sqrt(predicted[second]! / measured.length) + 0.5 / measured.length,
	).length;
	return [`In ${inside} of ${seen.length} seconds the queries lie where theory expects nine of ten.`];
}
