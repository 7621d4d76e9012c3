import {stepMs} from '../state/moves.ts';
import type {Keeper, Surroundings} from './surroundings.ts';

/** Ticks oftener than the clock does, while something is on its way. */
export function createMotion({say}: Pick<Surroundings, 'say'>): Keeper<true> {
	let timer: NodeJS.Timeout | undefined;
	return {
		follow(wanted) {
			if (!wanted) {
				clearInterval(timer);
				timer = undefined;
			} else {
				timer ??= setInterval(() => say({type: 'clock-ticked'}), stepMs);
			}
		},
	};
}
