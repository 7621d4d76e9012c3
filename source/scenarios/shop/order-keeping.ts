import type {Keeping} from '../keeping.ts';

/**
 * Ten million orders of five years. Bytes of November 2026: PostgreSQL 18 (embedded) with 50,000 orders of a year, MongoDB's documents of as many,
 * redis-server 7.0.15, the archive's files of 40,000 orders of 35 days, and 1,000 lines by BigQuery's sizes of types. Names and products come from a
 * small catalogue, so real orders compress less.
 */
export const orderKeeping: Keeping = {
	facts: 10_000_000,
	years: 5,
	bytesPerFact: {postgres: 638, mongo: 474, redis: 720, gcs: 91, history: 251},
};
