import type {Sheet} from '../../tables/sheet.ts';
import type {State} from '../state/state.ts';
import {dashboardScreen} from './dashboard/dashboard-screen.ts';
import {historyScreen} from './history/history-screen.ts';
import {laboratoryScreen} from './laboratory/laboratory-screen.ts';
import {layersScreen} from './layers/layers-screen.ts';
import {rivalsScreen} from './rivals/rivals-screen.ts';
import type {Screen, Size} from './screen.ts';

const list = [dashboardScreen, layersScreen, laboratoryScreen, historyScreen, rivalsScreen] as const;

export type ScreenName = (typeof list)[number]['name'];

/** One of the screens. */
export type ListedScreen = Screen & {readonly name: ScreenName};

/** Every screen, in the order of their keys; the program starts with the first. */
export const screens: readonly [ListedScreen, ...ListedScreen[]] = list;

/** The screen that is shown. */
export function screenOf({screen}: Pick<State, 'screen'>): ListedScreen {
	return screens.find(({name}) => name === screen) ?? screens[0];
}

/** The tables on the screen that is shown. */
export function shownTables(state: State): readonly Sheet[] {
	return screenOf(state).tables(state);
}

/** Whether a terminal is too small for a screen. */
export function isTooSmallFor({smallest}: Screen, {columns, rows}: Size): boolean {
	return columns < smallest.columns || rows < smallest.rows;
}
