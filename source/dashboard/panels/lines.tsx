import {Box, Text} from 'ink';
import {memo} from 'react';
import {columnsOf} from '../../words/columns.ts';
import {plainText} from '../../words/plain-text.ts';
import {type Tone, usePaints} from '../theme.ts';

/** A run of text with one meaning. */
export type Span = {readonly text: string; readonly tone?: Tone};

/** One line of the screen. */
export type Line = readonly Span[];

/** Lines under each other, each cut at the panel's edge, never wrapped. Whatever a text is, nothing but signs reaches the screen. */
export function Lines({lines}: {readonly lines: readonly Line[]}) {
	return (
		<Box flexDirection="column">
			{/* Lines have no identity but their place. */}
			{/* oxlint-disable-next-line react/no-array-index-key */}
			{lines.map((line, i) => (
				<OneLine key={i} line={line} />
			))}
		</Box>
	);
}

/**
 * One line. From one frame to the next nearly all are the same: these are not made again. It is one text, whose runs are coloured here:
 * each run that was an element would cost a frame as much as the line.
 */
export const OneLine = memo(
	({line}: {readonly line: Line}) => {
		const paints = usePaints();
		// An empty line still takes its row.
		return <Text wrap="truncate-end">{line.length === 0 ? ' ' : line.map(({text, tone = 'plain'}) => paints[tone](plainText(text))).join('')}</Text>;
	},
	(before, now) => isSameLine(before.line, now.line),
);

function isSameLine(a: Line, b: Line): boolean {
	return a.length === b.length && a.every(({text, tone}, i) => text === b[i]!.text && tone === b[i]!.tone);
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
