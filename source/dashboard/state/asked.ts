import type {BilledWork} from '../../flows/billing-words.ts';
import type {FigureName} from '../../lab/protections.ts';
import type {Billed} from '../../stores/history.ts';
import type {Sheet} from '../../tables/sheet.ts';

// What a person is asked for over the screen.

/** A value being typed. */
export type Prompt = {
	readonly kind: PromptKind;
	readonly text: string;
	readonly refusal?: string | undefined;
	/** The table that it is about, where it is about one. */
	readonly table?: string | undefined;
};

/** A table that is to be put into a file. */
export type Saving = {readonly sheet: Sheet; readonly path: string};

export type PromptKind =
	| 'seed-count'
	| 'ttl'
	| 'stream-rate'
	| 'viewers'
	| 'every-seconds'
	| 'added-fill'
	| 'guess'
	| 'what-if-ttl'
	| 'error-budget'
	| 'about'
	| 'memory-keys'
	| 'table-file'
	| 'history-orders'
	| 'audit-id'
	| FigureName;

/** A list of switches over the lower left panel. */
export type Menu = {readonly kind: 'viewers' | 'protections' | 'scenarios'; readonly row: number};

/** A wish to write where others have written. */
export type WritingWish =
	| {readonly about: 'seed'; readonly count: number}
	| {readonly about: 'stream'}
	| {readonly about: 'contend'}
	| {readonly about: 'history'; readonly count: number};

/** A wish that is hard to undo, and is asked about first. */
export type Question =
	| WritingWish
	| Leaving
	| {readonly about: 'memory'; readonly keys: number}
	| {readonly about: 'replace'; readonly saving: Saving}
	| {readonly about: 'drill'}
	| Bill;

/** Another scenario is wished, and something would be lost: "a benchmark is running". */
export type Leaving = {readonly about: 'leave'; readonly scenario: string; readonly loses: string};

/** What is billed for, before it is run. */
export type Bill = {readonly about: 'bill'; readonly work: BilledWork; readonly billed: Billed};
