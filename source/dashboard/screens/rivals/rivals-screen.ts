import {type Screen, smallestTerminal} from '../screen.ts';
import {rivalsSentences} from './sentences.ts';
import {rivalsSheets} from './sheets.ts';

/** PostgreSQL against the cache: one question in rival ways, checkouts beside dashboards, and what both say of the first question. */
export const rivalsScreen = {
	name: 'rivals',
	key: '5',
	bar: 'rivals',
	title: 'the rivals',
	help: ({live}) => `the rivals: PostgreSQL against the cache${live?.question ? ' and what is live' : ', in all ways'}`,
	smallest: smallestTerminal,
	showsLayers: false,
	showsTheory: false,
	keys: [],
	hasOwnBar: true,
	tables: rivalsSheets,
	sentences: rivalsSentences,
} as const satisfies Screen;
