import {wrapWords} from '../../../words/wrapping.ts';
import {fitting, type Line, lineWidth, type Span, spread} from '../../panels/lines.tsx';
import type {LayersView, Station, WayView} from './view.ts';

/** Columns of a count with "about" before it, of a date with its year, and of a size. */
const columns = {count: 16, instant: 11, size: 7} as const;

/** What stands of each layer beside its figures. */
type Form = {readonly hasPurpose: boolean; readonly hasAttach: boolean; readonly isAiry: boolean};

/** The forms, the fullest first. */
const forms: readonly Form[] = [
	{hasPurpose: true, hasAttach: true, isAiry: true},
	{hasPurpose: true, hasAttach: false, isAiry: true},
	{hasPurpose: true, hasAttach: false, isAiry: false},
	{hasPurpose: false, hasAttach: false, isAiry: false},
];

/** The layers one under the other, with the ways between them as a tree: where what stands above goes. In the fullest form that finds room. */
export function wayLines(view: LayersView, width: number, height: number): Line[] {
	const all = forms.map(form => linesOf(form, view, width));
	return (all.find(lines => lines.length <= height) ?? all.at(-1)!).slice(0, height);
}

function linesOf({hasPurpose, hasAttach, isAiry}: Form, {source, stations}: LayersView, width: number): Line[] {
	const depths = stations.map(({depth}) => depth);
	const place = placesFor(stations, width);
	return stations.flatMap((station, i) => {
		const {depth, trouble, readers, into} = station;
		const [first, ...more] = trouble ? troubleLines(station, width - place.figures) : [figuresLine(station, place)];
		const below: Line[] = [
			...more,
			...(hasPurpose && more.length === 0 ? [purposeLine(station, Math.min(width, widestLabels) - place.figures)] : []),
			...(hasAttach && station.attach !== '' ? [[{text: station.attach, tone: 'dim'}] as const] : []),
		];
		return [
			...(isAiry && i > 0 ? [depth === 0 ? [] : [{text: `${rails(depths, i, depth - 1)}│`, tone: 'border'} as const]] : []),
			into
				? way(
						depth === 0 ? {text: `${source} `, tone: 'dim'} : {text: `${rails(depths, i, depth - 1)}${branch(depths, i, depth - 1)}`, tone: 'border'},
						into,
						place,
						width,
					)
				: [],
			[...named(station, rails(depths, i, depth), place.figures), ...first!],
			...below.map((line): Line => [
				{text: `${rails(depths, i, depth)}${readers || goesOn(depths, i, depth) ? '│' : ' '}`.padEnd(place.figures), tone: 'border'},
				...line,
			]),
			...(readers ? [way({text: `${rails(depths, i, depth)}${branch(depths, i, depth)}`, tone: 'border'}, readers, place, width)] : []),
		];
	});
}

/** Where the figures begin, where a way ends, the columns of the words, and the gap between figures. */
type Places = {readonly figures: number; readonly wayEnd: number; readonly wordColumns: number; readonly gap: number};

/** On a wide screen the ways are longer, and labels stand no further off than this. */
const widestLabels = 148;

function placesFor(stations: readonly Station[], width: number): Places {
	const figures = Math.max(...stations.map(({depth, title}) => 2 * depth + title.length)) + 1;
	const wordColumns = Math.max(7, ...stations.map(({word}) => word.length));
	const needed = figures + columns.count + 1 + wordColumns + 2 * columns.instant + 4 + columns.size;
	const gap = Math.max(2, Math.min(20, Math.floor((width - needed) / 3)));
	return {figures, wayEnd: figures + columns.count + 1 + wordColumns + Math.max(0, Math.floor((width - 96) / 2)), wordColumns, gap};
}

function named({title}: Station, before: string, columns: number): Line {
	return [
		{text: before, tone: 'border'},
		{text: title.padEnd(columns - before.length), tone: 'strong'},
	];
}

/** Each figure in columns of its own, however many digits it has. */
function figuresLine({count, word, oldest, newest, size}: Station, {wordColumns, gap}: Places): Line {
	const to = oldest !== '' && newest !== '' ? ' to ' : newest === '' ? '    ' : ' of ';
	return [
		{text: count.padStart(columns.count)},
		{text: ` ${word.padEnd(wordColumns + gap)}`, tone: 'dim'},
		{text: oldest.padStart(columns.instant)},
		{text: to, tone: 'dim'},
		{text: newest.padEnd(columns.instant + gap)},
		{text: size.padStart(columns.size)},
	];
}

function troubleLines({trouble}: Station, width: number): Line[] {
	return wrapWords(trouble!.text, width)
		.slice(0, 2)
		.map(text => [{text, tone: trouble!.isBad ? 'bad' : 'dim'}]);
}

function purposeLine({purpose, labels}: Station, width: number): Line {
	const label = fitting(labels, width - purpose.length - 2);
	return spread([{text: purpose, tone: 'dim'}], [{text: label, tone: 'dim'}], width);
}

/** A way with what is on it, and what is said of it. */
function way(before: Span, {moves, texts, isTrouble = false}: WayView, {wayEnd, gap}: Places, width: number): Line {
	// What is wrong is said whole, and the way is the shorter for it.
	const end = isTrouble ? Math.max(before.text.length + 6, Math.min(wayEnd, width - gap - texts.at(-1)!.length)) : wayEnd;
	const length = end - before.text.length - 1;
	const signs = Array.from({length}, () => '─');
	for (const share of moves) {
		signs[Math.min(length - 1, Math.floor(share * length))] = '●';
	}

	const track = signs
		.join('')
		.split(/(●+)/)
		.filter(text => text !== '')
		.map((text): Span => ({text, tone: text.startsWith('●') ? 'accent' : 'border'}));
	const line: Line = [before, ...track, {text: '›', tone: 'border'}, {text: ' '.repeat(gap)}];
	return [...line, {text: fitting(texts, width - lineWidth(line)), tone: isTrouble ? 'bad' : 'plain'}];
}

/** Whether the layer above at a depth has a further layer under it, below the one at `i`. */
function goesOn(depths: readonly number[], i: number, depth: number): boolean {
	const next = depths.slice(i + 1).find(other => other <= depth + 1);
	return next === depth + 1;
}

/** The rails of the ways that pass by, above a depth. */
function rails(depths: readonly number[], i: number, depth: number): string {
	return Array.from({length: depth}, (_, level) => (goesOn(depths, i, level) ? '│ ' : '  ')).join('');
}

function branch(depths: readonly number[], i: number, depth: number): string {
	return goesOn(depths, i, depth) ? '├─' : '╰─';
}
