import {layers} from '../../../layers/layers.ts';
import {auditTable} from '../../../tables/audit-table.ts';
import {type Sheet, sheetOf} from '../../../tables/sheet.ts';
import {counted, heldNow} from '../../selectors/shown-layers.ts';
import type {State} from '../../state/state.ts';

const instant = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString());

/** What each layer holds. */
export function layersSheets(state: State): Sheet[] {
	const held = heldNow(state);
	const rows = layers.map(({name, counts}) => ({name, of: counted(counts, state).many, held: held[name], ...state.layers[name], looked: state.holdings[name]}));
	return [
		...(state.audit ? [auditTable(state.audit, state.timeZone)] : []),
		sheetOf('layers', rows, [
			{name: 'layer', value: ({name}) => name},
			{name: 'health', value: ({health}) => health},
			{name: 'count', value: ({held}) => held},
			{name: 'of', value: ({of}) => of},
			{name: 'isEstimate', value: ({held, looked}) => (held === undefined ? undefined : looked?.isEstimate === true)},
			{name: 'oldest', value: ({looked}) => instant(looked?.oldestMs)},
			{name: 'newest', value: ({looked}) => instant(looked?.newestMs)},
			{name: 'bytes', value: ({looked}) => looked?.bytes},
			{name: 'kind', value: ({backend}) => backend?.kind},
			{name: 'version', value: ({backend}) => backend?.version},
		]),
	];
}
