import {say} from '../command-line/outputs.ts';

/** What a command says beside its result, on standard error. */
export type Voice = {
	/** How far it is, to whoever watches. */
	readonly narrate: Narrator;
	/** What has to be known. @returns whether it could be said */
	readonly say: (sentence: string) => Promise<boolean>;
};

/** How long work is going, said to whoever waits: on standard error, never in the result. */
export type Narrator = (sentence: string) => void;

/** The voice of a command line. */
export function createVoice(): Voice {
	return {
		say,
		narrate(sentence) {
			if (process.stderr.isTTY) {
				void say(sentence);
			}
		},
	};
}
