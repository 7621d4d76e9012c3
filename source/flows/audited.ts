import type {Auditing} from '../scenarios/auditing.ts';
import type {ArchivedFact, ArchiveSearch} from './audit-archive.ts';

/** What a layer said of a fact: what it holds, that it holds none, that it holds something that cannot be counted, or why it did not say. */
export type Looked =
	| {readonly state: 'held'; readonly fact: object}
	| {readonly state: 'absent'}
	| {readonly state: 'odd'; readonly why: string}
	| {readonly state: 'unknown'; readonly why: string};

/** Whether an answer can contain a fact. */
export type Contained = {readonly can: boolean; readonly why: 'later' | 'older' | 'changed' | 'left-out' | 'counted'};

export type CachedLook =
	| {readonly state: 'held'; readonly key: string; readonly asOfMs: number; readonly expiresAtMs: number; readonly contained: Contained | undefined}
	| {readonly state: 'absent'}
	| {readonly state: 'unknown'; readonly why: string};

/** Since when the fact was what, and the copies of it that say so. */
export type PastState = {readonly state: string; readonly atMs: number; readonly saidBy: readonly string[]};

/** A field that is not the same everywhere: its values, by the copy that has it. */
export type Difference = {readonly field: string; readonly values: Readonly<Record<string, string | number>>};

/** A fact as every layer holds it. */
export type Audit = {
	readonly id: string;
	readonly auditing: Auditing;
	/** When it happened, by its id alone. */
	readonly idAtMs: number | undefined;
	/** When it was looked into. */
	readonly asOfMs: number;
	readonly ledger: Looked;
	readonly window: Looked;
	readonly cache: CachedLook;
	readonly archive: ArchiveSearch | {readonly why: string};
	readonly states: readonly PastState[];
	readonly differences: readonly Difference[];
};

/** A copy of a fact, and what it is called: 'PostgreSQL', 'GCS r2'. */
export type Copy = {readonly name: string; readonly fact: object; readonly archived?: ArchivedFact};

/** Every copy that a layer holds: the ledger's, the window's, and each archived revision's. */
export function copiesOf(ledger: Looked, window: Looked, archived: readonly ArchivedFact[]): Copy[] {
	return [
		...(ledger.state === 'held' ? [{name: 'PostgreSQL', fact: ledger.fact}] : []),
		...(window.state === 'held' ? [{name: 'MongoDB', fact: window.fact}] : []),
		...archived.map(one => ({name: `GCS r${one.revision}`, fact: one.fact, archived: one})),
	];
}
