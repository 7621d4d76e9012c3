import type {Menu} from '../state/asked.ts';
import type {State} from '../state/state.ts';
import {menus} from './menus.ts';

/** A line of a menu as it stands. */
type MenuLine = {
	readonly title: string;
	readonly value: string;
	/** Undefined where it is no switch. */
	readonly isOn: boolean | undefined;
};

/** A menu as it stands, and which of its lines is chosen. */
export type MenuView = {readonly title: string; readonly rows: readonly MenuLine[]; readonly chosen: number};

export function menuView({kind, row}: Menu, state: State): MenuView {
	const {title, rows} = menus[kind];
	return {title, chosen: row, rows: rows.map(line => ({title: line.title, value: line.value(state), isOn: line.isOn?.(state)}))};
}
