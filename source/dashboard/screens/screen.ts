import type {Wording} from '../../scenarios/wording.ts';
import type {KeyBinding} from '../keys/key-binding.ts';
import type {Sheet} from '../../tables/sheet.ts';
import type {State} from '../state/state.ts';
import type {Event} from '../update/event.ts';

/** Columns and rows of the terminal. */
export type Size = {readonly columns: number; readonly rows: number};

/** Room for what every screen shows. */
export const smallestTerminal: Size = {columns: 80, rows: 24};

/** A screen but for its picture, which bodies.ts has: whoever prints the keys draws nothing. */
export type Screen = {
	readonly name: string;
	/** The key that shows it, wherever one is. */
	readonly key: string;
	/** A word for the key bar of the other screens. */
	readonly bar: string;
	/** As sentences name it: "the laboratory". */
	readonly title: string;
	/** One line for the help, the README and `--help`. */
	readonly help: Wording;
	/** The smallest terminal it is drawn in. */
	readonly smallest: Size;
	/** It shows theory as a curve over TTLs, which a thread must compute. */
	readonly showsTheory: boolean;
	/** It shows what each layer holds and what moves between them, which the layers are asked about only then. */
	readonly showsLayers: boolean;
	/** Keys that act on this screen alone, in the order of the key bar. */
	readonly keys: readonly KeyBinding[];
	/** What it shows comes by keys that act everywhere: here the key bar has these, and not those of the first screen. */
	readonly hasOwnBar?: true;
	/** What Esc and q leave first: something that is being placed on it. */
	readonly leaves?: (state: State) => Event | undefined;
	/** What Esc and q close when nothing runs: something that stands on it. */
	readonly closes?: (state: State) => Event | undefined;
	/** The tables on it, as far as there is anything in them: they can be saved. */
	readonly tables: (state: State) => readonly Sheet[];
	/** What there is to see on it at present, told in turn, each in at most 79 columns. */
	readonly sentences: (state: State) => readonly string[];
};
