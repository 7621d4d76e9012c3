import type {Screen} from '../screens/screen.ts';
import {screenOf} from '../screens/screens.ts';
import type {State} from '../state/state.ts';
import {keyLabel} from './key-binding.ts';
import {keysOn} from './keymap.ts';

/** A key in the key bar. */
export type BarEntry = {
	/** "b B": the key, with those that the entry stands for beside it. */
	readonly label: string;
	/** The label where there is no room for second keys. */
	readonly shortLabel: string;
	readonly text: string;
	/** The key cannot act now. */
	readonly isOff: boolean;
	/** Left out first, where it is narrow. */
	readonly isMinor: boolean;
	/** Left out after those, and after all screens are one entry. */
	readonly isSpare: boolean;
	/** It shows a screen: joined with the others, where it is narrow. */
	readonly isScreen: boolean;
};

/** The keys that the key bar names at present, in their order. */
export function barEntries(state: State): readonly BarEntry[] {
	const {keys, hasOwnBar}: Screen = screenOf(state);
	const isHome = keys.length === 0 && hasOwnBar !== true;
	return keysOn(state).flatMap(binding => {
		const text = binding.bar?.(state, isHome);
		const label = binding.barLabel ?? keyLabel(binding);
		return text === undefined
			? []
			: [
					{
						label,
						shortLabel: binding.hasSecondKeys ? keyLabel(binding) : label,
						text,
						isOff: binding.off?.(state) !== undefined,
						isMinor: binding.isMinor?.(state) === true,
						isSpare: binding.isSpare === true,
						isScreen: binding.showsScreen === true,
					},
				];
	});
}
