import {formatAmount} from '../../words/amount.ts';
import {capital} from '../../words/capital.ts';
import {formatCount} from '../../words/count.ts';
import {formatCountdown, formatDuration} from '../../words/duration.ts';
import {givenRateText} from '../../words/rate.ts';
import {clockTime} from './clock-time.ts';
import {effectiveText} from './effective-text.ts';
import {errorBlock} from './error-block.ts';
import type {Line} from '../panels/lines.tsx';
import {beforeText, recountText} from './recount.ts';
import {expectedErrorShare} from './expected-error.ts';
import {saturationOf} from './saturation.ts';
import {servedAtOnce} from './seen-figures.ts';
import {fewestReads, type State} from '../state/state.ts';
import {trueHeadline} from './true-headline.ts';

/** So long a sentence stands before the next takes its place, in seconds. */
const turnSeconds = 8;

/** So long a change is news, in seconds. */
const newsSeconds = 24;

/** The lesson in one sentence. */
function lesson({scenario: {error}}: State): string {
	return `A longer TTL buys hits and spares MongoDB; it costs age: ${error.headline.name} is further off.`;
}

/**
 * What there is to see at present, in one line: what has just changed comes first, then the lesson's sentences in turn.
 * Each fits 79 columns.
 */
export function whatYouSee(state: State): Line {
	const news = newsOf(state);
	const saturation = saturationOf(state);
	const sentences = [
		...(news.length > 0 ? news : [lesson(state), ...(state.screen === 'laboratory' ? laboratorySentences(state) : dashboardSentences(state))]),
		...(saturation === undefined ? [] : [`${saturation.of === 'timers' ? 'Timers are late by' : 'Hits take'} ${formatDuration(Math.round(saturation.medianMs) / 1000)} (median): part of the latencies is waiting time.`]),
	];
	const turn = Math.floor(state.nowMs / 1000 / turnSeconds);
	return [{text: ' '}, {text: sentences[turn % sentences.length]!, tone: 'accent'}];
}

/** What has just changed, and what it means for the figures. */
function newsOf(state: State): string[] {
	const {recount, nowMs, shown, held: {mongo: ordersHeld}, seededAtMs, keyExpiresAtMs, timeZone} = state;
	const isNew = (atMs: number | undefined) => atMs !== undefined && nowMs - atMs < newsSeconds * 1000;
	if (shown && seededAtMs !== undefined && isNew(seededAtMs) && shown.answer.asOfMs < seededAtMs && keyExpiresAtMs !== undefined && keyExpiresAtMs > nowMs) {
		return [`MongoDB holds ${formatCount(ordersHeld ?? 0)}; the ${state.scenario.view(shown.answer, nowMs).body.kind} is the answer of ${clockTime(shown.answer.asOfMs, timeZone)} for another ${formatCountdown((keyExpiresAtMs - nowMs) / 1000)}.`];
	}

	const {stampede} = state.laboratory;
	if (stampede && isNew(stampede.atMs) && recount?.atMs === stampede.atMs) {
		return [...stampede.reasons, `${recountText(state)!}.`];
	}

	if (recount && isNew(recount.atMs)) {
		return [`${recountText(state)!}.`, ...(recount.before ? [`${capital(beforeText(recount))} at TTL ${formatDuration(recount.ttlSeconds)}.`] : [])];
	}

	return [];
}

function dashboardSentences(state: State): string[] {
	const {scenario, isOpen, isStreaming, shown, held: {mongo: ordersHeld}, statistics, runs, timeZone, viewers, addedFillSeconds} = state;
	if (!isOpen || !shown) {
		return [scenario.lesson];
	}

	const {many} = scenario.facts;
	const {counts, body} = scenario.view(shown.answer, state.nowMs);
	const block = errorBlock(state);
	const isOff = block.kind === 'measured' && block.off.rows[0].amount !== 0;
	return [
		`The ${body.kind} is the answer of ${clockTime(shown.answer.asOfMs, timeZone)}; ${many} since then are in MongoDB alone.`,
		...(ordersHeld === undefined ? [] : [`${formatCount(ordersHeld)} ${many} in MongoDB; ${counts}.`]),
		...(isStreaming
			? isOff ? ['"error": how far the shown answer is from MongoDB\'s of now; it grows with age.'] : []
			: [`No ${many} arrive: o starts them, and the cached answer begins to be wrong.`]),
		...(statistics.reads >= fewestReads ? ['"seen" is measured here; "theory" is computed for the same TTL and readers.'] : []),
		...(runs.length > 0 ? runSentences(state) : ['How much faster is a hit? b measures it; B does at a dashboard\'s pace.']),
		...(viewers.count > 0 && addedFillSeconds === 0 ? ['A stampede needs many readers and a slow origin: l slows it, ! fires one.'] : []),
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
		...(runs.length === 1 ? ['A second benchmark shows how far runs differ: the interval is of one run alone.'] : []),
		...(effective === '' ? [] : [`Over all reads the cache makes it ${effective}.`]),
	];
}

function laboratorySentences(state: State): string[] {
	const {scenario, ordersPerSecond, laboratory: {answer}} = state;
	const headline = trueHeadline(state);
	// Where nearly all of it is newer than an answer, every TTL is off by nearly all of it.
	const isYoung = headline && (expectedErrorShare(state, state.ttlSeconds / 2) ?? 0) > 0.5;
	return [
		...(isYoung ? [`${capital(headline.name)} is ${formatAmount(headline.unit, headline.truth)} so far; at ${givenRateText(ordersPerSecond)} any age misses much of it.`] : []),
		...(answer ? [`The answer to w is of a day of even ${scenario.facts.many} at noon; "${scenario.error.headline.name} off" is of now.`] : ['w answers the lesson\'s question: what if the TTL were 24 h? W takes any TTL.']),
		'"theory" needs no reads; "seen" takes 20 of them and a whole life of the key.',
		'Guess before you look: the arrows hide the theory, Enter starts the run.',
	];
}
