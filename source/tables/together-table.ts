import {seenEachSecond, type TogetherPhases} from '../flows/measure-together.ts';
import {type Sheet, sheetOf} from './sheet.ts';

/** From which second a row begins: the first ones by themselves, since there the crowd is. */
const rowsFrom = [0, 1, 2, 3, 5, 10, 20, 30, 40, 50, 60] as const;

/** Queries a second, in rows that grow longer; in a file second by second. */
export function togetherTable({first, withJitter}: TogetherPhases): Sheet {
	const phases = withJitter ? [first, withJitter] : [first];
	const longest = Math.max(...phases.map(phase => seenEachSecond(phase).length));
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
					value: (row: (typeof rows)[number]) => rate(seenEachSecond(phase), row),
					text: (row: (typeof rows)[number]) => orDash(rate(seenEachSecond(phase), row)),
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

function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}
