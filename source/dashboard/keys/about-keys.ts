import type {KeyBinding} from './key-binding.ts';
import {needs, opened} from './key-conditions.ts';

/** The key for which one is asked about, where there are many. */
export const aboutKeys: readonly KeyBinding[] = [
	{
		keys: ['n'],
		isOf: ({question: {abouts}}) => abouts !== undefined,
		bar: ({
			scenario: {
				question: {abouts},
			},
			about,
		}) => abouts && `${abouts.one} ${about}`,
		help: ({question: {abouts}}) => `show the next ${abouts?.one}: its answer, its key, its error`,
		off: needs(opened),
		press({
			scenario: {
				question: {abouts},
			},
			about,
		}) {
			const all: readonly string[] = abouts?.all ?? [];
			return {type: 'about-chosen', about: all[(all.indexOf(about) + 1) % all.length] ?? about};
		},
	},
];
