import {roomForKeys} from '../../flows/redis-memory.ts';
import type {State} from '../state/state.ts';

/** For how many answers Redis has room at present, where that is fewer than all; undefined for all, as far as is known. */
export function presentRoom({memory: {told}, holdings: {redis}, scenario}: Pick<State, 'memory' | 'holdings' | 'scenario'>): number | undefined {
	const room = told && redis && roomForKeys(told, redis);
	return room !== undefined && room < (scenario.question.abouts?.all.length ?? 0) ? room : undefined;
}
