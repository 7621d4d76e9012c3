import {streamed} from '../../../scenarios/streamed.ts';
import {countedText, formatCount} from '../../../words/count.ts';
import {formatCountdown, formatDuration} from '../../../words/duration.ts';
import {formatLatency} from '../../../words/latency.ts';
import {dayOf} from '../../../words/local-day.ts';
import {shareText} from '../../../words/share.ts';
import {leftSeconds} from '../../selectors/key-left.ts';
import {servedAtOnce} from '../../selectors/seen-figures.ts';
import type {Way} from '../../state/moves.ts';
import {streamText} from '../../selectors/stream-text.ts';
import type {State} from '../../state/state.ts';
import type {WayView} from './view.ts';

const dayMs = 86_400_000;

type Texts = Pick<WayView, 'texts' | 'isTrouble'>;

/** What is said of a way: how far its end is behind its beginning. A layer of which nothing is known has no words here. */
export function wayTexts(way: Way, state: State): Texts {
	return way === state.placedIn ? placingTexts(state) : (lags[way]?.(state) ?? {texts: ['']});
}

const lags: Partial<Record<Way, (state: State) => Texts>> = {
	mongo: fillTexts,
	redis: cacheTexts,
	readers: readTexts,
	gcs: archiveTexts,
};

/** How facts come. */
function placingTexts(state: State): Texts {
	const {
		scenario: {facts},
		job,
		isStreaming,
	} = state;
	const {many} = facts;
	if (job?.name === 'seed') {
		return {texts: [`seeding ${formatCount(job.done)} of ${formatCount(job.total)} ${many}`, 'seeding']};
	}

	return isStreaming
		? {texts: [`${streamed(facts).many} arrive, ${streamText(state)}`]}
		: {texts: [`no ${many} arrive: o starts them, s seeds`, 'none arrive: o starts them, s seeds']};
}

/** How far MongoDB is behind PostgreSQL, what waits, and what holds it back. */
function fillTexts({fill}: State): Texts {
	if (!fill) {
		return {texts: ['']};
	}

	const {lag, queued, heldBackBy, bound} = fill;
	const waiting = `${formatCount(queued)} in the outbox`;
	if (heldBackBy !== undefined) {
		return {texts: [`${waiting}, held back: ${heldBackBy}`, `held back: ${heldBackBy}`], isTrouble: true};
	}

	if (!lag) {
		return {texts: [`nothing to measure yet; ${waiting}, ${bound}`, `nothing to measure yet; ${waiting}`, waiting]};
	}

	const [p50, p95] = [formatLatency(lag.p50Ms), formatLatency(lag.p95Ms)];
	return {
		texts: [
			`${p50} behind, 95 % within ${p95}; ${waiting}, ${bound}`,
			`${p50} behind, 95 % within ${p95}; ${waiting}`,
			`${p50} behind (p95 ${p95}); outbox ${formatCount(queued)}`,
			`${p50} behind; outbox ${formatCount(queued)}`,
		],
	};
}

/** How old the cached answer is, and how long it is kept. */
function cacheTexts(state: State): Texts {
	const {shown, nowMs, isKeyKnown} = state;
	const left = leftSeconds(state);
	if (!isKeyKnown) {
		return {texts: ['Redis does not say whether there is a key']};
	}

	if (!shown || left <= 0) {
		return {texts: ['no answer is cached: the next read asks MongoDB', 'no answer is cached']};
	}

	const age = formatCountdown(Math.max(0, nowMs - shown.answer.asOfMs) / 1000);
	return {
		texts: [
			`the answer is ${age} old, of ${formatDuration(state.ttlSeconds)}; it ends in ${formatCountdown(left)}`,
			`${age} old, ends in ${formatCountdown(left)}`,
		],
	};
}

/** What the last read was, and how many needed nothing else. */
function readTexts(state: State): Texts {
	const {lastRead} = state;
	if (!lastRead) {
		return {texts: ['']};
	}

	const outcome = `${lastRead.outcome === 'error' ? 'NO ANSWER' : lastRead.outcome.toUpperCase()} in ${formatLatency(lastRead.latencyMs)}`;
	const atOnce = servedAtOnce(state);
	return {
		texts: [...(atOnce ? [`to the screen: ${outcome}; ${shareText(atOnce.share)} ${atOnce.of}`] : []), `to the screen: ${outcome}`, outcome],
		isTrouble: lastRead.outcome === 'error',
	};
}

/** How many days are archived, and how many the archive is behind. */
function archiveTexts({
	scenario: {
		facts: {many},
		archive,
	},
	job,
	holdings: {gcs, mongo},
	nowMs,
	timeZone,
	session: {archived},
}: State): Texts {
	if (!archive) {
		return {texts: [`${many} are not archived`]};
	}

	if (job?.name === 'archive') {
		return {texts: [...(job.total > 0 ? [`archiving ${formatCount(job.done)} of ${formatCount(job.total)} ${many}`] : []), 'archiving']};
	}

	if (gcs?.days === undefined) {
		return {texts: ['']};
	}

	if (gcs.days === 0) {
		return {texts: ['nothing is archived yet: a does that']};
	}

	const days = `${countedText(gcs.days, 'day')} archived`;
	if (gcs.newestMs === undefined) {
		return {texts: [days]};
	}

	const newestDay = dayOf(mongo?.newestMs ?? nowMs, timeZone);
	const behindDays = Math.max(0, (Date.parse(newestDay) - gcs.newestMs) / dayMs);
	const behind =
		behindDays === 1 && newestDay === dayOf(nowMs, timeZone)
			? 'all but today'
			: behindDays > 0
				? `${countedText(behindDays, 'day')} behind`
				: archived
					? `${formatCountdown((nowMs - archived.atMs) / 1000)} ago`
					: 'to the newest day';
	return {texts: [`${days}, ${behind}`, days]};
}
