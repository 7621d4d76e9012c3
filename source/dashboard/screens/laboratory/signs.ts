import {type Line, lineWidth, type Span} from '../../panels/lines.tsx';
import type {Tone} from '../../theme.ts';
import {type LaboratoryView, shownFigures} from './view.ts';

/** The signs on the charts: plain letters, one column wide in every terminal. Each has its word in the legend. */
export const signs = {
	seen: {sign: '@', tone: 'seen', word: 'seen'},
	ghost: {sign: 'o', tone: 'strong', word: 'earlier setting'},
	guess: {sign: '?', tone: 'guess', word: 'guess'},
	simulated: {sign: 's', tone: 'simulated', word: 'SIMULATED'},
} as const satisfies Record<string, {sign: string; tone: Tone; word: string}>;

/**
 * What the signs mean that stand on the charts now, in one line; the last are left out where there is no room.
 * @param showsHitRate whether the chart of the hit rate is among them: only it has a band and a guess
 */
export function legend(view: LaboratoryView, showsHitRate: boolean, width: number): Line {
	const {curve, guess, whatIf, ascii, memory} = view;
	if (view.jitter) {
		return [{text: ' seen: counted here  theory: the mean of many such runs  Esc closes it', tone: 'dim'}];
	}

	const ghosts = memory?.before ?? view.ghosts;
	const isPlacing = guess?.isPlacing ?? false;
	const isThere = {
		seen: shownFigures(view) !== undefined,
		guess: guess !== undefined && showsHitRate && !memory,
		ghost: ghosts.length > 0,
		simulated: whatIf.length > 0 && !isPlacing && !memory,
	};
	const entries: Span[][] = [];
	if (typeof (memory?.curve ?? curve) !== 'string' && !isPlacing) {
		entries.push([{text: ascii ? '**' : '⠶⠶', tone: 'accent'}, {text: ' theory'}]);
		if (showsHitRate && !memory && typeof curve !== 'string' && curve.some(({band}) => band)) {
			entries.push([{text: ascii ? '..' : '⣿⣿', tone: 'dim'}, {text: ' chance, 5-95 %'}]);
		}
	}

	for (const name of ['seen', 'guess', 'ghost', 'simulated'] as const) {
		if (isThere[name]) {
			entries.push([{text: signs[name].sign, tone: signs[name].tone}, {text: ` ${signs[name].word}`}]);
		}
	}

	entries.push([{text: `across: ${memory ? 'keys in memory' : 'TTL'}, logarithmic`, tone: 'dim'}]);
	const line: Span[] = [];
	for (const entry of entries) {
		const gap = line.length === 0 ? ' ' : '  ';
		if (lineWidth(line) + gap.length + lineWidth(entry) <= width) {
			line.push({text: gap}, ...entry);
		}
	}

	return line;
}
