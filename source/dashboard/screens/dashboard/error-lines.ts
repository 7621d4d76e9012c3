import type {Off, OffRow} from '../../../scenarios/error-model.ts';
import {formatAmount} from '../../../words/amount.ts';
import {columnsOf, cutColumns} from '../../../words/columns.ts';
import {formatCountdown, formatDuration} from '../../../words/duration.ts';
import {percentText} from '../../../words/share.ts';
import {fitting, type Line, spread} from '../../panels/lines.tsx';
import type {ErrorView} from './cache-view.ts';

/** The shown value's distance from the truth, when that was asked, and how often it is. */
export function errorLines(view: ErrorView, width: number): Line[] {
	switch (view.kind) {
		case 'nothing': {
			return [[{text: 'error: nothing shown yet', tone: 'dim'}]];
		}

		case 'unknown': {
			const {lateSeconds, rows, part} = view;
			return [
				lateSeconds === undefined ? [{text: 'error: measuring …', tone: 'dim'}] : lateLine(lateSeconds, width),
				...rows.map((row): Line => spread([{text: nameOf(row, width), tone: 'dim'}], [{text: lateSeconds === undefined ? '…' : '–', tone: 'dim'}], width)),
				...(part === undefined ? [] : [[]]),
			];
		}

		case 'known': {
			const {checkedAt, everySeconds, rows, worst, part} = view;
			return [
				[
					{
						text: fitting(
							[`error, checked ${checkedAt}, every ${formatDuration(everySeconds)}`, `error, checked ${checkedAt}`, `error at ${checkedAt}`],
							width,
						),
						tone: 'dim',
					},
				],
				...rows.map(row => (row.missing === undefined ? offLine([nameOf(row, width)], row, width) : missingLine(row.missing, row, width))),
				...(worst
					? [
							offLine(
								['worst: ', 'most: ', ''].map(word => `${word}${worst.name}`),
								worst,
								width,
							),
						]
					: part === undefined
						? []
						: [[{text: `no ${part} is off`, tone: 'dim' as const}]]),
			];
		}
	}
}

/** From this width on a figure has its whole name. */
const wideNames = 40;

function nameOf({name, shortName = name}: OffRow, width: number): string {
	return width < wideNames ? shortName : name;
}

/** How far one figure is off, and to which side: facts that came are missing in an old answer, what was taken back since is too much. Nothing of a figure is cut: what finds no room is left out whole. */
function offLine(names: readonly string[], {unit, amount, share}: Off, width: number): Line {
	const sign = amount > 0 ? '+' : amount < 0 ? '-' : '';
	const off = `${sign}${formatAmount(unit, Math.abs(amount))}`;
	const percent = share === undefined ? '' : percentText(Math.abs(share), 2);
	const forms = names.flatMap(name =>
		[`${off} ${percent.padStart(width < 32 ? 6 : 7)}`, ...(percent === '' ? [] : [`${sign}${percent}`]), off].map(figures => ({name, figures})),
	);
	const {name, figures} = forms.find(form => columnsOf(form.name) + 1 + form.figures.length <= width) ?? {
		name: cutColumns(names.at(-1)!, width - 1 - off.length),
		figures: off,
	};
	return spread([{text: name}], [{text: figures, tone: amount === 0 ? 'hit' : 'miss'}], width);
}

/** An error that was measured too long ago says nothing of now. */
function lateLine(lateSeconds: number, width: number): Line {
	const duration = formatCountdown(lateSeconds);
	return [{text: fitting([`error: not measured for ${duration}`, `not measured for ${duration}`], width), tone: 'bad'}];
}

/** Of what the shown answer holds nothing of, all is missing. */
function missingLine(inFull: string, {name, unit, amount}: OffRow, width: number): Line {
	const off = formatAmount(unit, Math.abs(amount));
	return [{text: fitting([`${inFull}: not in this answer, ${off}`, `${name}, ${off}: not in it`, `${name}: not in it`], width), tone: 'miss'}];
}
