import {type ThemeName, themeNames} from '../../command-line/read-theme.ts';
import type {Event} from '../state/event.ts';
import {helpPages} from '../help/help-pages.ts';
import type {KeyBinding} from './key-binding.ts';
import {unopened} from './key-conditions.ts';
import {laboratoryKeys} from './laboratory-keys.ts';
import {loadKeys} from './load-keys.ts';
import {orderKeys} from './order-keys.ts';
import {ttlKeys} from './ttl-keys.ts';
import {workKeys} from './work-keys.ts';
import type {State} from '../state/state.ts';

/** Whether something stands over the screen that Esc and q close; menus, prompts and questions take their keys before the table does. */
function isAnythingOpen({helpPage, laboratory, screen}: State): boolean {
	return helpPage !== undefined || screen === 'laboratory' && (laboratory.guess?.isPlacing === true || laboratory.answer !== undefined);
}

function closeTop({helpPage, laboratory}: State, dispatch: (event: Event) => void): void {
	dispatch(helpPage !== undefined ? {type: 'help-turned', page: undefined} : laboratory.guess?.isPlacing ? {type: 'guess-left'} : {type: 'answer-closed'});
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
		bar: state => state.isPaused ? 'go on' : state.screen === 'dashboard' ? 'pause' : undefined,
		isMinor: () => true,
		help: 'pause reading, and go on',
		off: unopened,
		press: ({state, effects}) => effects.pause(!state.isPaused),
	},
	{
		keys: ['esc'],
		label: 'Esc',
		repeats: true,
		help: 'cancel what runs; close what is open',
		off: state => isAnythingOpen(state) || state.job || state.laboratory.simulatingSeconds !== undefined ? undefined : 'nothing runs and nothing is open',
		press({state, effects, dispatch}) {
			// What runs is cancelled before an answer that merely stands is closed.
			if (isAnythingOpen(state) && !(state.laboratory.simulatingSeconds !== undefined && state.helpPage === undefined && !state.laboratory.guess?.isPlacing)) {
				closeTop(state, dispatch);
			} else {
				effects.cancel();
			}
		},
	},
	{
		keys: ['?', 'h'],
		label: '?',
		bar: () => 'help',
		repeats: true,
		help: 'keys, addresses to attach to, and every word; again: its next page',
		press({state: {helpPage, rows}, dispatch}) {
			const next = helpPage === undefined ? 0 : helpPage + 1;
			dispatch({type: 'help-turned', page: next < helpPages(rows, keymap.length) ? next : undefined});
		},
	},
	{
		keys: ['c'],
		repeats: true,
		help: 'colours for a dark background, for a light one, or none',
		press({state, dispatch}) {
			const theme = themeNames[(themeNames.indexOf(state.theme) + 1) % themeNames.length]!;
			dispatch({type: 'theme-chosen', theme});
			dispatch({type: 'noted', text: themeNotes[theme], failed: false, nowMs: state.nowMs});
		},
	},
	{
		keys: ['q'],
		bar: () => 'quit',
		help: 'close what is open; with nothing open, quit',
		press({state, dispatch, quit}) {
			if (isAnythingOpen(state)) {
				closeTop(state, dispatch);
			} else {
				quit();
			}
		},
	},
];

const screenKeys: readonly KeyBinding[] = [
	{
		keys: ['1'],
		bar: state => state.screen === 'laboratory' ? 'dashboard' : undefined,
		repeats: true,
		help: 'the dashboard',
		off: state => state.screen === 'dashboard' && state.helpPage === undefined ? 'this is the dashboard' : undefined,
		press: ({effects}) => effects.showScreen('dashboard'),
	},
	{
		keys: ['3'],
		bar: state => state.screen === 'dashboard' ? 'lab' : undefined,
		repeats: true,
		help: 'the laboratory: what each TTL buys and costs, predicted and seen',
		off: state => state.screen === 'laboratory' && state.helpPage === undefined ? 'this is the laboratory' : undefined,
		press: ({effects}) => effects.showScreen('laboratory'),
	},
];

/** Every key of the program, in the order of the key bar. */
export const keymap: readonly KeyBinding[] = [...orderKeys, ...ttlKeys, ...workKeys, ...loadKeys, ...screenKeys, ...laboratoryKeys, ...programKeys];
