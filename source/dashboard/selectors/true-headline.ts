import type {OffRow} from '../../scenarios/error-model.ts';
import type {State} from '../state/state.ts';

/** The headline as it is in truth, as last measured; undefined before. */
export function trueHeadline({scenario, truth}: Pick<State, 'scenario' | 'truth'>): OffRow | undefined {
	return truth && scenario.error.compare(truth.answer, truth.answer).rows[0];
}
