import {togetherTable} from '../../../tables/together-table.ts';
import {type Sheet, sheetOf} from '../../../tables/sheet.ts';
import type {State} from '../../state/state.ts';
import {viewOf} from './view-of.ts';
import {presentGuess, shownFigures} from './view.ts';

/** Guess, theory and what was seen; and the earlier settings of this run, where there are any. */
export function laboratorySheets(state: State): Sheet[] {
	const view = viewOf(state);
	const {theory, ghosts, memory} = view;
	const [guess, predicted, seen] = [presentGuess(view), typeof theory === 'string' ? undefined : theory, shownFigures(view)];
	const figures = (['hitRate', 'meanAgeSeconds', 'originPerSecond', 'errorShare'] as const).map(name => ({
		name,
		guess: name === 'hitRate' ? guess?.hitRate : undefined,
		theory: predicted?.[name],
		seen: seen?.[name],
	}));
	return [
		sheetOf('laboratory', figures, [
			{name: 'figure', value: ({name}) => name},
			{name: 'guess', value: ({guess}) => guess},
			{name: 'theory', value: ({theory}) => theory},
			{name: 'seen', value: ({seen}) => seen},
		]),
		...(memory && typeof memory.curve !== 'string'
			? [
					sheetOf('memory', memory.curve, [
						{name: 'keysInMemory', value: ({keysInMemory}) => keysInMemory},
						{name: 'hitRate', value: ({hitRate}) => hitRate},
					]),
				]
			: []),
		...(state.laboratory.jitter ? [togetherTable(state.laboratory.jitter)] : []),
		...(ghosts.length === 0
			? []
			: [
					sheetOf('earlier-settings', ghosts, [
						{name: 'ttlSeconds', value: ({ttlSeconds}) => ttlSeconds},
						{name: 'hitRate', value: ({hitRate}) => hitRate},
						{name: 'meanAgeSeconds', value: ({meanAgeSeconds}) => meanAgeSeconds},
						{name: 'originPerSecond', value: ({originPerSecond}) => originPerSecond},
					]),
				]),
	];
}
