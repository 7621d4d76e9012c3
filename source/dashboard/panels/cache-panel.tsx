import {graceMs} from '../../lab/cache-policy.ts';
import type {Off} from '../../lab/off-by.ts';
import {formatCount} from '../../words/count.ts';
import {agesInOneUnit, formatCountdown, formatDuration} from '../../words/duration.ts';
import {formatCents} from '../../words/money.ts';
import {percentText, shareText} from '../../words/share.ts';
import {dayText} from '../../words/local-day.ts';
import {gauge} from '../charts/gauge.ts';
import {clockTime} from '../clock-time.ts';
import {type Line, Lines, spread} from '../lines.tsx';
import {predictedReads, settlesInSeconds} from '../predicted-reads.ts';
import {loadText, presentPolicy} from '../present-load.ts';
import {seenFigures} from '../seen-figures.ts';
import {layerTrouble} from '../store-health.ts';
import {fewestReads, type State} from '../state.ts';
import {Panel} from './panel.tsx';

type Props = {readonly state: State; readonly width: number; readonly height: number};

/** The key in Redis, what its TTL buys (seen beside predicted), and what it costs: how far the shown value is off. */
export function CachePanel({state, width, height}: Props) {
	const inner = width - 4;
	// In the order in which they give way on a small screen, the last ones first; shown in the order of `place`.
	const lines = [
		{place: 0, line: ttlLine(state, inner)},
		{place: 1, line: keyLine(state, inner)},
		...figureLines(state, inner).map((line, i) => ({place: 3 + i, line})),
		{place: 6, line: settledLine(state, inner)},
		{place: 8, line: shownLine(state, inner)},
		...offLines(state, inner).map((line, i) => ({place: 9 + i, line})),
		{place: 14, line: outcomeLine(state)},
		{place: 2, line: endLine(state, inner)},
		{place: 7, line: []},
		{place: 13, line: []},
	].slice(0, height - 2).sort((a, b) => a.place - b.place);
	return (
		<Panel title="Cache" note={loadText(state)} width={width} height={height}>
			<Lines lines={lines.map(({line}) => [{text: ' '}, ...line])}/>
		</Panel>
	);
}

function ttlLine({ttlSeconds, ttlMode}: State, width: number): Line {
	return spread([{text: `TTL ${formatDuration(ttlSeconds)}`, tone: 'strong'}], [{text: ttlMode === 'now' ? 'acts now' : 'next fill', tone: 'dim'}], width);
}

function leftSeconds({keyExpiresAtMs, nowMs}: State): number {
	return keyExpiresAtMs === undefined ? 0 : Math.max(0, (keyExpiresAtMs - nowMs) / 1000);
}

/** For how long an answer that is past its end is still kept, to be served stale. */
function graceLeftSeconds(state: State): number {
	const {keyExpiresAtMs, nowMs} = state;
	return keyExpiresAtMs === undefined || keyExpiresAtMs > nowMs ? 0 : Math.max(0, (keyExpiresAtMs + graceMs(presentPolicy(state)) - nowMs) / 1000);
}

function keyLine(state: State, width: number): Line {
	const left = leftSeconds(state);
	const grace = graceLeftSeconds(state);
	const text = left > 0 ? formatCountdown(left) : grace > 0 ? 'past end' : state.isKeyKnown ? 'no key' : 'not known';
	const textWidth = Math.max(8, text.length + 1);
	return [{text: gauge(left / state.ttlSeconds, width - textWidth), tone: left > 0 ? 'hit' : 'dim'}, {text: text.padStart(textWidth)}];
}

function endLine(state: State, width: number): Line {
	const {keyExpiresAtMs, layers, timeZone} = state;
	if (keyExpiresAtMs !== undefined && leftSeconds(state) > 0) {
		return [{text: `key ends ${clockTime(keyExpiresAtMs, timeZone)}`, tone: 'dim'}];
	}

	const grace = graceLeftSeconds(state);
	const trouble = layerTrouble('redis', layers.redis);
	return grace > 0
		? [{text: `kept stale for ${formatCountdown(grace)}`, tone: 'dim'}]
		: trouble === undefined ? [{text: 'the next read is a miss', tone: 'dim'}] : [{text: width < trouble.length ? trouble.replace(/^Redis (refuses) to store/, '$1') : trouble, tone: 'bad'}];
}

function figureLines(state: State, width: number): Line[] {
	const seen = seenFigures(state, state.nowMs);
	const predicted = predictedReads(state);
	const {reads} = state.statistics;
	// Where there is room, the number of reads is said in words.
	const isNarrow = width < 30;
	const [nameWidth, readsText] = isNarrow ? [9, `n ${formatCount(reads)}`] : [14, `${formatCount(reads)} read${reads === 1 ? '' : 's'}`];
	const row = (name: string, seenText: string, predictedText: string): Line => [
		{text: name.padEnd(nameWidth)},
		{text: seenText.padStart(Math.floor((width - nameWidth) / 2)), tone: 'strong'},
		{text: predictedText.padStart(Math.ceil((width - nameWidth) / 2)), tone: 'accent'},
	];
	const theory = typeof predicted === 'string' ? undefined : predicted;
	const missing = predicted === 'computing' ? '…' : '-';
	// One unit for what is compared, said in the name of the row.
	const hits = (figures: {readonly hitRate: number} | undefined) => figures && shareText(figures.hitRate, 2).replace(' %', '');
	const ages = agesInOneUnit([seen?.meanAgeSeconds, theory?.meanAgeSeconds]);
	return [
		row(readsText, 'seen', 'theory'),
		row(isNarrow ? 'hits, %' : 'hit rate, %', hits(seen) ?? '-', hits(theory) ?? missing),
		row(`${isNarrow ? '' : 'mean '}age, ${ages.unit}`, ages.texts[0] ?? '-', ages.texts[1] ?? missing),
	];
}

/** Until when seen and predicted may differ rightly; what went wrong meanwhile says so first. */
function settledLine(state: State, width: number): Line {
	const {outcomes, shed, reads} = state.statistics;
	const rare = (['bypass', 'error'] as const).filter(name => outcomes[name] > 0).map(name => `${name} ${formatCount(outcomes[name])}`);
	if (rare.length > 0 || shed > 0) {
		return [{text: [...rare, ...(shed > 0 ? [`shed ${formatCount(shed)}`] : [])].join('  '), tone: 'bad'}];
	}

	const settles = settlesInSeconds(state, state.nowMs);
	const waits = reads < fewestReads ? `figures after ${fewestReads} reads` : settles > 0 && Number.isFinite(settles) ? `settles in ${formatCountdown(settles)}` : 'settled';
	return [{text: width < 32 && outcomes.stale > 0 ? `stale ${formatCount(outcomes.stale)}` : waits, tone: 'dim'}];
}

function shownLine({shown, nowMs, timeZone}: State, width: number): Line {
	if (!shown) {
		return [{text: 'nothing shown yet', tone: 'dim'}];
	}

	const age = formatCountdown(Math.round(Math.max(0, Math.max(nowMs, shown.servedAtMs) - shown.report.asOfMs) / 1000));
	const asOf = clockTime(shown.report.asOfMs, timeZone);
	const text = `as of ${asOf}, ${age}`;
	return [{text: width < 32 ? text.length > width ? `${age} old` : text : `shown: ${age} old, as of ${asOf}`}];
}

/** The shown value's distance from the truth, and how often that is asked. */
function offLines({off: measured, truth, shown, timeZone}: State, width: number): Line[] {
	if (!truth || !shown) {
		return [[{text: 'truth: not known yet', tone: 'dim'}]];
	}

	const at = clockTime(truth.report.asOfMs, timeZone);
	if (!measured) {
		return [[{text: width < 32 ? `no truth since ${at.slice(0, 5)}` : `truth not known since ${at}`, tone: 'bad'}]];
	}

	const {today, window, worst, isOfOtherDay} = measured;
	const row = (name: string, off: Off): Line => {
		const isOff = off.cents !== 0;
		const share = off.share === undefined ? '' : percentText(Math.abs(off.share), 2);
		const figures = `${formatCents(Math.abs(off.cents)).padStart(9)} ${share.padStart(width < 32 ? 6 : 7)}`;
		const room = width - figures.length;
		return [{text: (name.length > room ? `${name.slice(0, room - 1)}…` : name).padEnd(room)}, {text: figures, tone: isOff ? 'miss' : 'hit'}];
	};

	const every = `every ${formatDuration(truth.everySeconds)}`;
	return [
		[{text: width < 40 ? `off at ${at} (${formatDuration(truth.everySeconds)})` : `off at ${at} (truth ${every}, ${formatCount(truth.queries)} so far)`, tone: 'dim'}],
		isOfOtherDay ? otherDayLine(truth.report.day, today, width) : row('today', today),
		row(`${shown.report.windowDays} d`, window),
		worst ? row(width < 32 ? worst.category : `worst: ${worst.category}`, worst) : [{text: 'no category is off', tone: 'dim'}],
	];
}

/** Of a day that began after the shown answer, all is missing. */
function otherDayLine(day: string, {cents}: Off, width: number): Line {
	const money = formatCents(Math.abs(cents));
	const texts = [`today (${dayText(day)}): not in this answer, ${money}`, `today, ${money}: not in it`, 'today: not in it'];
	return [{text: texts.find(text => text.length <= width) ?? texts[2]!, tone: 'miss'}];
}

function outcomeLine({statistics: {outcomes}}: State): Line {
	return [
		{text: 'hits ', tone: 'dim'},
		{text: formatCount(outcomes.hit), tone: 'hit'},
		{text: '  misses ', tone: 'dim'},
		{text: formatCount(outcomes.miss), tone: 'miss'},
		...(outcomes.coalesced > 0 ? [{text: '  coalesced ', tone: 'dim' as const}, {text: formatCount(outcomes.coalesced)}] : []),
	];
}
