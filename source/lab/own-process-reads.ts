import {requirePositive, requireWhole} from './argument-range.ts';
import type {FillingLoad} from './fill-time.ts';
import type {ReadsPrediction} from './reads-prediction.ts';

const points = 200;

/**
 * V processes with a single-flight of their own, Poisson reads of λ in all, each read by any of them: every process that
 * reads during a fill asks the origin once, S = 1 + (V − 1)(1 − e^(−λL/V)); it nears 1 + λL for many.
 *
 * Derived, and checked by simulation: with F(x) = e^(−λx/V), no process begins a fill in (x, y] with probability
 * (1 − F(x) + F(y))^(V − 1), which gives the time τ of the last of them, and how old the newest value is at each instant;
 * the rest is as for `unprotectedReads`. Integrated by midpoints, 200. Undefined for L > T.
 * @param options.viewers V, at least 1
 */
export function ownProcessReads({viewers, ratePerSecond, ttlSeconds, fillSeconds}: FillingLoad & {readonly viewers: number}): ReadsPrediction | undefined {
	requireWhole('viewers', viewers, 1);
	requirePositive('ratePerSecond', ratePerSecond);
	if (fillSeconds > ttlSeconds) {
		return undefined;
	}

	const idle = (seconds: number) => Math.exp((-ratePerSecond * seconds) / viewers);
	const noneBetween = (from: number, to: number) => (1 - idle(from) + idle(to)) ** (viewers - 1);
	/** The integral over u = 0…until of the probability that none begins in the u before `until`, times `weight`. */
	const integral = (until: number, weight: (u: number) => number) => {
		let sum = 0;
		for (let point = 0; point < points; point++) {
			const u = ((point + 0.5) / points) * until;
			sum += weight(u) * noneBetween(until - u, until);
		}

		return (sum / points) * until;
	};

	const lastFillSeconds = fillSeconds - integral(fillSeconds, () => 1);
	const queries = stampedeOfOwnProcesses({viewers, ratePerSecond, fillSeconds});
	const waiting = 1 + ratePerSecond * fillSeconds;
	const hits = ratePerSecond * (ttlSeconds + lastFillSeconds);
	const reads = waiting + hits;
	// Over the first L seconds of hits values renew as fills began; after the last of them one value ages.
	let renewing = 0;
	for (let point = 0; point < points; point++) {
		renewing += integral(((point + 0.5) / points) * fillSeconds, () => 1);
	}

	const agedSquare = ttlSeconds ** 2 / 2 + (renewing / points) * fillSeconds - integral(fillSeconds, u => u);
	// Who waits for a fill of its process that began x seconds earlier is served at age L, as is who began it.
	return {
		hitRate: hits / reads,
		meanAgeSeconds: (reads * fillSeconds + ratePerSecond * agedSquare) / reads,
		greatestAgeSeconds: ttlSeconds + fillSeconds,
		originPerSecond: (ratePerSecond * queries) / reads,
	};
}

/** S = 1 + (V − 1)(1 − e^(−λL/V)): queries for one expiry, Poisson reads of V processes with a single-flight of their own. */
export function stampedeOfOwnProcesses({
	viewers,
	ratePerSecond,
	fillSeconds,
}: {
	readonly viewers: number;
	readonly ratePerSecond: number;
	readonly fillSeconds: number;
}): number {
	return 1 - (viewers - 1) * Math.expm1((-ratePerSecond * fillSeconds) / viewers);
}
