import type {BudgetedTtl} from '../../../lab/error-budget.ts';
import {formatAmount} from '../../../words/amount.ts';
import {keysSentences} from '../../../lab/keys-figures.ts';
import {protectionText} from '../../../lab/protections.ts';
import {formatCount} from '../../../words/count.ts';
import {formatCountdown, formatDuration} from '../../../words/duration.ts';
import {clockTime} from '../../selectors/clock-time.ts';
import {errorBlock} from '../../selectors/error-block.ts';
import {presentNews} from '../../selectors/present-news.ts';
import {presentBudget} from '../../selectors/present-budget.ts';
import {predictedReads, settlesInSeconds} from '../../selectors/predicted-reads.ts';
import {loadText, presentFillSeconds} from '../../selectors/present-load.ts';
import {waitsUntilMs} from '../../selectors/recount.ts';
import {seenFigures} from '../../selectors/seen-figures.ts';
import {fewestReads, type State} from '../../state/state.ts';
import {expectedErrorShare} from '../../selectors/expected-error.ts';
import {jitterView} from './jitter-view.ts';
import {memoryView} from './memory-view.ts';
import type {Budget, Figures, LaboratoryView, NoTheory} from './view.ts';

/** The laboratory's view of a state. */
export function viewOf(state: State, budget = presentBudget(state)): LaboratoryView {
	const {laboratory, statistics} = state;
	const {theory, simulatingSeconds} = laboratory;
	const waitMs = waitsUntilMs(state);
	const present = presentTheory(state);
	return {
		ttlSeconds: state.ttlSeconds,
		loadText: loadText(state),
		protectionText: protectionText(state.protection),
		fillSeconds: presentFillSeconds(state),
		isFirstFill: state.statistics.recentFillsMs.length === 0,
		addedFillSeconds: state.addedFillSeconds,
		headline: state.scenario.error.headline,
		noErrorCurve: state.scenario.error.expectedShare ? `no ${state.scenario.facts.many} arrive: o starts them` : 'no formula: measure it',
		curve: curveOf(state, present),
		theory: present,
		verdict:
			theory?.isCurrent && theory.band && theory.seenHitRate !== undefined ? {band: theory.band, reads: theory.reads, hitRate: theory.seenHitRate} : undefined,
		settlesInSeconds: settlesInSeconds(state, state.nowMs),
		waitsUntil: waitMs === undefined ? undefined : clockTime(waitMs, state.timeZone),
		reads: statistics.reads,
		fewestReads,
		seen: seenFigures(state, state.nowMs),
		outcomes: statistics.outcomes,
		shed: statistics.shed,
		ghosts: laboratory.ghosts,
		guess: laboratory.guess,
		whatIf: laboratory.whatIf.map(point => ({...point, errorShare: expectedErrorShare(state, point.meanAgeSeconds)})),
		simulating: simulatingSeconds === undefined ? undefined : `TTL ${formatDuration(simulatingSeconds)}, Esc cancels`,
		answer: laboratory.answer && {title: `What if the TTL were ${formatDuration(laboratory.answer.askedSeconds)}?`, sentences: laboratory.answer.sentences},
		keys: theory?.isCurrent && theory.keys ? keysSentences(state.ttlSeconds, theory.keys) : undefined,
		memory: laboratory.shows === 'memory' && !laboratory.guess?.isPlacing ? memoryView(state) : undefined,
		jitter: laboratory.shows === 'jitter' && !laboratory.guess?.isPlacing ? jitterView(state) : undefined,
		budget: budgetText(state, present, budget),
		news: presentNews(state),
		truth: truthText(state),
		chartPair: laboratory.chartPair,
		ascii: state.ascii,
	};
}

/** A curve without its point at the present setting would be theory of something else: pollers, say, taken as Poisson reads. */
function curveOf(state: State, present: Figures | NoTheory): LaboratoryView['curve'] {
	const {theory} = state.laboratory;
	const curve = theory?.curve;
	if (present === 'no formula' || (curve?.length === 0 && theory?.isCurrent)) {
		return 'no formula';
	}

	return curve === undefined || curve.length === 0
		? 'computing'
		: curve.map(point => ({...point, errorShare: expectedErrorShare(state, point.meanAgeSeconds)}));
}

function presentTheory(state: State): Figures | NoTheory {
	const predicted = predictedReads(state);
	return typeof predicted === 'string' ? predicted : {...predicted, errorShare: expectedErrorShare(state, predicted.meanAgeSeconds)};
}

/** The budget is computed for answers whose ages spread evenly up to their TTL: where some outlive it, or no formula is known, it says so. */
function budgetText(state: State, present: Figures | NoTheory, budget: BudgetedTtl | undefined): Budget | undefined {
	const {
		scenario: {error, facts},
		laboratory: {budgetShare},
		isStreaming,
		protection,
	} = state;
	const asked = `for ${error.headline.name} to be at most ${Number((budgetShare * 100).toPrecision(3))} % off in 95 % of reads:`;
	if (!error.budget) {
		return {asked, answer: 'no formula is known for this', reason: ''};
	}

	if (!isStreaming) {
		return {asked, answer: `no ${facts.many} arrive: o starts them`, reason: ''};
	}

	const assumed =
		protection.on.has('swr') || present === 'no formula'
			? `${present === 'no formula' ? 'no formula for this setting; ' : ''}if no answer outlives its TTL: `
			: '';
	return (
		budget && {
			asked,
			answer: assumed + (budget.ttlSeconds === undefined ? 'no TTL is short enough' : `a TTL of ${formatDuration(budget.ttlSeconds)} at most`),
			reason: budget.reason,
		}
	);
}

function truthText(state: State): string | undefined {
	const {shown, truth, timeZone} = state;
	const block = errorBlock(state);
	if (!shown || block.kind === 'nothing') {
		return undefined;
	}

	if (block.kind === 'unmeasured' || (block.kind === 'measured' && block.forSeconds !== undefined)) {
		return `the error of what is shown was not measured for ${formatCountdown(block.forSeconds!)}`;
	}

	if (block.kind === 'measuring' || !truth) {
		return 'the error of what is shown is being measured';
	}

	const rows = block.off.rows.map(({name, unit, amount, share, missing}) =>
		missing === undefined
			? `${name} off by ${formatAmount(unit, Math.abs(amount))}${share === undefined ? '' : `, ${(Math.abs(share) * 100).toFixed(2)} %`}`
			: `${missing} is not in the shown answer`,
	);
	return `at ${clockTime(block.atMs, timeZone)} ${rows.join('; ')}; a shadow query every ${formatDuration(truth.everySeconds)} (${formatCount(truth.queries)} so far) measures it`;
}
