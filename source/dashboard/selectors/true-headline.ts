import type {OffRow} from '../../scenarios/error-model.ts';
import {revenueError} from '../../scenarios/shop/revenue-error.ts';
import type {State} from '../state/state.ts';

/** The headline as it is in truth, as last measured; undefined before. */
export function trueHeadline({truth}: Pick<State, 'truth'>): OffRow | undefined {
	return truth && revenueError.compare(truth.report, truth.report).rows[0];
}
