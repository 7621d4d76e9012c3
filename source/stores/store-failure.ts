import {Problem} from '../words/problem.ts';

/**
 * What a failed call says of the store:
 * - `silent`: no answer in time, or no connection
 * - `refuses`: it answers, and does not do what was asked (out of memory, read-only, no replicas, wrong password, loading)
 */
export type FailureKind = 'silent' | 'refuses';

/** A call that a store did not carry out. The health of a store comes from these and from answers, never from a message's words. */
export class StoreFailure extends Problem {
	/** The name of the store's layer. */
	readonly store: string;
	readonly kind: FailureKind;
	/** The reason alone, in plain text and without the store's name: "out of memory", "read-only replica". */
	readonly reason: string;

	/** @param sentence the whole sentence for people: names the store, its address and the reason */
	constructor(store: string, kind: FailureKind, reason: string, sentence: string, cause?: unknown) {
		super(sentence, 1, cause);
		this.name = 'StoreFailure';
		this.store = store;
		this.kind = kind;
		this.reason = reason;
	}
}

/** A write of many facts that ended before all were stored. */
export class CutShort extends StoreFailure {
	/** How many are known to stand. */
	readonly stored: number;
	/** False when MongoDB did not say what became of the last ones: more may stand. */
	readonly isExact: boolean;

	constructor({store, kind, reason, message, cause}: StoreFailure, stored: number, isExact: boolean) {
		super(store, kind, reason, message, cause);
		this.stored = stored;
		this.isExact = isExact;
	}
}

/** A store as its last call left it. */
export type StoreHealth = {readonly state: 'up'} | {readonly state: FailureKind; readonly reason: string};
