import {phaseTable} from '../../../tables/phase-table.ts';
import {planTable} from '../../../tables/plan-table.ts';
import type {Sheet} from '../../../tables/sheet.ts';
import type {State} from '../../state/state.ts';

/** What was compared, and what was contended for. */
export function rivalsSheets({rivals: {comparison, contention}, scenario: {facts}}: State): Sheet[] {
	return [...(comparison ? [planTable(comparison)] : []), ...(contention ? [phaseTable(contention, facts)] : [])];
}
