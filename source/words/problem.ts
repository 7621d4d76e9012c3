/** Something a person can mend, said in one sentence that names the thing and the way out. */
export class Problem extends Error {
	/** 2: the command line or the environment is wrong; 1: something failed. */
	readonly exitCode: 1 | 2;

	constructor(sentence: string, exitCode: 1 | 2 = 1, cause?: unknown) {
		super(sentence, cause === undefined ? undefined : {cause});
		this.name = 'Problem';
		this.exitCode = exitCode;
	}
}

/** Work that was cut short, by a person or a failure: the sentence says how much of it stands, and is said after a signal too. */
export class CutShort extends Problem {
	constructor(sentence: string, cause?: unknown) {
		super(sentence, 1, cause);
		this.name = 'CutShort';
	}
}

/** What was changed for a while in a store of others could not be put back: the sentence says how that is done by hand. */
export class LeftBehind extends CutShort {}

/** What an unknown failure says of itself, in one line. */
export function sayFailure(failure: unknown): string {
	const text = failure instanceof Error ? failure.message || failure.name : String(failure);
	return /\bE[MN]FILE\b/.test(text) ? 'too few files may be open at once, raise the limit as with ulimit -n 256' : text.split('\n', 1)[0]!.trim();
}
