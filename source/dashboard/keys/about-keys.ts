import type {State} from '../state/state.ts';
import type {Event} from '../update/event.ts';
import type {KeyBinding} from './key-binding.ts';
import {isOfMany, needs, opened} from './key-conditions.ts';

/** Keys for which one is asked about, where there are many. */
export const aboutKeys: readonly KeyBinding[] = [
	{
		keys: ['n'],
		isOf: isOfMany,
		bar: ({
			scenario: {
				question: {abouts},
			},
		}) => abouts && `next ${abouts.one}`,
		barLabel: 'n /',
		hasSecondKeys: true,
		// The dashboard's panel names the one that is shown; the other screens need the room for their own keys.
		isMinor: ({screen}) => screen !== 'dashboard',
		help: ({question: {abouts}}) => `show the next ${abouts?.one}: its answer, its key, its error`,
		off: needs(opened),
		press: state => beside(state, 1),
	},
	{
		keys: ['/'],
		isOf: isOfMany,
		help: ({question: {abouts}}) => `search: type the name of a ${abouts?.one}, or a part of it`,
		off: needs(opened),
		press: () => ({type: 'prompt-opened', kind: 'about'}),
	},
];

/** The arrows, on a screen where they do nothing else. */
export const neighbourKeys: KeyBinding = {
	keys: ['left', 'right', 'up', 'down'],
	label: 'arrows',
	isOf: isOfMany,
	repeats: true,
	help: ({question: {abouts}}) => `show the ${abouts?.one} before, or the next one`,
	off: needs(opened),
	press: (state, key) => beside(state, key === 'left' || key === 'up' ? -1 : 1),
};

/** The one so many places further; behind the last comes the first. */
function beside({scenario: {question}, about}: State, by: number): Event {
	const all: readonly string[] = question.abouts?.all ?? [];
	return {type: 'about-chosen', about: all[(all.indexOf(about) + by + all.length) % all.length] ?? about};
}
