const lanczos = [
	0.999_999_999_999_809_93, 676.520_368_121_885_1, -1259.139_216_722_402_8, 771.323_428_777_653_13, -176.615_029_162_140_59, 12.507_343_278_686_905,
	-0.138_571_095_265_720_12, 9.984_369_578_019_571_6e-6, 1.505_632_735_149_311_6e-7,
] as const;

/** ln Γ(x) for x ≥ 0.5, by Lanczos' approximation (g = 7), within 1e-14 of the value's size. */
export function logGamma(x: number): number {
	const base = x + 6.5;
	let sum: number = lanczos[0];
	for (let i = 1; i < lanczos.length; i++) {
		sum += lanczos[i]! / (x - 1 + i);
	}

	return (x - 0.5) * Math.log(base) - base + Math.log(Math.sqrt(2 * Math.PI) * sum);
}

/**
 * The probability that a Poisson count with this mean is at most `count`; 0 for a negative count.
 * It is the regularised incomplete gamma function Q(count + 1, mean): by its series or its continued fraction, whichever
 * converges (Press et al., Numerical Recipes, 6.2), within about 1e-10.
 */
export function poissonAtMost(count: number, mean: number): number {
	const shape = Math.floor(count) + 1;
	if (shape <= 0 || mean === 0) {
		return shape <= 0 ? 0 : 1;
	}

	const scale = Math.exp(shape * Math.log(mean) - mean - logGamma(shape));
	const below = mean < shape + 1;
	return below ? 1 - scale * lowerSeries(shape, mean) : scale * upperFraction(shape, mean);
}

/**
 * The probability that a gamma-distributed number of this shape, above 0, and scale 1 is at most `x`: P(shape, x),
 * within about 1e-10.
 */
export function gammaAtMost(shape: number, x: number): number {
	if (x <= 0) {
		return 0;
	}

	// ln Γ(shape) by Γ(shape + 1) = shape × Γ(shape), since the approximation begins at 0.5.
	const scale = Math.exp(shape * Math.log(x) - x - logGamma(shape + 1) + Math.log(shape));
	return x < shape + 1 ? scale * lowerSeries(shape, x) : 1 - scale * upperFraction(shape, x);
}

function lowerSeries(shape: number, mean: number): number {
	let term = 1 / shape;
	let sum = term;
	for (let i = 1; term > sum * 1e-16; i++) {
		term *= mean / (shape + i);
		sum += term;
	}

	return sum;
}

/** Lentz's evaluation of the continued fraction; its terms cannot vanish for mean > shape. */
function upperFraction(shape: number, mean: number): number {
	let b = mean + 1 - shape;
	let c = 1e300;
	let d = 1 / b;
	let value = d;
	for (let i = 1, change = 0; Math.abs(change - 1) > 1e-15; i++) {
		const a = -i * (i - shape);
		b += 2;
		d = 1 / (a * d + b);
		c = b + a / c;
		change = c * d;
		value *= change;
	}

	return value;
}
