import {Box} from 'ink';
import type {ReactNode} from 'react';
import {columnsOf} from '../../words/columns.ts';
import {wrapWords} from '../../words/wrapping.ts';
import {useStyles} from '../theme.ts';
import {Lines} from './lines.tsx';

type Props = {
	readonly title: string;
	/** Said at the right end of the frame. */
	readonly note?: string;
	/** Said in the lower border; what is too long for it ends after a sentence or a word, with an ellipsis. */
	readonly foot?: string | undefined;
	/** Another panel stands right above, without its own lower border. */
	readonly isJoined?: boolean;
	/** No lower border: the next panel's upper one stands for it. */
	readonly isOpenBelow?: boolean;
	readonly width: number;
	readonly height: number;
	readonly children: ReactNode;
};

/** A frame with its title in the upper border. What does not fit is cut, the frame never grows. */
export function Panel({title, note = '', foot, isJoined = false, isOpenBelow = false, width, height, children}: Props) {
	const {border} = useStyles();
	const shownNote = note.length + title.length + 8 > width ? '' : note;
	const said = foot !== undefined && columnsOf(foot) > width - 6 ? `${wrapWords(foot, width - 8)[0]!.replace(/^(.{30,})[;.] .*$/, '$1')} …` : foot;
	const rule = width - title.length - 4 - (shownNote ? shownNote.length + 3 : 0);
	return (
		<Box flexDirection="column" width={width} height={height} flexShrink={0}>
			<Lines
				lines={[
					[
						{text: isJoined ? '├ ' : '╭ ', tone: 'border'},
						{text: title, tone: 'strong'},
						{text: ` ${'─'.repeat(Math.max(0, rule))}`, tone: 'border'},
						{text: shownNote === '' ? '' : ` ${shownNote} `, tone: 'dim'},
						{text: `${shownNote === '' ? '' : '─'}${isJoined ? '┤' : '╮'}`, tone: 'border'},
					],
				]}
			/>
			<Box
				flexDirection="column"
				width={width}
				height={height - (foot === undefined ? 1 : 2)}
				overflow="hidden"
				borderStyle="round"
				borderTop={false}
				borderBottom={!isOpenBelow && foot === undefined}
				{...(border.color !== undefined && {borderColor: border.color})}
			>
				{children}
			</Box>
			{said !== undefined && (
				<Lines lines={[[{text: '╰ ', tone: 'border'}, {text: said}, {text: ` ${'─'.repeat(Math.max(0, width - columnsOf(said) - 4))}╯`, tone: 'border'}]]} />
			)}
		</Box>
	);
}
