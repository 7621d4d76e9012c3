import type {LocalDay} from '../../words/local-day.ts';
import type {LiveMoment} from '../live.ts';

/** The keys of a day's counters. What is in braces keeps them in one slot of a Redis Cluster. */
export type CounterKeys = {
	/** A hash of the day's totals: `<merchant>:cents`, `<merchant>:orders`; and what is known of them all. */
	readonly totals: string;
	/** A sorted set of the merchants by their cents. */
	readonly top: string;
	/** A hash of what each of a merchant's orders was counted with, by the order's id. */
	counted(merchant: string): string;
};

/** Of the totals as a whole: set while they are complete, who makes them complete, when they were compared with MongoDB and how far off they were. */
export const ofAll = {whole: 'whole', building: 'building', reconciledAtMs: 'reconciled', offCents: 'off'} as const;

export const centsOf = (merchant: string) => `${merchant}:cents`;
export const ordersOf = (merchant: string) => `${merchant}:orders`;

/** The keys of a day (`YYYY-MM-DD`) in a time zone, of the orders of one MongoDB. */
export function counterKeys(day: string, {origin, timeZone}: Pick<LiveMoment, 'origin' | 'timeZone'>): CounterKeys {
	const place = `shopstream:live:{sales:${origin}:${timeZone}:${day}}`;
	return {totals: `${place}:totals`, top: `${place}:top`, counted: merchant => `${place}:counted:${merchant}`};
}

/** So long after its end a day's counters are kept, in milliseconds: for a computer whose clock is behind. */
const keptMs = 3_600_000;

/** How long the keys of a day are to live from now on. By the clock that facts are dated by, not by that of Redis. */
export function livesMs({nextMs}: LocalDay, nowMs: number): number {
	return Math.round(Math.max(keptMs, nextMs - nowMs + keptMs));
}
