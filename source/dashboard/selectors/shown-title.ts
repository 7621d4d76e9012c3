import type {State} from '../state/state.ts';

/** What is asked, and about which one: "Birds by kind, Bled". */
export function shownTitle({scenario: {title}, about}: Pick<State, 'scenario' | 'about'>): string {
	return about === '' ? title : `${title}, ${about}`;
}
