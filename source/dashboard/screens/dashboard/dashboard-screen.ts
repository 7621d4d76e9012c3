import {type Screen, smallestTerminal} from '../screen.ts';
import {dashboardSentences} from './sentences.ts';
import {dashboardSheets} from './sheets.ts';

/** What the cache holds, buys and costs, as it is at present. */
export const dashboardScreen = {
	name: 'dashboard',
	key: '1',
	bar: 'dashboard',
	title: 'the dashboard',
	help: 'the dashboard',
	smallest: smallestTerminal,
	showsLayers: false,
	showsTheory: false,
	keys: [],
	tables: dashboardSheets,
	sentences: dashboardSentences,
} as const satisfies Screen;
