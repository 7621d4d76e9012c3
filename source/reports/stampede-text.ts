import {protectionPhrase, protectionsOn} from '../lab/protections.ts';
import {formatCount, formatFigure} from '../words/count.ts';
import {formatDuration} from '../words/duration.ts';
import {readersText, whySentences} from './load-text.ts';
import type {StampedePhase, StampedeResult} from './run-stampede.ts';
import {backendLines} from './backend-lines.ts';
import {sheetText} from './text-table.ts';
import {type Sheet, sheetOf} from '../tables/sheet.ts';

/** `stampede` as text: each expiry, and what the lock makes of it. */
export function stampedeText({first, withLock, why, backends}: StampedeResult): string {
	const {
		load,
		protection,
		measured: {each},
	} = first;
	const phases = withLock ? [first, withLock] : [first];
	return [
		`Live: the key expired ${each.length === 1 ? 'once' : `${each.length} times`} under ${readersText(load)}${withLock ? ', without protection and then with the lock in Redis' : `, ${protectionPhrase(protection)}`}; a fill took ${phases.map(({measured}) => formatDuration(measured.fillSeconds)).join(' and ')}.`,
		...whySentences(load, why),
		'',
		...sheetText(stampedeTable({first, withLock})),
		'',
		...(withLock
			? comparison(first, withLock)
			: [`Origin queries ${each.length === 1 ? '' : 'on average '}${figureText(meanQueries(first))}, ${predictedText(first)}.`]),
		...phases.flatMap(phase => shedSentences(phase)),
		'',
		...backendLines(backends),
	].join('\n');
}

/** Each expiry. */
export function stampedeTable({first, withLock}: Pick<StampedeResult, 'first' | 'withLock'>): Sheet {
	const rows = (withLock ? [first, withLock] : [first]).flatMap(({protection, measured: {each}}, phase) =>
		each.map((stampede, i) => ({...stampede, phase, firing: i + 1, protection})),
	);
	const phaseTitle = (phase: number) => (phase === 0 ? 'unprotected' : 'with the lock');
	return sheetOf('stampede', rows, [
		{
			name: 'protection',
			value: ({protection}) =>
				protectionsOn(protection)
					.map(({name}) => name)
					.join(' ') || 'none',
		},
		...(withLock ? [{title: '', align: 'left' as const, text: ({phase, firing}: (typeof rows)[number]) => (firing > 1 ? '' : phaseTitle(phase))}] : []),
		{name: 'firing', title: 'firing', value: ({firing}) => firing, text: ({firing}) => String(firing)},
		{name: 'originQueries', title: 'origin queries', value: ({originQueries}) => originQueries, text: ({originQueries}) => formatCount(originQueries)},
		{name: 'waited', title: 'reads that waited', value: ({waited}) => waited, text: ({waited}) => formatCount(waited)},
		{name: 'recoverySeconds', title: 'until it is cached', value: ({tookMs}) => tookMs / 1000, text: ({tookMs}) => formatDuration(tookMs / 1000)},
	]);
}

/** What the table shows, and why. */
function comparison(first: StampedePhase, withLock: StampedePhase): string[] {
	const average = first.measured.each.length === 1 ? '' : ' on average';
	const [without, guarded] = [meanQueries(first), meanQueries(withLock)];
	const lesson =
		without >= 1.5 && guarded < without
			? 'Every reader that found the key gone asked, until the first answer was cached; with the lock one asks and the others wait for its answer.'
			: 'That is no stampede: too few reads come while a query runs (reads a second × its time). More --viewers or a longer --fill make one.';
	return [
		`Unprotected, ${queriesText(without)} reached the origin${average}, ${predictedText(first)}; with the lock in Redis ${figureText(guarded)}, ${predictedText(withLock)}.`,
		lesson,
	];
}

function meanQueries({measured: {each}}: StampedePhase): number {
	return each.reduce((sum, {originQueries}) => sum + originQueries, 0) / each.length;
}

function queriesText(queries: number): string {
	return queries === 1 ? '1 query' : `${figureText(queries)} queries`;
}

/** A mean of counts; one that is whole is a count itself. */
function figureText(value: number): string {
	return Number.isInteger(value) ? formatCount(value) : formatFigure(value);
}

function predictedText({predicted: {originQueries, by}}: StampedePhase): string {
	return `predicted ${figureText(originQueries)} (${by})`;
}

function shedSentences({protection, measured: {shed}}: StampedePhase): string[] {
	return shed === 0 ? [] : [`Shed ${protectionPhrase(protection)}: ${formatCount(shed)} reads, because too many were under way; the prediction counts them.`];
}
