import {historyTable} from '../../../tables/history-table.ts';
import {type Screen, smallestTerminal} from '../screen.ts';
import {historyKeys} from './history-keys.ts';
import {historySentences} from './sentences.ts';

/** Years of facts, asked of the warehouse, and what the same costs on the ledger. */
export const historyScreen = {
	name: 'history',
	key: '4',
	bar: 'history',
	title: 'the history',
	help: 'the history: years from the warehouse, and what they cost PostgreSQL',
	smallest: smallestTerminal,
	showsLayers: false,
	showsTheory: false,
	keys: historyKeys,
	closes: ({history: {days}}) => days && {type: 'history-days-closed'},
	tables: ({history: {study, days}}) => [...(days ? [days.result] : []), ...(study ? [study.result, study.yearly] : [])].map(historyTable),
	sentences: historySentences,
} as const satisfies Screen;
