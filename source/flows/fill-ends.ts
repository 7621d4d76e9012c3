import type {MongoWindow} from '../stores/mongo-window.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';
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
	/** So many changes were brought over. */
	| {readonly type: 'brought'; readonly changes: number}
	/** MongoDB is new to the ledger, or has lost facts: all of the window are on their way. */
	| {readonly type: 'refilling'; readonly facts: number; readonly why: 'another' | 'lost'}
	/** What Redis keeps beside cached answers was not told of new facts, and will not be. */
	| {readonly type: 'live-missed'; readonly failure: StoreFailure};
