import {formatBytes} from '../../../words/bytes.ts';
import {countedText, formatCount} from '../../../words/count.ts';
import {agesInOneUnit, formatCountdown, formatDuration} from '../../../words/duration.ts';
import {shareText} from '../../../words/share.ts';
import {wrapWords} from '../../../words/wrapping.ts';
import {gauge} from '../../charts/gauge.ts';
import {fitting, type Line, Lines, spread} from '../../panels/lines.tsx';
import {Panel} from '../../panels/panel.tsx';
import {fewestReads} from '../../state/state.ts';
import type {CacheFigures, CacheView} from './cache-view.ts';
import {errorLines} from './error-lines.ts';

type Props = {
	readonly view: CacheView;
	readonly width: number;
	readonly height: number;
	/** Another panel follows at once, whose upper border is this one's lower. */
	readonly isOpenBelow?: boolean;
};

/** The key in Redis, what its TTL buys (seen beside predicted), and what it costs: how far the shown value is off. */
export function CachePanel({view, width, height, isOpenBelow = false}: Props) {
	const inner = width - 4;
	const {trouble, before} = view;
	// In the order in which they give way on a small screen, the last ones first; shown in the order of `place`.
	const lines = [
		{place: 0, line: ttlLine(view, inner)},
		{place: 1, line: keyLine(view, inner)},
		...(trouble === undefined ? [] : [{place: 2, line: troubleLine(trouble, inner)}]),
		...figureLines(view, inner).map((line, i) => ({place: 3 + i, line})),
		{place: 6, line: settledLine(view, inner)},
		...errorLines(view.error, inner).map((line, i) => ({place: 20 + i, line})),
		{place: 7, line: sinceLine(view, inner)},
		{place: 30, line: outcomeLine(view, inner)},
		...(trouble === undefined ? [{place: 2, line: endLine(view)}] : []),
		{place: 18, line: shownLine(view, inner)},
		...(before === undefined ? [] : wrapWords(before, inner, '  ')).map((text, i) => ({place: 8 + i, line: [{text, tone: 'dim' as const}]})),
		{place: 17, line: []},
		{place: 29, line: []},
	]
		.slice(0, height - (isOpenBelow ? 1 : 2))
		.sort((a, b) => a.place - b.place);
	return (
		<Panel title="Cache" note={view.readers} width={width} height={height} isOpenBelow={isOpenBelow}>
			<Lines lines={lines.map(({line}) => [{text: ' '}, ...line])} />
		</Panel>
	);
}

/** The TTL; a new one acts at once unless it says otherwise. */
function ttlLine({ttlSeconds, actsNextFill}: CacheView, width: number): Line {
	return spread([{text: `TTL ${formatDuration(ttlSeconds)}`, tone: 'strong'}], [{text: actsNextFill ? 'next fill' : '', tone: 'dim'}], width);
}

function keyLine({leftSeconds, graceSeconds, isKeyKnown, ttlSeconds}: CacheView, width: number): Line {
	const text = leftSeconds > 0 ? formatCountdown(leftSeconds) : graceSeconds > 0 ? 'past end' : isKeyKnown ? 'no key' : 'not known';
	const textWidth = Math.max(8, text.length + 1);
	return [{text: gauge(leftSeconds / ttlSeconds, width - textWidth), tone: leftSeconds > 0 ? 'hit' : 'dim'}, {text: text.padStart(textWidth)}];
}

/** What is wrong with Redis; on a narrow screen without its name. */
function troubleLine(trouble: string, width: number): Line {
	const unnamed = trouble.replace(/^Redis /, '');
	return [{text: fitting([trouble, unnamed, unnamed.replace(' to store', '')], width), tone: 'bad'}];
}

function endLine({endsAt, graceSeconds, keys}: CacheView): Line {
	if (keys) {
		return [{text: `${countedText(keys.count, 'key')} in Redis, about ${formatBytes(keys.bytes)}`, tone: 'dim'}];
	}

	const text = endsAt === undefined ? (graceSeconds > 0 ? `kept stale for ${formatCountdown(graceSeconds)}` : 'the next read is a miss') : `key ends ${endsAt}`;
	return [{text, tone: 'dim'}];
}

function figureLines({seen, theory, reads, isOldTtlRunning}: CacheView, width: number): Line[] {
	const isNarrow = width < 30;
	const nameWidth = isNarrow ? 9 : 14;
	// What is read under the old TTL is not of this one.
	const counts = isOldTtlRunning ? ['not counted'] : [countedText(reads, 'read'), formatCount(reads)];
	const readsText = fitting(counts, Math.floor((width + nameWidth) / 2) - 5);
	const row = (name: string, seenText: string, predictedText: string): Line => [
		{text: name.padEnd(nameWidth)},
		{text: seenText.padStart(Math.floor((width - nameWidth) / 2)), tone: 'strong'},
		{text: predictedText.padStart(Math.ceil((width - nameWidth) / 2)), tone: 'accent'},
	];
	const predicted = typeof theory === 'string' ? undefined : theory;
	const missing = theory === 'computing' ? '…' : '–';
	// One unit for what is compared, said in the name of the row.
	const hits = (figures: CacheFigures | undefined) => figures && shareText(figures.hitRate, 2).replace(' %', '');
	const ages = agesInOneUnit([seen?.meanAgeSeconds, predicted?.meanAgeSeconds]);
	return [
		spread(
			[{text: readsText}],
			[
				{text: 'seen', tone: 'strong'},
				{text: 'theory'.padStart(Math.ceil((width - nameWidth) / 2)), tone: 'accent'},
			],
			width,
		),
		row(isNarrow ? 'hits, %' : 'hit rate, %', hits(seen) ?? '–', hits(predicted) ?? missing),
		row(`${isNarrow ? '' : 'mean '}age, ${ages.unit}`, ages.texts[0] ?? '–', ages.texts[1] ?? missing),
	];
}

/** Until when seen and predicted may differ rightly; what went wrong meanwhile says so first. */
function settledLine({outcomes, shed, reads, isOldTtlRunning, since, settlesInSeconds}: CacheView, width: number): Line {
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

	if (isOldTtlRunning) {
		return [{text: fitting([`reads are counted from ${since}`, `counts from ${since}`], width), tone: 'dim'}];
	}

	const waits =
		reads < fewestReads
			? [`figures after ${fewestReads} reads`]
			: settlesInSeconds > 0 && Number.isFinite(settlesInSeconds)
				? [`seen and theory comparable in ${formatCountdown(settlesInSeconds)}`, `comparable in ${formatCountdown(settlesInSeconds)}`]
				: ['seen and theory can be compared', 'comparable with theory'];
	return [{text: fitting(waits, width), tone: 'dim'}];
}

/** Since when reads are counted, and why not for longer. */
function sinceLine({since, isOldTtlRunning, why}: CacheView, width: number): Line {
	if (isOldTtlRunning) {
		return [
			{
				text: fitting([`the old TTL runs until ${since}; counting starts then`, `the old TTL runs until ${since}`, `old TTL until ${since}`], width),
				tone: 'dim',
			},
		];
	}

	const texts =
		why === undefined ? [`counting since ${since}`] : [`counting again since ${since}: ${why}`, `again since ${since}: ${why}`, `again since ${since}`];
	return [{text: fitting(texts, width), tone: 'dim'}];
}

function shownLine({shown}: CacheView, width: number): Line {
	if (!shown) {
		return [{text: 'nothing shown yet', tone: 'dim'}];
	}

	const age = formatCountdown(shown.ageSeconds);
	return [{text: fitting([`shown: ${age} old, as of ${shown.asOf}`, `as of ${shown.asOf}, ${age}`, `${age} old`], width)}];
}

function outcomeLine({outcomes, keys, rareMisses = 0}: CacheView, width: number): Line {
	const counts = `hits ${formatCount(outcomes.hit)}  misses ${formatCount(outcomes.miss)}`;
	const rare =
		rareMisses === 0
			? ''
			: ([`, ${formatCount(rareMisses)} of rare ones`, `, ${formatCount(rareMisses)} rare`].find(text => counts.length + text.length <= width) ?? '');
	const line: Line = [
		{text: 'hits ', tone: 'dim'},
		{text: formatCount(outcomes.hit), tone: 'hit'},
		{text: '  misses ', tone: 'dim'},
		{text: formatCount(outcomes.miss), tone: 'miss'},
		...(rare === '' ? [] : [{text: rare, tone: 'dim' as const}]),
	];
	const more: readonly Line[] = [
		outcomes.coalesced > 0 ? [{text: '  coalesced ', tone: 'dim'}, {text: formatCount(outcomes.coalesced)}] : [],
		keys ? [{text: `  ${countedText(keys.count, 'key')}`, tone: 'dim'}] : [],
	];
	// What has no room is left out, not cut.
	const widthOf = (of: Line) => of.reduce((sum, {text}) => sum + text.length, 0);
	return more.reduce((before, next) => (widthOf([...before, ...next]) <= width ? [...before, ...next] : before), line);
}
