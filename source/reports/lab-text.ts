import {type ArrivalsChoice, readsPerSecond} from '../lab/arrivals-choice.ts';
import {outcomes as outcomeNames} from '../lab/read-through.ts';
import type {ReadingLoad} from '../lab/reading-load.ts';
import {formatCount, formatFigure} from '../words/count.ts';
import {formatDuration} from '../words/duration.ts';
import {wrapWords} from '../words/wrapping.ts';
import type {LabResult, StampedeResult} from './run-lab.ts';
import {backendLines} from './text-report.ts';
import {textTable} from './text-table.ts';

/** Columns of the narrowest screen the lesson is shown on. */
const columns = 80;

/** `lab` as text: what was seen beside what theory says, and whether the two agree. */
export function labText({load, measured, predicted, backends}: LabResult): string {
	const {reads, outcomes, shed, hitRate, meanAgeSeconds, originQueries, seconds} = measured;
	const percent = (share: number | undefined) => share === undefined ? '–' : `${(share * 100).toFixed(1)} %`;
	const duration = (value: number | undefined) => value === undefined ? '–' : formatDuration(value);
	const band = predicted?.band;
	return [
		...wrapWords(`Live: TTL ${formatDuration(load.policy.ttlSeconds)}, ${loadSentence(load)}; ${formatDuration(seconds)} from an empty cache.`, columns),
		'',
		...textTable(
			[{title: '', align: 'left'}, {title: 'seen'}, {title: 'theory'}, {title: '5-95 % of such runs'}],
			[
				['hit rate', percent(hitRate), percent(predicted?.hitRate), band ? `${percent(band.low)} to ${percent(band.high)}` : '–'],
				['mean age', duration(meanAgeSeconds), duration(predicted?.meanAgeSeconds), ''],
				['origin queries a minute', formatFigure(originQueries / seconds * 60), formatFigure(predicted && predicted.originPerSecond * 60), ''],
			],
		),
		'',
		...wrapWords(`${formatCount(reads)} reads: ${outcomeNames.filter(name => outcomes[name] > 0).map(name => `${name} ${formatCount(outcomes[name])}`).join(', ')}${shed > 0 ? `; shed ${formatCount(shed)}, more than could be under way` : ''}.`, columns),
		...measured.reasons.length > 0 ? [] : wrapWords(verdict(hitRate, band, predicted !== undefined), columns),
		...measured.reasons.flatMap(({reason, reads: those}) => wrapWords(`${formatCount(those)} of the reads did not go their way: ${reason}.`, columns)),
		...measured.reasons.length > 0 ? wrapWords('Theory is of reads that all do: no verdict.', columns) : [],
		'',
		...backendLines(backends),
	].join('\n');
}

function verdict(hitRate: number | undefined, band: {readonly low: number; readonly high: number} | undefined, hasFormula: boolean): string {
	if (!band || hitRate === undefined) {
		return hasFormula ? 'No band is known for such a run.' : 'No formula is known for this load.';
	}

	return hitRate >= band.low && hitRate <= band.high
		? 'The hit rate lies where theory expects nine runs of ten.'
		: 'The hit rate lies outside of where theory expects nine runs of ten: run it again, one in ten does.';
}

/** `stampede` as text. */
export function stampedeText({load, measured: {each, fillSeconds, shed}, predicted, backends}: StampedeResult): string {
	const mean = each.reduce((sum, {originQueries}) => sum + originQueries, 0) / each.length;
	return [
		...wrapWords(`Live: the key expired ${each.length === 1 ? 'once' : `${each.length} times`} under ${loadSentence(load)}; a fill took ${formatDuration(fillSeconds)}.`, columns),
		'',
		...textTable(
			[{title: 'firing'}, {title: 'origin queries'}, {title: 'reads that waited'}, {title: 'until a value stood'}],
			each.map(({originQueries, waited, tookMs}, i) => [String(i + 1), formatCount(originQueries), formatCount(waited), formatDuration(tookMs / 1000)]),
		),
		'',
		...wrapWords(`Origin queries ${each.length === 1 ? '' : 'on average '}${formatFigure(mean)}, predicted ${formatFigure(predicted.originQueries)} (${predicted.by}).${shed > 0 ? ` Shed: ${formatCount(shed)} reads, more than could be under way.` : ''}`, columns),
		'',
		...backendLines(backends),
	].join('\n');
}

function loadSentence({arrivals, ownProcess, policy}: ReadingLoad): string {
	const on = [
		policy.singleFlight && 'single-flight',
		policy.lockSeconds > 0 && 'a lock in Redis',
		policy.staleSeconds > 0 && 'stale-while-revalidate',
		policy.xfetchBeta > 0 && `XFetch with β ${policy.xfetchBeta}`,
		policy.jitterFraction > 0 && `jitter of ${Number((policy.jitterFraction * 100).toFixed(2))} %`,
		policy.staleOnErrorSeconds > 0 && 'stale on error',
	].filter(text => text !== false);
	return `${arrivalsSentence(arrivals)}, ${ownProcess ? 'each a process of its own' : 'in one process'}, ${on.length === 0 ? 'unprotected' : `with ${on.join(' and ')}`}`;
}

function arrivalsSentence(arrivals: ArrivalsChoice): string {
	const {viewers = 1} = arrivals;
	const who = `${formatCount(viewers)} viewer${viewers === 1 ? '' : 's'}`;
	return arrivals.kind === 'poll'
		? `${who}, ${viewers === 1 ? '' : 'each '}polling every ${formatDuration(arrivals.pollSeconds)}`
		: `${who} with ${formatFigure(readsPerSecond(arrivals))} reads a second, ${arrivals.kind === 'poisson' ? 'Poisson' : 'evenly apart'}`;
}
