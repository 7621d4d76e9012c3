import type {ThemeName} from '../../command-line/read-theme.ts';
import type {ClockCheck} from '../../flows/shared-clock.ts';
import {delayLooks} from '../selectors/saturation.ts';
import type {State} from '../state/state.ts';
import {lostByLeaving} from '../selectors/lost-by-leaving.ts';
import {note, refuse} from './note.ts';
import type {Handlers} from './step.ts';
import {clocksChecked} from './update-clock.ts';

/** The program itself: its clocks, its screen, and what it says. */
export type ProgramEvents = {
	/** The name of this machine's zone is known. */
	'zone-named': {timeZone: string};
	/** A second went by. */
	'clock-ticked': object;
	/** The clocks were compared; the instants that are held may have other names since. */
	'clocks-checked': {check: ClockCheck};
	/** The median lateness of the program's timers in the last second. */
	'delay-measured': {delayMs: number};
	resized: {columns: number; rows: number};
	'theme-chosen': {theme: ThemeName};
	'screen-chosen': {screen: State['screen']};
	/** The page of the help; undefined closes it. */
	'help-turned': {page: number | undefined};
	/** A key did not act; without a reason it is none of the keys. */
	'key-refused': {key: string; reason: string | undefined};
	noted: {text: string; failed: boolean};
	'quit-wished': object;
	/** Another scenario is to be opened in place of this one. */
	'scenario-wished': {scenario: string};
};

export type ProgramCommands = {
	quit: object;
	/** Closes all that is open, and opens the dashboard anew with another scenario. */
	leave: {scenario: string};
};

export const programHandlers: Handlers<ProgramEvents, ProgramCommands> = {
	'zone-named': (state, {timeZone}) => ({...state, timeZone}),
	'clock-ticked': (state, _, nowMs) => ({...state, nowMs}),
	'clocks-checked': (state, {check}) => clocksChecked(state, check),
	'delay-measured': (state, {delayMs}) => ({
		...state,
		recentDelaysMs: [...state.recentDelaysMs, delayMs].slice(-delayLooks),
		job: state.job && {...state.job, worstDelayMs: Math.max(state.job.worstDelayMs, delayMs)},
	}),
	resized: (state, {columns, rows}) => ({...state, columns, rows}),
	'theme-chosen': (state, {theme}) => ({...state, theme}),
	'screen-chosen': (state, {screen}) => ({...state, screen}),
	'help-turned': (state, {page}) => ({...state, helpPage: page}),
	'key-refused': (state, {key, reason}, nowMs) =>
		reason === undefined ? refuse(state, nowMs, `${key} is no key here: ? shows the keys`, 'no key') : refuse(state, nowMs, `${key}: ${reason}`, reason),
	noted: (state, {text, failed}, nowMs) => note(state, nowMs, text, failed ? 'failed' : 'note'),
	'quit-wished': state => ({state, commands: [{type: 'quit'}]}),
	'scenario-wished'(state, {scenario}, nowMs) {
		const next = {...state, menu: undefined};
		if (scenario === state.scenario.name) {
			return note(next, nowMs, `${scenario} is open already`);
		}

		const loses = lostByLeaving(state);
		return loses === undefined ? {state: next, commands: [{type: 'leave', scenario}]} : {...next, question: {about: 'leave', scenario, loses}};
	},
};
