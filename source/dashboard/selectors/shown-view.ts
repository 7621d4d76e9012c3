import type {View} from '../../scenarios/view.ts';
import type {State} from '../state/state.ts';

/** The answer that is shown, as its scenario shows it, beside what is known of now. Undefined before there is one. */
export function shownView({scenario, shown, truth, nowMs}: Pick<State, 'scenario' | 'shown' | 'truth' | 'nowMs'>): View | undefined {
	return shown && scenario.view(shown.answer, nowMs, {truth: truth?.answer, live: truth?.live});
}
