import {ageText, formatDuration} from '../../words/duration.ts';
import {rateText} from '../../words/rate.ts';
import {errorText, shareText} from '../../words/share.ts';
import type {Line, Span} from '../lines.tsx';
import type {Tone} from '../theme.ts';
import {signs} from './signs.ts';
import {type Figures, type LaboratoryView, presentGuess, shownFigures} from './view.ts';

type Row = {readonly name: string; readonly longName: string; readonly text: (figures: Figures) => string};

const rows: readonly Row[] = [
	{name: 'hit rate', longName: 'hit rate', text: ({hitRate}) => shareText(hitRate, 1)},
	{name: 'mean age', longName: 'mean age', text: ({meanAgeSeconds}) => ageText(meanAgeSeconds)},
	{name: 'queries', longName: 'origin queries', text: ({originPerSecond}) => rateText(originPerSecond)},
	{name: 'today off', longName: 'today is off', text: ({todayErrorShare}) => todayErrorShare === undefined ? '-' : errorText(todayErrorShare)},
];

/** From this width on there is room for whole names. */
export const wideTable = 40;

const tones = ['guess', 'accent', 'seen'] as const;

/** Guess, theory and what was seen, side by side. */
export function figuresTable(view: LaboratoryView, width: number): Line[] {
	const isWide = width >= wideTable;
	const guess = presentGuess(view);
	const seen = shownFigures(view);
	const {theory} = view;
	const row = (name: string, ...texts: readonly [string, string, string]) => tableRow(name, texts, width, tones);
	return [
		row('', 'guess', 'theory', 'seen'),
		...rows.map(({name, longName, text}, i) => row(
			isWide ? longName : name,
			i === 0 && guess ? `${Math.round(guess.hitRate * 100)} %` : '-',
			typeof theory === 'string' ? '-' : text(theory),
			seen ? text(seen) : '-',
		)),
	];
}

/** Earlier settings of this run, newest first. */
export function earlierSettings({ghosts}: LaboratoryView, width: number, most: number): Line[] {
	return ghosts.length === 0 ? [] : [
		tableRow(`${signs.ghost.sign} earlier`, ['hit', 'age', 'origin'], width, ['dim', 'dim', 'dim']),
		...ghosts.slice(-most).reverse().map(({ttlSeconds, ...figures}) => tableRow(formatDuration(ttlSeconds), rows.slice(0, 3).map(({text}) => text(figures)), width)),
	];
}

function tableRow(name: string, texts: readonly string[], width: number, tones: readonly Tone[] = []): Line {
	const cell = Math.floor((width - (width >= wideTable ? 15 : 10)) / 3);
	return [
		{text: name.padEnd(width - 3 * cell)},
		...texts.map((text, i): Span => ({text: text.padStart(cell), tone: text === '-' ? 'dim' : tones[i] ?? 'plain'})),
	];
}

/** What stands under the table while a column of it is empty. */
export function missingFigures({reads, fewestReads, theory}: LaboratoryView): Line[] {
	return [
		...(reads < fewestReads ? [[{text: `${reads}/${fewestReads} reads`, tone: 'seen' as const}, {text: ', then figures', tone: 'dim' as const}]] : []),
		...(theory === 'computing' ? [[{text: 'computing the theory', tone: 'dim' as const}]] : []),
		...(theory === 'no formula' ? [[{text: 'no formula for this setting:'}], [{text: 'measure it, or simulate it'}]] : []),
	];
}
