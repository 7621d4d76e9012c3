import type {MongoWindow} from '../stores/mongo-window.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';
import type {Refill} from '../stores/postgres-outbox.ts';
import type {StoreFailure} from '../stores/store-failure.ts';
import type {FillFigures} from './fill-figures.ts';
import type {Ends} from './write-live.ts';

/** The ends of the way from PostgreSQL to MongoDB. */
export type FillEnds = Ends & {
	readonly ledger: Pick<PostgresLedger, 'backend' | 'prepare' | 'clockOffsetMs' | 'outbox'>;
	readonly window: Pick<MongoWindow, 'backend' | 'prepare' | 'identity' | 'count' | 'estimate' | 'versionedIds' | 'upsert' | 'remove'>;
};

/** What happens on the way. */
export type FillNews =
	| {readonly type: 'figures'; readonly figures: FillFigures}
	/** This many changes were brought over. */
	| {readonly type: 'brought'; readonly changes: number}
	/** MongoDB is new to the ledger, or has lost facts: all of the window are on their way. */
	| {readonly type: 'refilling'; readonly facts: number; readonly why: 'another' | 'lost'}
	/** It has not yet what the ledger's window held; undefined while that is not even queued. */
	| {readonly type: 'behind'; readonly refill: Refill | undefined}
	/** It has all that the ledger's window held when it was looked into. */
	| {readonly type: 'whole'}
	/** A store failed; it is tried again. */
	| {readonly type: 'failed'; readonly failure: StoreFailure}
	/** What Redis keeps beside cached answers was not told of new facts, and will not be. */
	| {readonly type: 'live-missed'; readonly failure: StoreFailure};
