import {type Line, Lines} from '../panels/lines.tsx';
import {menus} from './menus.ts';
import type {Menu, State} from '../state/state.ts';
import {Panel} from '../panels/panel.tsx';

type Props = {readonly menu: Menu; readonly state: State; readonly width: number; readonly height: number; readonly isJoined?: boolean};

/** The switches of a menu, one a line; the chosen one has a sign before it. */
export function MenuPanel({menu, state, width, height, isJoined = false}: Props) {
	const {title, rows} = menus[menu.kind];
	const titleWidth = Math.max(...rows.map(row => row.title.length));
	const lines = rows.map((row, i): Line => {
		const isChosen = i === menu.row;
		const isOn = row.isOn?.(state);
		return [
			{text: isChosen ? ' > ' : '   ', tone: 'accent'},
			...(isOn === undefined ? [] : [{text: isOn ? '[on]  ' : '[off] ', tone: isOn ? 'hit' as const : 'dim' as const}]),
			{text: `${row.title.padEnd(titleWidth)}  `, tone: isChosen ? 'strong' : 'plain'},
			{text: row.value(state), tone: isOn === false ? 'dim' : 'accent'},
		];
	});
	// On a small screen the lines move with the chosen one.
	const room = height - 2;
	const from = Math.max(0, Math.min(menu.row - room + 1, lines.length - room));
	return (
		<Panel title={title} note={room < lines.length ? `${lines.length} lines, Esc closes it` : 'Esc closes it'} width={width} height={height} isJoined={isJoined}>
			<Lines lines={lines.slice(from, from + room)}/>
		</Panel>
	);
}
