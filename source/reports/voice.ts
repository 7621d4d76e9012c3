import {say} from '../command-line/outputs.ts';
import {toAscii} from '../words/ascii.ts';
import {plainText} from '../words/plain-text.ts';

/** What a command says beside its result, on standard error. */
export type Voice = {
	/** How far it is, to whoever watches. */
	readonly narrate: Narrator;
	/** What has to be known. @returns whether it could be said */
	readonly say: (sentence: string) => Promise<boolean>;
	/** A question to whoever watches, and the line that is typed; undefined where nobody does. */
	readonly ask: (question: string) => Promise<string | undefined>;
};

/** How long work is going, said to whoever waits: on standard error, never in the result. */
export type Narrator = (sentence: string) => void;

/** The voice of a command line; with `ascii`, of ASCII signs alone. */
export function createVoice({ascii}: {readonly ascii: boolean}): Voice {
	const sayAll: Voice['say'] = async sentence => say(sentence, {ascii});
	return {
		say: sayAll,
		narrate(sentence) {
			if (process.stderr.isTTY) {
				void sayAll(sentence);
			}
		},
		async ask(question) {
			if (!process.stdin.isTTY || !process.stderr.isTTY) {
				return undefined;
			}

			process.stderr.write(`${ascii ? toAscii(plainText(question)) : plainText(question)} `);
			return readLine();
		},
	};
}

async function readLine(): Promise<string> {
	const {createInterface} = await import('node:readline/promises');
	const lines = createInterface({input: process.stdin});
	try {
		const {value} = await lines[Symbol.asyncIterator]().next();
		return value ?? '';
	} finally {
		lines.close();
	}
}
