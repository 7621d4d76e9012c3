import {formatSmall} from '../../../words/count.ts';
import {agesInOneUnit, formatDuration} from '../../../words/duration.ts';
import {ratesInOneUnit, rateText} from '../../../words/rate.ts';
import {shareText} from '../../../words/share.ts';
import type {Line, Span} from '../../panels/lines.tsx';
import type {Tone} from '../../theme.ts';
import {signs} from './signs.ts';
import {type Figures, type LaboratoryView, presentGuess, shownFigures} from './view.ts';

/** The figures that are compared, in one unit, which the name of the row says. */
type Row = {readonly name: string; readonly texts: ReadonlyArray<string | undefined>};

/** From this width on there is room for whole names. */
export const wideTable = 40;

const tones = ['guess', 'accent', 'seen'] as const;

/** Guess, theory and what was seen, side by side. */
export function figuresTable(view: LaboratoryView, width: number): Line[] {
	const guess = presentGuess(view);
	const theory = typeof view.theory === 'string' ? undefined : view.theory;
	const seen = shownFigures(view);
	const [head, hitRate, ...rest] = rowsOf([guess, theory, seen], view.headline.name, width >= wideTable);
	const cell = cellOf(width);
	// The guess is of the hit rate alone: the longer names of the other rows take its place.
	return [
		tableRow(head!, width - 3 * cell, cell, tones),
		tableRow(hitRate!, width - 3 * cell, cell, tones),
		...rest.map(({name, texts}) => tableRow({name, texts: texts.slice(1)}, width - 2 * cell, cell, tones.slice(1))),
	];
}

function rowsOf(
	[guess, ...both]: readonly [{readonly hitRate: number} | undefined, Figures | undefined, Figures | undefined],
	headline: string,
	isWide: boolean,
): Row[] {
	const percents = (shares: ReadonlyArray<number | undefined>) =>
		shares.map(share => (share === undefined ? undefined : shareText(share, 1).replace(' %', '')));
	const [age, queries] = ['mean age', isWide ? 'origin queries' : 'queries'];
	const ages = agesInOneUnit(both.map(figures => figures?.meanAgeSeconds));
	const rates = ratesInOneUnit(both.map(figures => figures?.originPerSecond));
	return [
		{name: '', texts: ['guess', 'theory', 'seen']},
		{name: 'hit rate, %', texts: [guess && String(Math.round(guess.hitRate * 100)), ...percents(both.map(figures => figures?.hitRate))]},
		{name: both.some(Boolean) ? `${age}, ${ages.unit}` : age, texts: [undefined, ...ages.texts]},
		{name: both.some(Boolean) ? `${queries} ${rates.unit}` : queries, texts: [undefined, ...rates.texts]},
		{
			name: isWide ? `${headline} is off by, %` : `${headline} off, %`,
			texts: [undefined, ...both.map(figures => (figures?.errorShare === undefined ? undefined : formatSmall(figures.errorShare * 100)))],
		},
	];
}

/** Earlier settings of this run, newest first. */
export function earlierSettings({ghosts}: LaboratoryView, width: number, most: number): Line[] {
	const isWide = width >= wideTable;
	const cells = isWide ? [7, 11, 13] : [7, 11];
	const row = (name: string, texts: readonly string[], tones: readonly Tone[] = []): Line => [
		{text: name.padEnd(width - cells.reduce((sum, cell) => sum + cell, 0))},
		...cells.map((cell, i): Span => ({text: texts[i]!.padStart(cell), tone: tones[i] ?? 'plain'})),
	];
	return ghosts.length === 0
		? []
		: [
				row(`${signs.ghost.sign} earlier`, ['hits', 'age', 'queries'], ['dim', 'dim', 'dim']),
				...ghosts
					.slice(-most)
					.reverse()
					.map(({ttlSeconds, hitRate, meanAgeSeconds, originPerSecond}) =>
						row(formatDuration(ttlSeconds), [shareText(hitRate, 1), formatDuration(meanAgeSeconds), rateText(originPerSecond)]),
					),
			];
}

function cellOf(width: number): number {
	return Math.floor((width - (width >= wideTable ? 15 : 10)) / 3);
}

/** A name that is too long takes what the first text leaves of its cell. */
function tableRow({name, texts}: Row, nameWidth: number, cell: number, tones: readonly Tone[]): Line {
	return [
		{text: name.padEnd(nameWidth)},
		...texts.map((text = '–', i): Span => ({
			text: text.padStart(i === 0 ? cell - Math.max(0, name.length - nameWidth) : cell),
			tone: text === '–' ? 'dim' : (tones[i] ?? 'plain'),
		})),
	];
}

/** What stands under the table while a column of it is empty. */
export function missingFigures({reads, fewestReads, theory, waitsUntil}: LaboratoryView): Line[] {
	return [
		...(waitsUntil !== undefined
			? [[{text: `old TTL until ${waitsUntil}`, tone: 'seen' as const}]]
			: reads < fewestReads
				? [
						[
							{text: `${reads}/${fewestReads} reads`, tone: 'seen' as const},
							{text: ', then figures', tone: 'dim' as const},
						],
					]
				: []),
		...(theory === 'computing' ? [[{text: 'computing the theory', tone: 'dim' as const}]] : []),
		...(theory === 'no formula' ? [[{text: 'no formula for this setting:'}], [{text: 'measure it, or simulate it'}]] : []),
	];
}
