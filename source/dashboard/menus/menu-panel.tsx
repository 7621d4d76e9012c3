import {type Line, Lines} from '../panels/lines.tsx';
import type {MenuView} from './menu-view.ts';
import {Panel} from '../panels/panel.tsx';

type Props = MenuView & {readonly width: number; readonly height: number; readonly isJoined?: boolean};

/** The switches of a menu, one a line; the chosen one has a sign before it. */
export function MenuPanel({title, rows, chosen, width, height, isJoined = false}: Props) {
	const titleWidth = Math.max(...rows.map(row => row.title.length));
	const lines = rows.map(({isOn, ...row}, i): Line => {
		const isChosen = i === chosen;
		return [
			{text: isChosen ? ' > ' : '   ', tone: 'accent'},
			...(isOn === undefined ? [] : [{text: isOn ? '[on]  ' : '[off] ', tone: isOn ? ('hit' as const) : ('dim' as const)}]),
			{text: `${row.title.padEnd(titleWidth)}  `, tone: isChosen ? 'strong' : 'plain'},
			{text: row.value, tone: isOn === false ? 'dim' : 'accent'},
		];
	});
	// On a small screen the lines move with the chosen one.
	const room = height - 2;
	const from = Math.max(0, Math.min(chosen - room + 1, lines.length - room));
	return (
		<Panel
			title={title}
			note={room < lines.length ? `${lines.length} lines, Esc closes it` : 'Esc closes it'}
			width={width}
			height={height}
			isJoined={isJoined}
		>
			<Lines lines={lines.slice(from, from + room)} />
		</Panel>
	);
}
