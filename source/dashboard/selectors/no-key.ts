import type {State} from '../state/state.ts';

/** Why there is no key in Redis: nothing is cached while there is nothing to ask. */
export function noKey({scenario: {facts}}: Pick<State, 'scenario'>): string {
	return `no key before there are ${facts.many}`;
}
