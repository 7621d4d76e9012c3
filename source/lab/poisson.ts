import type {Random} from '../chance/random.ts';
import {requireNotNegative, requirePositive} from './argument-range.ts';
import {logGamma} from './gamma.ts';

/** Seconds until the next arrival of a Poisson stream, by inversion: −ln(1 − u)/λ. At most 22.2 mean gaps. */
export function poissonGapSeconds(ratePerSecond: number, random: Random): number {
	requirePositive('ratePerSecond', ratePerSecond);
	return -Math.log(1 - random.next()) / ratePerSecond;
}

/**
 * A Poisson-distributed count with any mean from 0: by multiplication (Knuth, TAOCP 2, 3.4.1) below 10, from there by
 * transformed rejection (Hörmann, "The transformed rejection method for generating Poisson random variables", 1993, PTRS).
 */
export function poissonCount(mean: number, random: Random): number {
	requireNotNegative('mean', mean);
	return mean < 10 ? countByMultiplication(mean, random) : countByRejection(mean, random);
}

function countByMultiplication(mean: number, random: Random): number {
	const end = Math.exp(-mean);
	let count = 0;
	for (let product = 1 - random.next(); product > end; product *= 1 - random.next()) {
		count++;
	}

	return count;
}

function countByRejection(mean: number, random: Random): number {
	const b = 0.931 + 2.53 * Math.sqrt(mean);
	const a = -0.059 + 0.024_83 * b;
	const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
	const squeeze = 0.9277 - 3.6224 / (b - 2);
	for (;;) {
		const u = random.next() - 0.5;
		const v = 1 - random.next();
		const us = 0.5 - Math.abs(u);
		const count = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
		if (us >= 0.07 && v <= squeeze) {
			return count;
		}

		const possible = count >= 0 && (us >= 0.013 || v <= us);
		if (possible && Math.log((v * inverseAlpha) / (a / us ** 2 + b)) <= count * Math.log(mean) - mean - logGamma(count + 1)) {
			return count;
		}
	}
}
