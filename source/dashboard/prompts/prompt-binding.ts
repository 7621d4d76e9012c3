import type {Scenario} from '../../scenarios/scenario.ts';
import type {Prompt} from '../state/asked.ts';
import type {State} from '../state/state.ts';
import type {Event} from '../update/event.ts';

/** A value that is typed: what is asked, and what becomes of it. */
export type PromptBinding = {
	readonly ask: string | ((scenario: Scenario, table?: string) => string);
	/** What a number without a unit means: "5 is 5 s". */
	readonly bare?: string;
	/** What is said of its keys, where it has others than Enter and Esc. */
	readonly keys?: string;
	/** The most signs that it takes; by default 20. */
	readonly longest?: number;
	/** Enter with nothing typed is an answer too. */
	readonly takesNothing?: true;
	/** What Tab does. */
	readonly tab?: (prompt: Prompt, state: State) => Event;
	/** What a typed value wishes; throws a Problem that names the range. */
	readonly accept: (text: string, state: State) => Event;
};
