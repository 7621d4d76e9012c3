import type {Off, OffRow} from '../../../scenarios/error-model.ts';
import {formatAmount} from '../../../words/amount.ts';
import {columnsOf, cutColumns} from '../../../words/columns.ts';
import {formatCount} from '../../../words/count.ts';
import {agesInOneUnit, formatCountdown, formatDuration} from '../../../words/duration.ts';
import {percentText, shareText} from '../../../words/share.ts';
import {wrapWords} from '../../../words/wrapping.ts';
import {gauge} from '../../charts/gauge.ts';
import {clockTime} from '../../selectors/clock-time.ts';
import {fitting, type Line, Lines, spread} from '../../panels/lines.tsx';
import {errorBlock} from '../../selectors/error-block.ts';
import {graceLeftSeconds, leftSeconds} from '../../selectors/key-left.ts';
import {predictedReads, settlesInSeconds} from '../../selectors/predicted-reads.ts';
import {loadText} from '../../selectors/present-load.ts';
import {beforeText, waitsUntilMs} from '../../selectors/recount.ts';
import {seenFigures} from '../../selectors/seen-figures.ts';
import {layerTrouble} from '../../update/store-health.ts';
import {fewestReads, type State} from '../../state/state.ts';
import {Panel} from '../../panels/panel.tsx';

type Props = {
	readonly state: State;
	readonly width: number;
	readonly height: number;
	/** Another panel follows at once, whose upper border is this one's lower. */
	readonly isOpenBelow?: boolean;
};

/** The key in Redis, what its TTL buys (seen beside predicted), and what it costs: how far the shown value is off. */
export function CachePanel({state, width, height, isOpenBelow = false}: Props) {
	const inner = width - 4;
	const trouble = layerTrouble('redis', state.layers.redis);
	// In the order in which they give way on a small screen, the last ones first; shown in the order of `place`.
	const lines = [
		{place: 0, line: ttlLine(state, inner)},
		{place: 1, line: keyLine(state, inner)},
		...trouble === undefined ? [] : [{place: 2, line: troubleLine(trouble, inner)}],
		...figureLines(state, inner).map((line, i) => ({place: 3 + i, line})),
		{place: 6, line: settledLine(state, inner)},
		...errorLines(state, inner).map((line, i) => ({place: 20 + i, line})),
		{place: 7, line: sinceLine(state, inner)},
		{place: 30, line: outcomeLine(state)},
		...trouble === undefined ? [{place: 2, line: endLine(state)}] : [],
		{place: 18, line: shownLine(state, inner)},
		...beforeLines(state, inner).map((line, i) => ({place: 8 + i, line})),
		{place: 17, line: []},
		{place: 29, line: []},
	].slice(0, height - (isOpenBelow ? 1 : 2)).sort((a, b) => a.place - b.place);
	return (
		<Panel title="Cache" note={loadText(state)} width={width} height={height} isOpenBelow={isOpenBelow}>
			<Lines lines={lines.map(({line}) => [{text: ' '}, ...line])}/>
		</Panel>
	);
}

/** The TTL; a new one acts at once unless it says otherwise. */
function ttlLine({ttlSeconds, ttlMode}: State, width: number): Line {
	return spread([{text: `TTL ${formatDuration(ttlSeconds)}`, tone: 'strong'}], [{text: ttlMode === 'now' ? '' : 'next fill', tone: 'dim'}], width);
}

function keyLine(state: State, width: number): Line {
	const left = leftSeconds(state);
	const grace = graceLeftSeconds(state);
	const text = left > 0 ? formatCountdown(left) : grace > 0 ? 'past end' : state.isKeyKnown ? 'no key' : 'not known';
	const textWidth = Math.max(8, text.length + 1);
	return [{text: gauge(left / state.ttlSeconds, width - textWidth), tone: left > 0 ? 'hit' : 'dim'}, {text: text.padStart(textWidth)}];
}

/** What is wrong with Redis; on a narrow screen without its name. */
function troubleLine(trouble: string, width: number): Line {
	const unnamed = trouble.replace(/^Redis /, '');
	return [{text: fitting([trouble, unnamed, unnamed.replace(' to store', '')], width), tone: 'bad'}];
}

function endLine(state: State): Line {
	const {keyExpiresAtMs, timeZone} = state;
	if (keyExpiresAtMs !== undefined && leftSeconds(state) > 0) {
		return [{text: `key ends ${clockTime(keyExpiresAtMs, timeZone)}`, tone: 'dim'}];
	}

	const grace = graceLeftSeconds(state);
	return [{text: grace > 0 ? `kept stale for ${formatCountdown(grace)}` : 'the next read is a miss', tone: 'dim'}];
}

function figureLines(state: State, width: number): Line[] {
	const seen = seenFigures(state, state.nowMs);
	const predicted = predictedReads(state);
	const {reads} = state.statistics;
	const isNarrow = width < 30;
	const nameWidth = isNarrow ? 9 : 14;
	// What is read under the old TTL is not of this one.
	const counts = waitsUntilMs(state) === undefined ? [`${formatCount(reads)} ${reads === 1 ? 'read' : 'reads'}`, formatCount(reads)] : ['not counted'];
	const readsText = fitting(counts, Math.floor((width + nameWidth) / 2) - 5);
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
		spread([{text: readsText}], [{text: 'seen', tone: 'strong'}, {text: 'theory'.padStart(Math.ceil((width - nameWidth) / 2)), tone: 'accent'}], width),
		row(isNarrow ? 'hits, %' : 'hit rate, %', hits(seen) ?? '-', hits(theory) ?? missing),
		row(`${isNarrow ? '' : 'mean '}age, ${ages.unit}`, ages.texts[0] ?? '-', ages.texts[1] ?? missing),
	];
}

/** Until when seen and predicted may differ rightly; what went wrong meanwhile says so first. */
function settledLine(state: State, width: number): Line {
	const {outcomes, shed, reads} = state.statistics;
	const rare = [
		...(outcomes.error > 0 ? [`${formatCount(outcomes.error)} without answer`] : []),
		...(shed > 0 ? [`${formatCount(shed)} not begun`] : []),
		...(outcomes.bypass > 0 ? [`bypass ${formatCount(outcomes.bypass)}`] : []),
	];
	if (rare.length > 0) {
		return [{text: fitting([rare.join(', '), rare.slice(0, 2).join(', '), rare[0]!], width), tone: 'bad'}];
	}

	if (width < 32 && outcomes.stale > 0) {
		return [{text: `${formatCount(outcomes.stale)} served stale`, tone: 'dim'}];
	}

	const waitMs = waitsUntilMs(state);
	if (waitMs !== undefined) {
		const from = clockTime(waitMs, state.timeZone);
		return [{text: fitting([`reads are counted from ${from}`, `counts from ${from}`], width), tone: 'dim'}];
	}

	const settles = settlesInSeconds(state, state.nowMs);
	const waits = reads < fewestReads
		? [`figures after ${fewestReads} reads`]
		: settles > 0 && Number.isFinite(settles)
			? [`seen and theory comparable in ${formatCountdown(settles)}`, `comparable in ${formatCountdown(settles)}`]
			: ['seen and theory can be compared', 'comparable with theory'];
	return [{text: fitting(waits, width), tone: 'dim'}];
}

/** Since when reads are counted, and why not for longer. */
function sinceLine(state: State, width: number): Line {
	const {statistics: {sinceMs}, recount, timeZone} = state;
	const since = clockTime(sinceMs, timeZone);
	if (waitsUntilMs(state) !== undefined) {
		return [{text: fitting([`the old TTL runs until ${since}; counting starts then`, `the old TTL runs until ${since}`, `old TTL until ${since}`], width), tone: 'dim'}];
	}

	const texts = recount ? [`counting anew since ${since}: ${recount.why}`, `anew since ${since}: ${recount.why}`, `anew since ${since}`] : [`counting since ${since}`];
	return [{text: fitting(texts, width), tone: 'dim'}];
}

/** What the reads before the last change came to. */
function beforeLines({recount}: State, width: number): Line[] {
	return recount?.before ? wrapWords(beforeText(recount), width, '  ').map(text => [{text, tone: 'dim'}]) : [];
}

function shownLine({shown, nowMs, timeZone}: State, width: number): Line {
	if (!shown) {
		return [{text: 'nothing shown yet', tone: 'dim'}];
	}

	const age = formatCountdown(Math.round(Math.max(0, Math.max(nowMs, shown.servedAtMs) - shown.answer.asOfMs) / 1000));
	const asOf = clockTime(shown.answer.asOfMs, timeZone);
	return [{text: fitting([`shown: ${age} old, as of ${asOf}`, `as of ${asOf}, ${age}`, `${age} old`], width)}];
}

/** The shown value's distance from the truth, when that was asked, and how often it is. */
function errorLines(state: State, width: number): Line[] {
	const {scenario: {error}, truth, shown, timeZone} = state;
	const block = errorBlock(state);
	if (block.kind === 'nothing' || !shown) {
		return [[{text: 'error: nothing shown yet', tone: 'dim'}]];
	}

	if (block.kind !== 'measured' || block.forSeconds !== undefined || !truth) {
		// What was measured too long ago says nothing of now: no figure, and no word that all is well.
		const isLate = block.kind !== 'measuring' && block.forSeconds !== undefined;
		return [
			isLate ? lateLine(block.forSeconds, width) : [{text: 'error: measuring …', tone: 'dim'}],
			...error.compare(shown.answer, shown.answer).rows.map((row): Line => spread([{text: nameOf(row, width), tone: 'dim'}], [{text: isLate ? '-' : '…', tone: 'dim'}], width)),
			...error.part === undefined ? [] : [[]],
		];
	}

	const {off: {rows, worst}, atMs} = block;
	const checked = clockTime(atMs, timeZone);
	return [
		[{text: fitting([`error, checked ${checked}, every ${formatDuration(truth.everySeconds)}`, `error, checked ${checked}`, `error at ${checked}`], width), tone: 'dim'}],
		...rows.map(row => row.missing === undefined ? offLine([nameOf(row, width)], row, width) : missingLine(row.missing, row, width)),
		...worst
			? [offLine(['worst: ', 'most: ', ''].map(word => `${word}${worst.name}`), worst, width)]
			: error.part === undefined ? [] : [[{text: `no ${error.part} is off`, tone: 'dim' as const}]],
	];
}

/** From this width on a figure has its whole name. */
const wideNames = 40;

function nameOf({name, shortName = name}: OffRow, width: number): string {
	return width < wideNames ? shortName : name;
}

/** How far one figure is off. Nothing of a figure is cut: what finds no room is left out whole. */
function offLine(names: readonly string[], {unit, amount, share}: Off, width: number): Line {
	const off = formatAmount(unit, Math.abs(amount));
	const percent = share === undefined ? '' : percentText(Math.abs(share), 2);
	const forms = names.flatMap(name => [`${off} ${percent.padStart(width < 32 ? 6 : 7)}`, percent, off].map(figures => ({name, figures})));
	const {name, figures} = forms.find(form => columnsOf(form.name) + 1 + form.figures.length <= width) ?? {name: cutColumns(names.at(-1)!, width - 1 - off.length), figures: off};
	return spread([{text: name}], [{text: figures, tone: amount === 0 ? 'hit' : 'miss'}], width);
}

/** An error that was measured too long ago says nothing of now. */
function lateLine(forSeconds: number, width: number): Line {
	const duration = formatCountdown(forSeconds);
	return [{text: fitting([`error: not measured for ${duration}`, `not measured for ${duration}`], width), tone: 'bad'}];
}

/** Of what the shown answer holds nothing of, all is missing. */
function missingLine(inFull: string, {name, unit, amount}: OffRow, width: number): Line {
	const off = formatAmount(unit, Math.abs(amount));
	return [{text: fitting([`${inFull}: not in this answer, ${off}`, `${name}, ${off}: not in it`, `${name}: not in it`], width), tone: 'miss'}];
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
