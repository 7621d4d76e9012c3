import {equalText, growthText, howText, indexText, isKept, planTitles, plansSeen, writeCost} from '../flows/comparison-words.ts';
import {addedText, contentionSeen, embeddedText, loadText, phaseTitle} from '../flows/contention-words.ts';
import {firstQuestion, firstQuestionTitle, type Measures} from '../lab/first-question.ts';
import {formatCount, formatFigure} from '../words/count.ts';
import {formatDuration} from '../words/duration.ts';
import {formatLatency, latencyDigits} from '../words/latency.ts';
import {backendLines} from './backend-lines.ts';
import type {CompareResult, ContendResult} from './run-rivals.ts';
import {textTable} from './text-table.ts';

const measures: Measures = {compare: 'compare', contend: 'contend'};

/** `compare` as text: each plan's figures, what they cost and how they grow, and what that says of the first question. */
export function compareText({
	scenario: {
		title,
		facts: {many},
	},
	comparison,
	backends,
}: CompareResult): string {
	const {rows, facts, isEmbedded} = comparison;
	return [
		`${title} of ${formatCount(facts)} ${many} in ${rows.length} ways, as of ${new Date(comparison.asOfMs).toISOString()}; times in ms.`,
		'',
		...textTable(
			[{title: '', align: 'left'}, {title: 'p50'}, {title: 'p95'}, {title: 'reads'}, {title: 'rows read'}, {title: 'age'}, {title: 'at write time'}],
			rows.map(({plan, p50Ms, p95Ms, samples, rowsRead, ageMs}) => [
				planTitles[plan],
				latencyDigits(p50Ms),
				latencyDigits(p95Ms),
				formatCount(samples),
				rowsRead === undefined ? '–' : formatCount(rowsRead),
				isKept(plan) ? `${formatDuration(Math.round(ageMs / 1000))}, grows` : formatLatency(ageMs),
				writeCost(comparison, plan),
			]),
		),
		'',
		equalText(comparison, many),
		indexText(comparison, many),
		howText,
		growthText(comparison, many),
		...(isEmbedded ? ['The embedded engine has one session and no parallel workers, and no disk is waited for.'] : []),
		'',
		firstQuestionTitle,
		...firstQuestion(plansSeen(comparison), undefined, measures),
		'',
		...backendLines(backends),
	].join('\n');
}

/** `contend` as text: the checkouts of each phase, and what they say of the first question. */
export function contendText({scenario: {facts}, contention, backends}: ContendResult): string {
	const {phases, load, isEmbedded} = contention;
	return [
		`${loadText(contention)} Times in ms.`,
		'',
		...textTable(
			[
				{title: 'checkouts beside', align: 'left'},
				{title: 'p50'},
				{title: 'p95'},
				{title: 'p99'},
				{title: 'a second'},
				{title: 'checkouts'},
				{title: 'reads'},
				{title: 'their p50'},
			],
			phases.map(({phase, p50Ms, p95Ms, p99Ms, perSecond, checkouts, reads, readP50Ms}) => [
				phaseTitle(phase, load),
				latencyDigits(p50Ms),
				latencyDigits(p95Ms),
				latencyDigits(p99Ms),
				formatFigure(perSecond),
				formatCount(checkouts),
				formatCount(reads),
				latencyDigits(readP50Ms),
			]),
		),
		'',
		...(isEmbedded ? [embeddedText] : []),
		addedText(contention, facts),
		'',
		firstQuestionTitle,
		...firstQuestion(undefined, contentionSeen(contention), measures),
		'',
		...backendLines(backends),
	].join('\n');
}
