import {type Screen, smallestTerminal} from '../screen.ts';
import {auditKeys} from '../../keys/audit-keys.ts';
import {drillKeys} from '../../keys/drill-keys.ts';
import {layersSentences} from './sentences.ts';
import {layersSheets} from './sheets.ts';

/** What each layer holds, and what moves between them. */
export const layersScreen = {
	name: 'layers',
	key: '2',
	bar: 'layers',
	title: 'the layers',
	help: ({facts}) => `the layers: what each holds, and ${facts.many} on their way`,
	smallest: smallestTerminal,
	showsLayers: true,
	showsTheory: false,
	tables: layersSheets,
	keys: [...drillKeys, ...auditKeys],
	closes: ({audit, drill}) => (audit ? {type: 'audit-closed'} : drill?.stage === 'done' ? {type: 'drill-closed'} : undefined),
	sentences: layersSentences,
} as const satisfies Screen;
