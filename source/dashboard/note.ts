import {type Activity, activityLimit, type State} from './state.ts';

/** The state with one more line of activity. */
export function note(state: State, atMs: number, text: string, kind: Activity['kind'] = 'note'): State {
	return {...state, activity: [{atMs, text, kind}, ...state.activity].slice(0, activityLimit)};
}
