import {answerTable} from '../../../tables/answer-table.ts';
import {latencyTable} from '../../../tables/latency-table.ts';
import type {Sheet} from '../../../tables/sheet.ts';
import {latencyFigures} from '../../selectors/latency-figures.ts';
import type {State} from '../../state/state.ts';

/** The answer that is shown, and the latencies. */
export function dashboardSheets(state: State): Sheet[] {
	const {scenario, shown, nowMs} = state;
	const body = shown && scenario.view(shown.answer, nowMs).body;
	const latencies = latencyFigures(state);
	return [...(body?.kind === 'table' ? [answerTable(body)] : []), ...(latencies.miss.count + latencies.hit.count > 0 ? [latencyTable(latencies)] : [])];
}
