import * as z from 'zod/mini';
import {compiledObject} from '../compiled-object.ts';
import {lazily} from '../lazily.ts';

/** Days that the question looks back from its `asOf`. */
export const salesDays = 30;

/** What was sold: integer cents, and how many orders. Returned orders are left out. */
export type Sum = {readonly cents: number; readonly orders: number};

/** What one merchant sold, as of an instant. */
export type MerchantSales = {
	/** Epoch milliseconds. */
	readonly asOfMs: number;
	readonly merchant: string;
	/** The day that `today` counts, `YYYY-MM-DD`: that of `asOf` in `timeZone`. */
	readonly day: string;
	/** IANA name. */
	readonly timeZone: string;
	readonly today: Sum;
	/** The last 30 days. Absent from the answer of the counters, which count only today. */
	readonly window?: Sum | undefined;
	/** Further figures of the counters. Absent from any other answer. */
	readonly counters?: Counters | undefined;
};

/** The state of the counters. */
type Counters = {
	/** Those who sold most today, the first one first. */
	readonly top: ReadonlyArray<{readonly merchant: string; readonly cents: number}>;
	/** When they were last compared with MongoDB (epoch milliseconds), and by how many cents they were off in all. Undefined before that. */
	readonly reconciled: {readonly atMs: number; readonly offCents: number} | undefined;
};

/** The checks of a row, reduced to what every hit needs. */
export const sumSchema = lazily(() =>
	compiledObject(
		{cents: z.number(), orders: z.number()},
		z.check<Sum>(({value, issues}) => {
			if (!Number.isSafeInteger(value.cents) || !Number.isSafeInteger(value.orders) || value.orders < 0) {
				issues.push({code: 'custom', input: value, path: [], message: 'not a whole number'});
			}
		}),
	),
);
