import {formatDuration} from '../words/duration.ts';
import {formatCents} from '../words/money.ts';
import {requireNotNegative, requirePositive, requireShare} from './argument-range.ts';
import {gammaAtMost} from './gamma.ts';

/** "At most 1 % off today, 95 % of the time", and how busy the shop is. */
export type ErrorBudget = {
	/** The greatest error relative to today's revenue that counts as held, as a share: 0.01 is 1 %. Above 0. */
	readonly errorShare: number;
	/** q: the share of reads that must hold it, above 0 and below 1; 0.95 by default. */
	readonly readShare?: number;
	/** μ: orders placed a second, at present. */
	readonly ordersPerSecond: number;
	/** v: an order's mean value, above 0. */
	readonly meanCents: number;
	/** m₂: the second moment of an order's value, in cents²: v² × (1 + c²). */
	readonly squareCents: number;
	/** Today's revenue at present. */
	readonly todayCents: number;
	/** t: time since midnight. */
	readonly sinceMidnightSeconds: number;
	/** L: how old a value is when it is stored; 0 by default. */
	readonly fillSeconds?: number;
};

/** The longest TTL that holds a budget, or why there is none. */
export type BudgetedTtl = {
	/** In seconds; undefined when no TTL holds the budget. */
	readonly ttlSeconds: number | undefined;
	/** The reason in one sentence, with its numbers. */
	readonly reason: string;
};

/**
 * The longest TTL at which a share q of the reads shows today's revenue within the budget.
 *
 * Assumed: reads so frequent that nearly all are hits, so that ages spread evenly over L…L + T; orders as a Poisson
 * stream at the present rate. What a value of age a misses is then a compound Poisson sum of mean μ·v·a and variance
 * μ·m₂·a, taken as a gamma sum of the same two (exact in both limits: nothing missed at a = 0, normal for many orders;
 * coarse where the budget is about one order's worth). The share of reads within the budget is its distribution
 * function averaged over the ages, and falls with T. A value from before midnight holds nothing of today, so T ends
 * with the day so far: L + T ≤ t. The TTL is rounded down to a millisecond; under one there is none.
 */
export function budgetTtl(budget: ErrorBudget): BudgetedTtl {
	const {errorShare, readShare = 0.95, ordersPerSecond, meanCents, squareCents, todayCents, sinceMidnightSeconds, fillSeconds = 0} = budget;
	requirePositive('errorShare', errorShare);
	requireShare('readShare', readShare);
	requireNotNegative('ordersPerSecond', ordersPerSecond);
	requirePositive('meanCents', meanCents);
	requirePositive('squareCents', squareCents);
	requireNotNegative('todayCents', todayCents);
	requireNotNegative('sinceMidnightSeconds', sinceMidnightSeconds);
	requireNotNegative('fillSeconds', fillSeconds);
	if (readShare === 0 || readShare === 1) {
		throw new RangeError(`readShare must lie between 0 and 1, not ${readShare}`);
	}

	const allowedCents = errorShare * todayCents;
	const longest = sinceMidnightSeconds - fillSeconds;
	const holds = (ttlSeconds: number) =>
		ttlSeconds <= longest && heldShare({allowedCents, ordersPerSecond, meanCents, squareCents, fromSeconds: fillSeconds, ttlSeconds}) >= readShare;
	const ttlSeconds = Math.floor(longestHolding(longest, holds) * 1000) / 1000;
	const isNone = ttlSeconds <= 0;
	return {
		ttlSeconds: isNone ? undefined : ttlSeconds,
		reason: reasonFor({...budget, readShare, fillSeconds}, isNone ? undefined : ttlSeconds),
	};
}

type Held = Pick<ErrorBudget, 'ordersPerSecond' | 'meanCents' | 'squareCents'> & {
	readonly allowedCents: number;
	readonly fromSeconds: number;
	readonly ttlSeconds: number;
};

/** The share of values, their ages spread evenly over from…from + ttl, that miss no more than is allowed. */
function heldShare({allowedCents, ordersPerSecond, meanCents, squareCents, fromSeconds, ttlSeconds}: Held): number {
	const within = (ageSeconds: number) => {
		const shape = (ordersPerSecond * ageSeconds * meanCents ** 2) / squareCents;
		// The sum of so many orders hardly varies: take its mean.
		return shape > mostShape
			? Number(ordersPerSecond * meanCents * ageSeconds <= allowedCents)
			: shape === 0
				? 1
				: gammaAtMost(shape, (allowedCents * meanCents) / squareCents);
	};

	let sum = 0;
	for (let point = 0; point < points; point++) {
		sum += within(fromSeconds + ((point + 0.5) / points) * ttlSeconds);
	}

	return sum / points;
}

const points = 400;
const mostShape = 100_000;

/** The greatest number up to `longest` that holds, by halving; 0 when none does. */
function longestHolding(longest: number, holds: (ttlSeconds: number) => boolean): number {
	if (holds(longest)) {
		return longest;
	}

	let low = 0;
	let high = longest;
	for (let step = 0; step < 40 && high - low > 0.0005; step++) {
		const middle = (low + high) / 2;
		if (holds(middle)) {
			low = middle;
		} else {
			high = middle;
		}
	}

	return low;
}

function reasonFor(budget: Required<ErrorBudget>, ttlSeconds: number | undefined): string {
	const {errorShare, readShare, ordersPerSecond, meanCents, todayCents, sinceMidnightSeconds, fillSeconds} = budget;
	const percent = (share: number) => `${Number((share * 100).toPrecision(3))} %`;
	const rate = Number(ordersPerSecond.toPrecision(3));
	const tradeSeconds = (errorShare * todayCents) / (ordersPerSecond * meanCents);
	const trade = Number.isFinite(tradeSeconds)
		? `${percent(errorShare)} of today's ${formatCents(todayCents)} is ${formatDuration(tradeSeconds)} of trade at ${rate} ${rate === 1 ? 'order' : 'orders'} a second of ${formatCents(meanCents)}`
		: 'no orders come at present';
	if (ttlSeconds === undefined) {
		return `no TTL keeps ${percent(readShare)} of reads that close: ${trade}, and a value is ${formatDuration(fillSeconds)} old when it is stored, ${formatDuration(sinceMidnightSeconds)} after midnight`;
	}

	return ttlSeconds + 0.001 > sinceMidnightSeconds - fillSeconds
		? `${trade}, but a value from before midnight holds nothing of today: ${formatDuration(ttlSeconds)} is the day so far`
		: `${trade}; ${heldBy(ttlSeconds, fillSeconds)} keeps ${percent(readShare)} of reads within it`;
}

/** How a TTL keeps ages short, with the time that a fill takes of it: "with ages spread evenly up to the TTL, 3 s". */
export function heldBy(ttlSeconds: number, fillSeconds: number): string {
	const ages = fillSeconds < 0.001 ? 'up to the TTL' : `over the TTL, after a fill of ${formatDuration(fillSeconds)}`;
	return `with ages spread evenly ${ages}, ${formatDuration(ttlSeconds)}`;
}
