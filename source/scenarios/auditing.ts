import type {Unit} from '../words/amount.ts';

/** How a fact is looked into by itself, as each layer holds it. */
export type Auditing<Fact = object> = {
	/** When a fact happened, as its id alone says, in epoch milliseconds; undefined: the id does not say. */
	idAtMs(id: string): number | undefined;
	/** What is shown and compared of a fact. */
	readonly fields: ReadonlyArray<AuditField<Fact>>;
	/** What the fact tells of its own past: since when it is or was what, in epoch milliseconds. */
	states(fact: Fact): ReadonlyArray<{readonly state: string; readonly atMs: number}>;
};

export type AuditField<Fact = object> = {
	/** In JSON: 'updatedAt'. */
	readonly name: string;
	/** Heads its column; absent: it is compared, and not shown. */
	readonly title?: string;
	/** An instant is in epoch milliseconds. */
	readonly unit: Unit | 'text' | 'instant';
	/** Undefined: not known there, which differs from nothing. */
	value(fact: Fact): string | number | undefined;
	/** What is shown in its place, where it is long. */
	brief?(fact: Fact): string;
};
