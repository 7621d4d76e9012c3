import {type Outcome, outcomes as outcomeNames} from '../../../lab/read-through.ts';
import {formatCount} from '../../../words/count.ts';
import {formatDuration} from '../../../words/duration.ts';
import {wrapWords} from '../../../words/wrapping.ts';
import {type Line, Lines, lineWidth, type Span} from '../../panels/lines.tsx';
import {Panel} from '../../panels/panel.tsx';
import type {Tone} from '../../theme.ts';
import {answerLines} from './what-if-panel.tsx';
import {earlierSettings, figuresTable, missingFigures, wideTable} from './figures-table.ts';
import {bandLines, guessLines, placingLines, simulatedLines} from './verdicts.ts';
import type {LaboratoryView} from './view.ts';

type Props = {
	readonly view: LaboratoryView;
	/** The answer about another TTL has no panel of its own. */
	readonly showsAnswer: boolean;
	readonly width: number;
	readonly height: number;
};

/** What the present TTL buys and costs in figures: guessed, predicted and seen; and at which setting. */
export function FiguresPanel({view, showsAnswer, width, height}: Props) {
	const inner = width - (width < 36 ? 3 : 4);
	const lines = fitSections(view.guess?.isPlacing ? placingSections(view, inner) : sections(view, showsAnswer, inner), height - 2);
	return (
		<Panel title={`At TTL ${formatDuration(view.ttlSeconds)}`} width={width} height={height}>
			<Lines lines={lines.map(line => [{text: ' '}, ...line])} />
		</Panel>
	);
}

/** Lines that belong together; where they do not all fit, those of the greatest rank are dropped whole. */
export type Section = {
	readonly rank: number;
	readonly lines: readonly Line[];
	/** Only where it does not take the empty lines between the others. */
	readonly isExtra?: boolean;
};

/** The sections that fit, in their order, with an empty line between them where all find room so. */
export function fitSections(sections: readonly Section[], height: number): Line[] {
	const full = sections.filter(({lines}) => lines.length > 0);
	const kept = new Set<Section>();
	let used = 0;
	for (const section of full.toSorted((a, b) => a.rank - b.rank)) {
		const air = section.isExtra ? kept.size : 0;
		if (used + section.lines.length + air <= height) {
			kept.add(section);
			used += section.lines.length;
		}
	}

	let spare = height - used;
	return full.filter(section => kept.has(section)).flatMap(({lines}, i) => (i > 0 && spare-- > 0 ? [[], ...lines] : [...lines]));
}

function lesson({headline}: LaboratoryView): string {
	return `A longer TTL buys more hits, and fewer queries reach MongoDB. It costs age: answers are older, and ${headline.inFull} on the screen is further off.`;
}

function sections(view: LaboratoryView, showsAnswer: boolean, width: number): Section[] {
	const {budget, truth, answer} = view;
	const dim = (text: string): Line => [{text, tone: 'dim'}];
	return [
		{rank: 3, lines: settingLines(view, width)},
		{rank: 0, lines: [...figuresTable(view, width), ...missingFigures(view)]},
		{rank: 1, lines: [...bandLines(view, width), ...guessLines(view, width)]},
		{
			rank: 1,
			lines:
				showsAnswer && answer
					? [
							...wrapWords(`${answer.title} SIMULATED`, width, '  ').map((text): Line => [{text, tone: 'simulated'}]),
							...answerLines(answer.sentences, width, 14),
						]
					: [],
		},
		// While nothing else is said: where there is little room, whole sentences are left out.
		...(view.keys && !answer ? view.keys.map((sentence, i) => ({rank: 5 + i, lines: wrapWords(sentence, width, '  ').map(dim)})) : []),
		{rank: 4, lines: readLines(view, width)},
		{rank: 7, lines: truth === undefined ? [] : wrapWords(truth, width, '  ').map(text => [{text}])},
		{rank: 5, lines: simulatedLines(view, width, width >= wideTable ? 3 : 1)},
		{
			rank: 6,
			lines: budget
				? [...wrapWords(budget.asked, width, '  ').map(dim), ...wrapWords(budget.answer, width, '  ').map((text): Line => [{text, tone: 'accent'}])]
				: [],
		},
		{rank: 8, lines: budget ? wrapWords(budget.reason, width, '  ').map(dim) : []},
		{rank: 2, lines: newsLines(view, width)},
		{rank: 9, lines: earlierSettings(view, width, 6), isExtra: true},
		{rank: 10, lines: wrapWords(lesson(view), width).map(dim), isExtra: true},
	];
}

/** What was done last: the activity has no panel here. */
function newsLines({news}: LaboratoryView, width: number): Line[] {
	return news === undefined
		? []
		: wrapWords(news.text, width, '  ')
				.slice(0, 4)
				.map((text): Line => [{text, tone: news.isFailure ? 'bad' : 'accent'}]);
}

function placingSections(view: LaboratoryView, width: number): Section[] {
	return [
		{rank: 1, lines: settingLines(view, width)},
		{rank: 0, lines: placingLines(view)},
		{rank: 2, lines: newsLines(view, width)},
	];
}

function settingLines({loadText, protectionText, fillSeconds, isFirstFill, addedFillSeconds}: LaboratoryView, width: number): Line[] {
	const took = fillSeconds === undefined ? '' : formatDuration(fillSeconds);
	const fill = took && (isFirstFill ? `the first fill took ${took}` : `a fill takes ${took} (median)`);
	return [
		...wrapWords(loadText, width, '  ').map(text => [{text}]),
		...wrapWords(`protection: ${protectionText}`, width, '  ').map((text): Line => [{text, tone: 'dim'}]),
		...(fill ? [[{text: fill, tone: 'dim' as const}]] : []),
		...(addedFillSeconds > 0 ? [[{text: `SLOW ORIGIN, ${formatDuration(addedFillSeconds)} added`, tone: 'miss' as const}]] : []),
	];
}

const tones: Record<Outcome, Tone> = {hit: 'hit', miss: 'miss', coalesced: 'plain', stale: 'plain', bypass: 'plain', error: 'bad'};

/** Reads by outcome; hits and misses always, the others once there are any. */
function readLines({reads, outcomes, shed}: LaboratoryView, width: number): Line[] {
	const counts: Span[][] = [[{text: `reads ${formatCount(reads)}`}]];
	for (const name of outcomeNames) {
		if (name === 'hit' || name === 'miss' || outcomes[name] > 0) {
			counts.push([
				{text: `${name} `, tone: 'dim'},
				{text: formatCount(outcomes[name]), tone: tones[name]},
			]);
		}
	}

	if (shed > 0) {
		counts.push([{text: `shed ${formatCount(shed)}`, tone: 'bad'}]);
	}

	const lines: Span[][] = [[]];
	for (const count of counts) {
		const last = lines.at(-1)!;
		if (lineWidth(last) + 2 + lineWidth(count) <= width) {
			last.push(...(last.length > 0 ? [{text: '  '}] : []), ...count);
		} else {
			lines.push([...count]);
		}
	}

	return lines;
}
