import type {Scenario} from '../../scenarios/scenario.ts';
import type {Wording} from '../../scenarios/wording.ts';
import type {State} from '../state/state.ts';
import type {Event} from '../update/event.ts';

/** A key, everywhere it is named: the key bar, the help overlay, `--help`, the README and what it does. */
export type KeyBinding = {
	/** The keys as they arrive; the first is the one shown unless `label` says otherwise. */
	readonly keys: readonly string[];
	readonly label?: string;
	/** Whether a scenario has it; without this, all have. */
	readonly isOf?: (scenario: Scenario) => boolean;
	/** A word or two for the key bar, of a screen without keys of its own (`isHome`) or another; undefined leaves it out there. */
	readonly bar?: (state: State, isHome: boolean) => string | undefined;
	/** How the key bar names the key, where one entry there stands for two keys. */
	readonly barLabel?: string;
	/** `barLabel` names further keys beside this one, which it can do without. */
	readonly hasSecondKeys?: true;
	/** It shows a screen: where the key bar is too narrow for all of them, one entry stands for all. */
	readonly showsScreen?: true;
	/** Left out of the key bar first, where it is narrow. */
	readonly isMinor?: (state: State) => boolean;
	/** Left out after that, where it is narrower still: a lesson goes on without it for a while. */
	readonly isSpare?: true;
	/** Holding the key down may do this over and over: it is harmless. Any other key acts once, until it is let go. */
	readonly repeats?: true;
	/** It writes, or falsifies what is read: it is taken for held down longer than others. */
	readonly writes?: true;
	/** One line for the help, the README and `--help`. */
	readonly help: Wording;
	/** Why the key cannot act now; undefined when it can. */
	readonly off?: (state: State) => string | undefined;
	/**
	 * What is wished, or happens, with the key; `update` decides what comes of it.
	 * @param key which of the keys it was
	 */
	readonly press: (state: State, key: string) => Event | readonly Event[];
};

/** The sign that stands for a key on the screen. */
export function keyLabel({label, keys}: Pick<KeyBinding, 'label' | 'keys'>): string {
	return label ?? keys[0]!;
}
