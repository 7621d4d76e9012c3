import {layOut} from '../../../tables/lay-out.ts';
import {wrapWords} from '../../../words/wrapping.ts';
import {type Line, Lines} from '../../panels/lines.tsx';
import {Panel} from '../../panels/panel.tsx';
import type {JitterView} from './view.ts';

type Props = {readonly jitter: JitterView; readonly width: number; readonly height: number};

/** The queries that reach MongoDB when all keys end together, second by second: one TTL for all, and TTLs that vary. */
export function JitterPanel({jitter: {note, sheet, sentences}, width, height}: Props) {
	const inner = width - 4;
	const table = sheet ? layOut(sheet.shown.columns, sheet.shown.rows, inner) : [];
	const heads = sheet?.shown.columns.some(({group}) => group !== undefined) ? 2 : 1;
	const lines: Line[] = table.map((text, i) => [{text, ...(i < heads && {tone: 'dim'})}]);
	for (const sentence of sentences) {
		const more = wrapWords(sentence, inner);
		const air = lines.length === 0 ? 0 : 1;
		if (lines.length + air + more.length <= height - 2) {
			lines.push(...(air ? [[]] : []), ...more.map((text): Line => [{text}]));
		}
	}

	return (
		<Panel title={sheet ? 'Queries a second, all keys end at once' : 'All keys end at once'} note={note} width={width} height={height}>
			<Lines lines={lines.map(line => [{text: ' '}, ...line])} />
		</Panel>
	);
}
