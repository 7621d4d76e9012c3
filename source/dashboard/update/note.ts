import {type Activity, activityLimit, type State} from '../state/state.ts';

/** The state with one more line of activity. */
export function note(state: State, atMs: number, text: string, kind: Activity['kind'] = 'note'): State {
	return {...state, activity: [{atMs, text, kind}, ...state.activity].slice(0, activityLimit)};
}

/** The same for a line that takes the place of the newest one where both are about the same: a setting on its way to its value. */
export function noteLatest(state: State, atMs: number, text: string, about: string): State {
	const [newest, ...older] = state.activity;
	return {...state, activity: [{atMs, text, kind: 'note' as const, about}, ...(newest?.about === about ? older : state.activity)].slice(0, activityLimit)};
}

/**
 * The state with the reason why a key did not act. A reason that was just given is counted, not repeated, so that keys
 * pressed in vain push nothing else out of the panel.
 */
export function refuse(state: State, atMs: number, text: string, about: string): State {
	const {activity} = state;
	const run = activity.findIndex(({times}) => times === undefined);
	const refusals = run === -1 ? activity.length : run;
	const same = activity.findIndex((line, i) => i < refusals && line.about === about);
	const line: Activity = {atMs, text, kind: 'note', about, times: 1 + (activity[same]?.times ?? 0)};
	return {...state, activity: [line, ...activity.filter((_, i) => i !== same)].slice(0, activityLimit)};
}

/** A line of activity as text, with how often it was said. */
export function activityText({text, times = 1}: Pick<Activity, 'text' | 'times'>): string {
	return times === 1 ? text : `${text} (×${times})`;
}
