import {formatCount} from '../../words/count.ts';
import type {State} from '../state/state.ts';

/** What reads wait for: "MongoDB is being filled from PostgreSQL: 12,000 of 40,000"; undefined where they do not. */
export function refillWaitedFor({refill, fill}: Pick<State, 'refill' | 'fill'>): string | undefined {
	if (!refill || refill.failure !== undefined) {
		return undefined;
	}

	const {progress} = refill;
	if (progress) {
		return `MongoDB is being filled from PostgreSQL: ${partText(progress)}`;
	}

	return fill?.heldBackBy === undefined ? 'asking PostgreSQL what MongoDB lacks …' : `MongoDB waits to be filled: ${fill.heldBackBy}`;
}

/** That MongoDB holds but a part, where reads find one: "MongoDB holds a part: 12,000 of 40,000". */
export function partHeld({refill}: Pick<State, 'refill'>): string | undefined {
	if (refill?.failure === undefined) {
		return undefined;
	}

	return refill.progress ? `MongoDB holds a part: ${partText(refill.progress)}` : 'MongoDB may hold a part';
}

function partText({facts, left}: {readonly facts: number; readonly left: number}): string {
	return `${formatCount(facts - left)} of ${formatCount(facts)}`;
}
