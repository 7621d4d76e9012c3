import {type ThemeName, themeNames} from '../../command-line/read-theme.ts';
import {glossaryOf} from '../help/glossary.ts';
import {helpPages} from '../help/help-pages.ts';
import type {Scenario} from '../../scenarios/scenario.ts';
import {scenarios} from '../../scenarios/scenarios.ts';
import {listed} from '../../words/listed.ts';
import {aboutKeys, neighbourKeys} from './about-keys.ts';
import type {KeyBinding} from './key-binding.ts';
import {needs, opened} from './key-conditions.ts';
import {loadKeys} from './load-keys.ts';
import {rivalKeys} from './rival-keys.ts';
import {factKeys} from './fact-keys.ts';
import {ttlKeys} from './ttl-keys.ts';
import {workKeys} from './work-keys.ts';
import {askForFile} from '../prompts/table-file-prompt.ts';
import type {Screen} from '../screens/screen.ts';
import {isTooSmallFor, screenOf, screens, shownTables} from '../screens/screens.ts';
import type {State} from '../state/state.ts';
import type {Event} from '../update/event.ts';

/** What stands over the screen or on it and is closed next; menus, prompts and questions take their keys before the table does. */
function closesTop(state: State): Event | undefined {
	return leavesTop(state) ?? screenOf(state).closes?.(state);
}

/** What is closed even before something that runs is cancelled. */
function leavesTop(state: State): Event | undefined {
	return state.helpPage === undefined ? screenOf(state).leaves?.(state) : {type: 'help-turned', page: undefined};
}

const themeNotes: Readonly<Record<ThemeName, string>> = {
	dark: 'colours for a dark background',
	light: 'colours for a light background',
	plain: 'no colours',
};

/** Keys for the program itself; help and quit stand last, where the key bar keeps them. */
const programKeys: readonly KeyBinding[] = [
	{
		keys: [' '],
		label: 'space',
		bar: ({isPaused}, isHome) => (isPaused ? 'go on' : isHome ? 'pause' : undefined),
		isMinor: () => true,
		help: 'pause reading, or resume',
		off: needs(opened),
		press: state => ({type: 'paused', isPaused: !state.isPaused}),
	},
	{
		keys: ['esc'],
		label: 'Esc',
		repeats: true,
		help: 'cancel what runs; close what is open',
		off: state => (closesTop(state) || state.job || state.laboratory.simulatingSeconds !== undefined ? undefined : 'nothing runs and nothing is open'),
		// A simulation is cancelled before an answer that merely stands is closed.
		press: state => (state.laboratory.simulatingSeconds === undefined ? closesTop(state) : leavesTop(state)) ?? {type: 'cancel-wished'},
	},
	{
		keys: ['?', 'h'],
		label: '?',
		bar: () => 'help',
		repeats: true,
		help: 'keys, server addresses, every word explained; again: next page',
		press({scenario, helpPage, rows}) {
			const next = helpPage === undefined ? 0 : helpPage + 1;
			return {type: 'help-turned', page: next < helpPages(rows, keysOf(scenario).length, glossaryOf(scenario).length) ? next : undefined};
		},
	},
	{
		keys: ['E'],
		help: 'save a table of this screen as a CSV or JSON file',
		off: state => (shownTables(state).length === 0 ? 'there is no table on this screen yet' : undefined),
		press: state => askForFile(shownTables(state)[0]!, state),
	},
	{
		keys: ['g'],
		help: `go to another scenario: ${listed(
			scenarios.map(({name}) => name),
			'or',
		)}`,
		press: ({scenario}) => [
			{type: 'menu-opened', kind: 'scenarios'},
			{
				type: 'menu-moved',
				row: Math.max(
					0,
					scenarios.findIndex(({name}) => name === scenario.name),
				),
			},
		],
	},
	{
		keys: ['C'],
		repeats: true,
		help: 'colours for a dark background, a light one, or none',
		press(state) {
			const theme = themeNames[(themeNames.indexOf(state.theme) + 1) % themeNames.length]!;
			return [
				{type: 'theme-chosen', theme},
				{type: 'noted', text: themeNotes[theme], failed: false},
			];
		},
	},
	{
		keys: ['q'],
		bar: () => 'quit',
		help: 'close what is open; with nothing open, quit',
		press: state => closesTop(state) ?? {type: 'quit-wished'},
	},
];

const screenKeys = screens.map((screen): KeyBinding => {
	const isShown = (state: State) => screenOf(state) === screen;
	return {
		keys: [screen.key],
		// A screen with keys of its own has room for the way back alone.
		bar: (state, isHome) => (isShown(state) || (!isHome && screen !== screens[0]) ? undefined : screen.bar),
		showsScreen: true,
		repeats: true,
		help: screen.help,
		off: needs(
			state => (isShown(state) && state.helpPage === undefined ? `this is ${screen.title}` : undefined),
			state => (isTooSmallFor(screen, state) ? `${screen.title} needs ${screen.smallest.columns} × ${screen.smallest.rows}` : undefined),
		),
		press: () => ({type: 'screen-chosen', screen: screen.name}),
	};
});

/** A key of the table; with `screen` it acts on that screen alone. */
export type TableKey = KeyBinding & {readonly screen?: Screen};

/** Every key of the program, in the order of the key bar. */
const keymap: readonly TableKey[] = [
	...factKeys,
	...aboutKeys,
	...ttlKeys,
	...workKeys,
	...loadKeys,
	...rivalKeys,
	...screenKeys,
	{...neighbourKeys, screen: screens[0]},
	...screens.flatMap(screen => screen.keys.map(binding => ({...binding, screen}))),
	...programKeys,
];

/** The keys that a scenario has. */
export function keysOf(scenario: Scenario): readonly TableKey[] {
	return keymap.filter(({isOf = () => true}) => isOf(scenario));
}

/** The keys that act on the screen that is shown. */
export function keysOn(state: State): readonly TableKey[] {
	const shown = screenOf(state);
	return keysOf(state.scenario).filter(({screen = shown}) => screen === shown);
}
