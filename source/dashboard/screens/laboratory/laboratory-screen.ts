import {type Screen, smallestTerminal} from '../screen.ts';
import {laboratoryKeys} from './laboratory-keys.ts';
import {laboratorySentences} from './sentences.ts';
import {laboratorySheets} from './sheets.ts';

/** What each TTL buys and costs, predicted and seen. */
export const laboratoryScreen = {
	name: 'laboratory',
	key: '3',
	bar: 'lab',
	title: 'the laboratory',
	help: 'the laboratory: what each TTL buys and costs, predicted and seen',
	smallest: smallestTerminal,
	showsLayers: false,
	showsTheory: true,
	keys: laboratoryKeys,
	leaves: ({laboratory}) => (laboratory.guess?.isPlacing ? {type: 'guess-left'} : undefined),
	closes: ({laboratory, job}) =>
		laboratory.answer ? {type: 'answer-closed'} : laboratory.shows === 'jitter' && job?.name !== 'jitter' ? {type: 'figures-shown', shows: 'ttls'} : undefined,
	tables: laboratorySheets,
	sentences: laboratorySentences,
} as const satisfies Screen;
