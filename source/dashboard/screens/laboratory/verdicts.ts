import {formatCount} from '../../../words/count.ts';
import {formatCountdown, formatDuration} from '../../../words/duration.ts';
import {rateText} from '../../../words/rate.ts';
import {shareText} from '../../../words/share.ts';
import {wrapWords} from '../../../words/wrapping.ts';
import {fitting, type Line} from '../../panels/lines.tsx';
import {wideTable} from './figures-table.ts';
import {signs} from './signs.ts';
import {type Guess, type LaboratoryView, presentGuess, shownFigures} from './view.ts';

/** Whether chance alone explains how far the seen hit rate is from the theory. */
export function bandLines(view: LaboratoryView, width: number): Line[] {
	const {verdict, settlesInSeconds} = view;
	if (!shownFigures(view)) {
		return [];
	}

	if (settlesInSeconds > 0) {
		const left = Number.isFinite(settlesInSeconds) ? formatCountdown(settlesInSeconds) : '–';
		return [[{text: fitting([`comparable in ${left}, after one life of the key`, `comparable in ${left}`], width), tone: 'dim'}]];
	}

	if (!verdict) {
		return [];
	}

	const {band, reads, hitRate} = verdict;
	const [low, high] = [band.low, band.high].map(share => shareText(share, 1).replace(' %', ''));
	const isInside = hitRate >= band.low && hitRate <= band.high;
	return [
		[{text: `5-95 %: ${low} to ${high} %`}, isInside ? {text: '  inside', tone: 'hit'} : {text: '  OUTSIDE', tone: 'bad'}],
		...(width >= wideTable ? [[{text: `9 runs in 10 of ${formatCount(reads)} reads lie there`, tone: 'dim' as const}]] : []),
	];
}

/** How far the guess was from what was seen, once that can be compared; until then, when it will be. */
export function guessLines(view: LaboratoryView, width: number): Line[] {
	const guess = presentGuess(view);
	if (!guess || guess.isPlacing) {
		return [];
	}

	return wrapWords(`your guess ${wholePercent(guess.hitRate)}: ${judgement(guess, view)}`, width, '  ').map(text => [{text, tone: 'guess'}]);
}

function judgement(guess: Guess, view: LaboratoryView): string {
	const {settlesInSeconds, fewestReads} = view;
	if (settlesInSeconds > 0) {
		return Number.isFinite(settlesInSeconds) ? `judged in ${formatCountdown(settlesInSeconds)}` : 'judged after one life of the key';
	}

	const seen = shownFigures(view);
	if (!seen) {
		return `judged after ${fewestReads} reads`;
	}

	const points = Math.round(Math.abs(guess.hitRate - seen.hitRate) * 100);
	return points === 0 ? 'spot on' : `${points} ${points === 1 ? 'point' : 'points'} ${guess.hitRate < seen.hitRate ? 'low' : 'high'}`;
}

/** How a guess is placed; what would tell the answer is hidden meanwhile. */
export function placingLines({guess}: LaboratoryView): Line[] {
	return [
		[{text: 'What will the hit rate be?', tone: 'strong'}],
		[],
		[
			{text: 'your guess ', tone: 'guess'},
			{text: wholePercent(guess?.hitRate ?? 0), tone: 'guess'},
		],
		[],
		...(
			[
				['arrows', 'move it'],
				['Enter', 'starts the run'],
				['Esc', 'leaves it'],
			] as const
		).map(([key, does]): Line => [{text: key.padEnd(8), tone: 'accent'}, {text: does}]),
		[],
		[{text: 'Theory and what was seen are'}],
		[{text: 'hidden while you guess.'}],
	];
}

/** The newest results of the simulator, each with its label. */
export function simulatedLines({whatIf, simulating}: LaboratoryView, width: number, most: number): Line[] {
	const lines: Line[] = simulating === undefined ? [] : wrapWords(`simulating ${simulating}`, width, '  ').map(text => [{text, tone: 'simulated'}]);
	for (const {ttlSeconds, hitRate, meanAgeSeconds, originPerSecond, reads} of whatIf.slice(-most).reverse()) {
		const head = `${signs.simulated.sign} ${signs.simulated.word} TTL ${formatDuration(ttlSeconds)}`;
		const count = `, ${formatCount(reads)} reads`;
		const figures = (rate: string) => wrapWords(`${shareText(hitRate)} hits, ${formatDuration(meanAgeSeconds)} old, ${rate}`, width - 2, '');
		const [short, named] = [figures(rateText(originPerSecond)), figures(`queries ${rateText(originPerSecond)}`)];
		lines.push(
			[
				{text: head, tone: 'simulated'},
				{text: head.length + count.length <= width ? count : '', tone: 'dim'},
			],
			// What the rate is of is said where it takes no line more.
			...(named.length === short.length ? named : short).map((text): Line => [{text: `  ${text}`}]),
		);
	}

	return lines;
}

function wholePercent(share: number): string {
	return `${Math.round(share * 100)} %`;
}
