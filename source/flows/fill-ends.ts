import type {MongoWindow} from '../stores/mongo-window.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';
import type {StoreFailure} from '../stores/store-failure.ts';
import type {FillFigures} from './fill-figures.ts';
import type {Ends} from './write-live.ts';

/** The ends of the way from PostgreSQL to MongoDB. */
export type FillEnds = Ends & {
	readonly ledger: Pick<PostgresLedger, 'prepare' | 'clockOffsetMs' | 'outbox'>;
	readonly window: Pick<MongoWindow, 'prepare' | 'identity' | 'count' | 'estimate' | 'upsert' | 'remove'>;
};

/** What happens on the way. */
export type FillNews =
	| {readonly type: 'figures'; readonly figures: FillFigures}
	/** A store failed, and is tried again; what Redis alone was to be told of new facts is not told again. */
	| {readonly type: 'failed'; readonly failure: StoreFailure}
	/** What had failed works again. */
	| {readonly type: 'mended'}
	/** MongoDB is another one than was filled last, or has lost facts: all of the window are on their way. */
	| {readonly type: 'refilling'; readonly facts: number; readonly why: 'another' | 'lost'}
	/** MongoDB does not take some facts as they are, which stay queued. */
	| {readonly type: 'refused'; readonly facts: number; readonly failure: StoreFailure};
