import {localTime} from '../../words/local-day.ts';
import {Problem} from '../../words/problem.ts';
import type {Sheet} from '../../tables/sheet.ts';
import {shownTables} from '../screens/screens.ts';
import type {State} from '../state/state.ts';
import type {Event} from '../update/event.ts';
import type {PromptBinding} from './prompt-binding.ts';

/** Asks for the file of a table on the screen, under a name that says what it is of and when it was saved. */
export function askForFile({name}: Sheet, {nowMs, timeZone}: State): Event {
	const at = localTime(nowMs, timeZone).replaceAll(':', '').replace(' ', '-');
	return {type: 'prompt-opened', kind: 'table-file', table: name, text: `shopstream-${name}-${at}.csv`};
}

/** Where a table of the screen is to be saved. */
export const tableFilePrompt: PromptBinding = {
	ask: (_, table) => `Save the table ${table} as`,
	keys: 'Enter saves it (.csv or .json), Tab: next table, Ctrl-U empties it, Esc cancels',
	longest: 200,
	tab({table}, state) {
		const tables = shownTables(state);
		const next = tables[(tables.findIndex(({name}) => name === table) + 1) % tables.length];
		return next && next.name !== table ? askForFile(next, state) : {type: 'prompt-refused', refusal: 'There is no other table on this screen'};
	},
	accept(path, state) {
		const sheet = shownTables(state).find(({name}) => name === state.prompt?.table);
		if (!sheet) {
			throw new Problem('This table is not on the screen any more', 2);
		}

		if (!/[^/\\]\.(csv|json)$/i.test(path)) {
			throw new Problem(`The file name must end in .csv or .json, not "${path}"`, 2);
		}

		return {type: 'saving-wished', saving: {sheet, path}};
	},
};
