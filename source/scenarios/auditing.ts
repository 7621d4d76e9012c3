import type {Unit} from '../words/amount.ts';

/** How `audit` looks up one fact in each layer. */
export type Auditing<Fact = object> = {
	/** When a fact happened (epoch milliseconds), read from its id. Undefined where the id does not say. */
	idAtMs(id: string): number | undefined;
	/** The members of a fact that are shown and compared. */
	readonly fields: ReadonlyArray<AuditField<Fact>>;
	/** The past that the fact itself tells: its states, and since when (epoch milliseconds). */
	states(fact: Fact): ReadonlyArray<{readonly state: string; readonly atMs: number}>;
};

export type AuditField<Fact = object> = {
	/** In JSON: 'updatedAt'. */
	readonly name: string;
	/** The title of its column. Absent: it is compared but not shown. */
	readonly title?: string;
	/** An instant is in epoch milliseconds. */
	readonly unit: Unit | 'text' | 'instant';
	/** Undefined: not known there. That differs from "nothing". */
	value(fact: Fact): string | number | undefined;
	/** A short form to show, where the value is long. */
	brief?(fact: Fact): string;
};
