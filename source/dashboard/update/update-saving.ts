import {countedText} from '../../words/count.ts';
import type {Saving} from '../state/asked.ts';
import {note} from './note.ts';
import type {Handlers} from './step.ts';

/** A table of the screen on its way into a file. */
export type SavingEvents = {
	'saving-wished': {saving: Saving};
	/** A file stands under that name: it is replaced only if that is wanted. */
	'file-found': {saving: Saving};
	'table-saved': {saving: Saving; /** Where it is, from the root. */ place: string};
};

export type SavingCommands = {
	'save-table': {saving: Saving; replaces: boolean};
};

export const savingHandlers: Handlers<SavingEvents, SavingCommands> = {
	'saving-wished': (state, {saving}) => ({state, commands: [{type: 'save-table', saving, replaces: false}]}),
	'file-found': (state, {saving}) => ({...state, question: {about: 'replace', saving}}),
	'table-saved'(state, {saving: {sheet}, place}, nowMs) {
		const {
			name,
			data: {rows},
		} = sheet;
		return note(state, nowMs, `saved ${name}, ${countedText(rows.length, 'row')}, as ${place}`, 'done');
	},
};
