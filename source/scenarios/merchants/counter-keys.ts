import type {LocalDay} from '../../words/local-day.ts';
import type {LiveMoment} from '../live.ts';

/** The keys of a day's counters. The part in braces keeps them in one slot of a Redis Cluster. */
export type CounterKeys = {
	/** A hash of the day's totals, `<merchant>:cents` and `<merchant>:orders`, with marks about all of them. */
	readonly totals: string;
	/** A sorted set of the merchants by their cents. */
	readonly top: string;
	/** A hash by order id of what each order of a merchant was counted with. */
	counted(merchant: string): string;
};

/** Marks about the totals: whether they are complete, who completes them, when they were compared with MongoDB, and how far off they were. */
export const ofAll = {whole: 'whole', building: 'building', reconciledAtMs: 'reconciled', offCents: 'off'} as const;

export const centsOf = (merchant: string) => `${merchant}:cents`;
export const ordersOf = (merchant: string) => `${merchant}:orders`;

/** The keys of a day (`YYYY-MM-DD`) in a time zone, of the orders of one MongoDB. */
export function counterKeys(day: string, {origin, timeZone}: Pick<LiveMoment, 'origin' | 'timeZone'>): CounterKeys {
	const place = `shopstream:live:{sales:${origin}:${timeZone}:${day}}`;
	return {totals: `${place}:totals`, top: `${place}:top`, counted: merchant => `${place}:counted:${merchant}`};
}

/** How long a day's counters are kept after its end, in milliseconds, for computers whose clock is behind. */
const keptMs = 3_600_000;

/** How long the keys of a day shall live from now on, by the clock that dates facts (not by that of Redis). */
export function livesMs({nextMs}: LocalDay, nowMs: number): number {
	return Math.round(Math.max(keptMs, nextMs - nowMs + keptMs));
}
