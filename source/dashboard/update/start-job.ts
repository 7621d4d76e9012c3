import {isOpen} from '../selectors/is-open.ts';
import type {Job, State} from '../state/state.ts';
import type {Next} from './step.ts';

/**
 * Long work begins with a command, one at a time; nothing happens while other work runs or the stores are still opening.
 * @param total what there is to do; 0 while it is not known
 */
export function startJob<Command>(state: State, name: Job['name'], total: number, command: Command): State | Next<Command> {
	if (!isOpen(state) || state.job) {
		return state;
	}

	const job: Job = {name, done: 0, total, cancelling: false, remarks: state.isStreaming ? [`${state.scenario.facts.many} arrived`] : [], worstDelayMs: 0};
	return {state: {...state, job, measuring: name === 'benchmark' ? [] : undefined}, commands: [command]};
}
