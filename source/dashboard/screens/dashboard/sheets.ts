import {answerTable} from '../../../tables/answer-table.ts';
import {latencyTable} from '../../../tables/latency-table.ts';
import type {Sheet} from '../../../tables/sheet.ts';
import {latencyFigures} from '../../selectors/latency-figures.ts';
import {shownView} from '../../selectors/shown-view.ts';
import type {State} from '../../state/state.ts';

/** The answer that is shown, and the latencies. */
export function dashboardSheets(state: State): Sheet[] {
	const body = shownView(state)?.body;
	const latencies = latencyFigures(state);
	return [...(body?.kind === 'table' ? [answerTable(body)] : []), ...(latencies.miss.count + latencies.hit.count > 0 ? [latencyTable(latencies)] : [])];
}
