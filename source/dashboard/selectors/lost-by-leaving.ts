import {layers as allLayers} from '../../layers/layers.ts';
import {listed} from '../../words/listed.ts';
import type {State} from '../state/state.ts';

/** What would be lost if another scenario were opened, in a sentence; undefined where nothing would be. */
export function lostByLeaving(state: State): string | undefined {
	const {job, laboratory, layers, isKept, session, scenario} = state;
	if (job) {
		return `${job.name} is running, and would be cancelled.`;
	}

	if (laboratory.simulatingSeconds !== undefined) {
		return 'A simulation is running, and would be cancelled.';
	}

	const made = [
		...(session.archived ? ['the archive'] : []),
		...(session.streamed > 0 && !scenario.facts.moving ? [`the ${scenario.facts.many} that arrived`] : []),
	];
	const isLost = !isKept && allLayers.some(({name}) => layers[name].backend?.kind === 'embedded') && made.length > 0;
	return isLost ? `Without --data DIR, ${listed(made)} would be gone.` : undefined;
}
