import {createCanvas} from '../../words/braille-canvas.ts';
import type {PictureLine} from '../view.ts';
import {stillNearShare} from './still-near.ts';

type Seen = {
	/** How old the list was when it was compared. */
	readonly ageSeconds: number;
	/** The share of the list that was still right. Undefined where that is not known. */
	readonly still: number | undefined;
	readonly metresPerSecond: number;
};

/** The ages that the curve shows, from 0 on, in seconds. */
const mostSeconds = 300;

const labelWidth = 6;

/** The share of a list that is still right against its age: the curve of theory, and the measured points. */
export function shareChart({ageSeconds, still, metresPerSecond}: Seen, columns: number, rows: number, isAscii: boolean): PictureLine[] {
	const canvas = createCanvas<'accent' | 'strong'>(columns - labelWidth, rows - 1, isAscii ? {accent: '*'} : undefined);
	const {width, height} = canvas;
	const y = (share: number) => Math.round((1 - share) * (height - 1));
	let before = y(1);
	for (let x = 0; x < width; x++) {
		const at = y(stillNearShare((x / (width - 1)) * mostSeconds, metresPerSecond));
		for (let row = Math.min(before + 1, at); row <= at; row++) {
			canvas.dot(x, row, 'accent');
		}

		before = at;
	}

	if (still !== undefined) {
		canvas.mark(Math.round((Math.min(ageSeconds, mostSeconds) / mostSeconds) * (width - 1)), y(still), '@', 'strong');
	}

	const label = (row: number) => (row === 0 ? '100 % ' : row === rows - 2 ? '  0 % ' : ''.padEnd(labelWidth));
	const ends = ['0', 'age', '5 min'];
	const space = Math.max(2, columns - labelWidth - ends.join('').length);
	return [
		...canvas
			.lines()
			.map((line, row): PictureLine => [{text: label(row), tone: 'dim'}, ...line.map(({text, tone}) => (tone === 'plain' ? {text} : {text, tone}))]),
		[{text: `${''.padEnd(labelWidth)}${ends[0]}${' '.repeat(Math.floor(space / 2))}${ends[1]}${' '.repeat(Math.ceil(space / 2))}${ends[2]}`, tone: 'dim'}],
	];
}
