import {type ThemeName, themeNames} from '../../command-line/read-theme.ts';
import {glossaryOf} from '../help/glossary.ts';
import {helpPages} from '../help/help-pages.ts';
import type {KeyBinding} from './key-binding.ts';
import {unopened} from './key-conditions.ts';
import {laboratoryKeys} from './laboratory-keys.ts';
import {loadKeys} from './load-keys.ts';
import {orderKeys} from './order-keys.ts';
import {ttlKeys} from './ttl-keys.ts';
import {workKeys} from './work-keys.ts';
import type {State} from '../state/state.ts';
import type {Event} from '../update/event.ts';

/** Whether something stands over the screen that Esc and q close; menus, prompts and questions take their keys before the table does. */
function isAnythingOpen({helpPage, laboratory, screen}: State): boolean {
	return helpPage !== undefined || screen === 'laboratory' && (laboratory.guess?.isPlacing === true || laboratory.answer !== undefined);
}

function closeTop({helpPage, laboratory}: State): Event {
	return helpPage !== undefined ? {type: 'help-turned', page: undefined} : laboratory.guess?.isPlacing ? {type: 'guess-left'} : {type: 'answer-closed'};
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
		press: state => ({type: 'paused', isPaused: !state.isPaused}),
	},
	{
		keys: ['esc'],
		label: 'Esc',
		repeats: true,
		help: 'cancel what runs; close what is open',
		off: state => isAnythingOpen(state) || state.job || state.laboratory.simulatingSeconds !== undefined ? undefined : 'nothing runs and nothing is open',
		press: state => {
			// What runs is cancelled before an answer that merely stands is closed.
			const isCancelled = state.laboratory.simulatingSeconds !== undefined && state.helpPage === undefined && !state.laboratory.guess?.isPlacing;
			return isAnythingOpen(state) && !isCancelled ? closeTop(state) : {type: 'cancel-wished'};
		},
	},
	{
		keys: ['?', 'h'],
		label: '?',
		bar: () => 'help',
		repeats: true,
		help: 'keys, addresses to attach to, and every word; again: its next page',
		press({scenario, helpPage, rows}) {
			const next = helpPage === undefined ? 0 : helpPage + 1;
			return {type: 'help-turned', page: next < helpPages(rows, keymap.length, glossaryOf(scenario).length) ? next : undefined};
		},
	},
	{
		keys: ['c'],
		repeats: true,
		help: 'colours for a dark background, for a light one, or none',
		press(state) {
			const theme = themeNames[(themeNames.indexOf(state.theme) + 1) % themeNames.length]!;
			return [{type: 'theme-chosen', theme}, {type: 'noted', text: themeNotes[theme], failed: false}];
		},
	},
	{
		keys: ['q'],
		bar: () => 'quit',
		help: 'close what is open; with nothing open, quit',
		press: state => isAnythingOpen(state) ? closeTop(state) : {type: 'quit-wished'},
	},
];

const screenKeys: readonly KeyBinding[] = [
	{
		keys: ['1'],
		bar: state => state.screen === 'laboratory' ? 'dashboard' : undefined,
		repeats: true,
		help: 'the dashboard',
		off: state => state.screen === 'dashboard' && state.helpPage === undefined ? 'this is the dashboard' : undefined,
		press: () => ({type: 'screen-chosen', screen: 'dashboard'}),
	},
	{
		keys: ['3'],
		bar: state => state.screen === 'dashboard' ? 'lab' : undefined,
		repeats: true,
		help: 'the laboratory: what each TTL buys and costs, predicted and seen',
		off: state => state.screen === 'laboratory' && state.helpPage === undefined ? 'this is the laboratory' : undefined,
		press: () => ({type: 'screen-chosen', screen: 'laboratory'}),
	},
];

/** Every key of the program, in the order of the key bar. */
export const keymap: readonly KeyBinding[] = [...orderKeys, ...ttlKeys, ...workKeys, ...loadKeys, ...screenKeys, ...laboratoryKeys, ...programKeys];
