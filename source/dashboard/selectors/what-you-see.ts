import {capital} from '../../words/capital.ts';
import {formatCount} from '../../words/count.ts';
import {formatCountdown, formatDuration} from '../../words/duration.ts';
import {clockTime} from './clock-time.ts';
import type {Line} from '../panels/lines.tsx';
import {beforeText, recountText} from './recount.ts';
import {saturationOf} from './saturation.ts';
import {shownView} from './shown-view.ts';
import type {State} from '../state/state.ts';

/** So long a sentence stands before the next takes its place, in seconds. */
const turnSeconds = 8;

/** So long a change is news, in seconds. */
const newsSeconds = 24;

/** The lesson in one sentence. */
function lesson({scenario: {error}}: State): string {
	return `A longer TTL buys hits, saves queries, costs age: ${error.headline.name} is further off.`;
}

/**
 * What there is to see at present, in one line: what has just changed comes first, then the lesson and the sentences of
 * the screen in turn. Each fits 79 columns.
 */
export function whatYouSee(state: State, ofScreen: readonly string[]): Line {
	const news = newsOf(state);
	const saturation = saturationOf(state);
	const sentences = [
		...(news.length > 0 ? news : [lesson(state), ...ofScreen]),
		...(saturation === undefined
			? []
			: [
					`${saturation.of === 'timers' ? 'Timers are late by' : 'Hits take'} ${formatDuration(Math.round(saturation.medianMs) / 1000)} (median): part of the latencies is waiting time.`,
				]),
	];
	const turn = Math.floor(state.nowMs / 1000 / turnSeconds);
	return [{text: ' '}, {text: sentences[turn % sentences.length]!, tone: 'accent'}];
}

/** What has just changed, and what it means for the figures. */
function newsOf(state: State): string[] {
	const {
		recount,
		nowMs,
		shown,
		held: {mongo: factsHeld},
		seededAtMs,
		keyExpiresAtMs,
		timeZone,
	} = state;
	const isNew = (atMs: number | undefined) => atMs !== undefined && nowMs - atMs < newsSeconds * 1000;
	if (shown && seededAtMs !== undefined && isNew(seededAtMs) && shown.answer.asOfMs < seededAtMs && keyExpiresAtMs !== undefined && keyExpiresAtMs > nowMs) {
		return [
			`MongoDB holds ${formatCount(factsHeld ?? 0)}; the ${shownView(state)!.body.kind} is the answer of ${clockTime(shown.answer.asOfMs, timeZone)} for another ${formatCountdown((keyExpiresAtMs - nowMs) / 1000)}.`,
		];
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
