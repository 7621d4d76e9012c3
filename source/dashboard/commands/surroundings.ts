import type {Config} from '../../command-line/config.ts';
import type {AnswerKey} from '../../flows/answer-key.ts';
import type {Placing} from '../../flows/place-facts.ts';
import type {Services} from '../../services.ts';
import type {Commands} from '../update/command.ts';
import type {Event} from '../update/event.ts';
import type {Named} from '../update/step.ts';

/** What is open, and where facts are placed. */
export type Open = Services & {readonly placing: Placing};

/** What commands are carried out with. */
export type Surroundings = {
	readonly config: Config<'dashboard'>;
	/** Says what happened; after the end nothing is said any more. */
	readonly say: (event: Event) => void;
	/** Says that something failed, with the error's reason. */
	readonly fail: (text: string, error: unknown) => void;
	/** What is open; undefined before. */
	readonly services: () => Open | undefined;
	/** Where the answer is cached; undefined before. */
	readonly key: () => AnswerKey | undefined;
	/** Epoch milliseconds, by the clock that all at one Redis share. */
	readonly clock: () => number;
};

/** Carries out commands by their names. Each returns at once; what comes of it is said as an event. */
export type Carriers<Name extends keyof Commands = keyof Commands> = {readonly [N in Name]: (command: Named<Commands, N>) => void};

/** Something that runs for as long as the state wants it, with what the state wants it to run with; undefined: it is not to run. */
export type Keeper<Wanted> = {
	/** Starts, changes or stops what runs. Called after each event; says nothing before it returns. */
	follow(wanted: Wanted | undefined): void;
};
