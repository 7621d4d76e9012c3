import {Text} from 'ink';
import {columnsOf} from '../../words/columns.ts';
import {plainText} from '../../words/plain-text.ts';
import {type Paints, type Tone, usePaints} from '../theme.ts';

/** A run of text with one meaning. */
export type Span = {readonly text: string; readonly tone?: Tone};

/** One line of the screen. */
export type Line = readonly Span[];

/** Lines under each other, each cut at the panel's edge, never wrapped. Whatever a text is, nothing but signs reaches the screen. */
export function Lines({lines}: {readonly lines: readonly Line[]}) {
	const paints = usePaints();
	// One text, coloured here: as an element each, lines and runs would be most of what a frame costs.
	return <Text wrap="truncate-end">{lines.map(line => painted(line, paints)).join('\n')}</Text>;
}

/** An empty line still takes its row. */
function painted(line: Line, paints: Paints): string {
	return line.map(({text, tone = 'plain'}) => paints[tone](plainText(text))).join('') || ' ';
}

/** Width of a line in columns. */
export function lineWidth(line: Line): number {
	return line.reduce((sum, {text}) => sum + columnsOf(text), 0);
}

/** Two runs of text at the two ends of a line. */
export function spread(left: Line, right: Line, width: number): Line {
	return [...left, {text: ' '.repeat(Math.max(1, width - lineWidth(left) - lineWidth(right)))}, ...right];
}

/** The first text that fits a width, else the last. */
export function fitting(texts: readonly string[], width: number): string {
	return texts.find(text => text.length <= width) ?? texts.at(-1)!;
}
