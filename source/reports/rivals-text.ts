import {equalText, growthText, howText, indexText, liveNote, plansSeen} from '../flows/comparison-words.ts';
import {addedText, contentionSeen, embeddedText, loadText} from '../flows/contention-words.ts';
import {firstQuestion, firstQuestionTitle, type Measures} from '../lab/first-question.ts';
import {placed} from '../scenarios/placed.ts';
import type {Facts} from '../scenarios/scenario.ts';
import {phaseTable} from '../tables/phase-table.ts';
import {planTable} from '../tables/plan-table.ts';
import {countedText} from '../words/count.ts';
import {backendLines} from './backend-lines.ts';
import type {CompareResult, ContendResult} from './run-rivals.ts';
import {sheetText} from './text-table.ts';

const measures = (facts: Facts): Measures => ({compare: 'compare', contend: 'contend', placed: placed(facts).many});

/** `compare` as text: each plan's figures, what they cost and how they grow, and what that says of the first question. */
export function compareText({scenario, comparison, backends}: CompareResult): string {
	const {
		title,
		facts: {one, many},
	} = scenario;
	const {rows, facts, isEmbedded} = comparison;
	const seen = plansSeen(comparison);
	return [
		`${title} of ${countedText(facts, one, many)} in ${rows.length} ways, as of ${new Date(comparison.asOfMs).toISOString()}; times in ms.`,
		'',
		...sheetText(planTable(comparison)),
		'',
		equalText(comparison, many),
		indexText(comparison, many),
		...[howText(comparison), growthText(comparison, many), liveNote(scenario, comparison)].filter(text => text !== ''),
		...(isEmbedded ? ['The embedded engine has one session and no parallel workers, and no disk is waited for.'] : []),
		'',
		...(seen ? [firstQuestionTitle, ...firstQuestion(seen, undefined, measures(scenario.facts)), ''] : []),
		...backendLines(backends),
	].join('\n');
}

/** `contend` as text: the checkouts of each phase, and what they say of the first question. */
export function contendText({scenario: {facts}, contention, backends}: ContendResult): string {
	const {isEmbedded} = contention;
	return [
		`${loadText(contention, facts)} Times in ms.`,
		'',
		...sheetText(phaseTable(contention, facts)),
		'',
		...(isEmbedded ? [embeddedText(facts)] : []),
		addedText(contention, facts),
		'',
		firstQuestionTitle,
		...firstQuestion(undefined, contentionSeen(contention), measures(facts)),
		'',
		...backendLines(backends),
	].join('\n');
}
