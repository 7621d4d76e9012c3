import {formatCount} from '../../../words/count.ts';
import {clockTime} from '../../selectors/clock-time.ts';
import {effectiveText} from '../../selectors/effective-text.ts';
import {errorBlock} from '../../selectors/error-block.ts';
import {isOpen} from '../../selectors/is-open.ts';
import {servedAtOnce} from '../../selectors/seen-figures.ts';
import {shownView} from '../../selectors/shown-view.ts';
import {fewestReads, type State} from '../../state/state.ts';

/** What there is to see on the dashboard. */
export function dashboardSentences(state: State): string[] {
	const {
		scenario,
		isStreaming,
		shown,
		held: {mongo: factsHeld},
		statistics,
		runs,
		timeZone,
		viewers,
		addedFillSeconds,
	} = state;
	if (!isOpen(state) || !shown) {
		return [scenario.teaches[0]];
	}

	const {many} = scenario.facts;
	const {counts, body} = shownView(state)!;
	const block = errorBlock(state);
	const isOff = block.kind === 'measured' && block.off.rows[0].amount !== 0;
	// An answer from before midnight lacks the end of its own day in the window, and all of today.
	const areApart = isOff && block.off.rows[0].missing === undefined && block.off.rows.some(({amount}) => amount !== block.off.rows[0].amount);
	return [
		`The ${body.kind} shows the answer of ${clockTime(shown.answer.asOfMs, timeZone)}; later changes are not in it.`,
		...(factsHeld === undefined ? [] : [`${formatCount(factsHeld)} ${many} in MongoDB; ${counts}.`]),
		...(isStreaming
			? isOff
				? [
						'"error": how far the shown answer is from the truth now; it grows with age.',
						...(areApart && scenario.error.whyApart !== undefined ? [scenario.error.whyApart] : []),
					]
				: []
			: [`No ${many} arrive: o starts them, and the cached answer grows wrong.`]),
		...(statistics.reads >= fewestReads ? ['"seen" is measured here; "theory" is computed for the same TTL and readers.'] : []),
		...(statistics.rareMisses === undefined
			? []
			: [
					`${formatCount(statistics.rareMisses)} of ${formatCount(statistics.outcomes.miss)} misses are of ${scenario.question.abouts!.rare!.many}: rare keys end unread.`,
				]),
		...(runs.length > 0 ? runSentences(state) : ["How much faster is a hit? b measures it; B does at a dashboard's pace."]),
		...(viewers.count > 0 && addedFillSeconds === 0 ? ['A stampede needs many readers and a slow origin: l slows it, ! fires one.'] : []),
		'g goes to another scenario: what moves, or what is counted for many.',
		'3 opens the laboratory: what other TTLs would do. ? explains every word.',
	];
}

/** What the last benchmark comes to, and how sure it is. */
function runSentences(state: State): string[] {
	const {runs} = state;
	const {measurement, remarks} = runs.at(-1)!;
	const effective = effectiveText(measurement, servedAtOnce(state), true);
	return [
		...(remarks.length > 0 ? [`This run is hard to compare, ${remarks[0]!}: b measures again.`] : []),
		...(runs.length === 1 ? ['A second benchmark shows how much runs differ: the interval is of one run.'] : []),
		...(effective === '' ? [] : [`Over all reads the cache makes it ${effective}.`]),
	];
}
