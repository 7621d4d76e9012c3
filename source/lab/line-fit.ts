/** A measured point. */
export type LinePoint = {readonly x: number; readonly y: number};

/** A value of y with its 95 % interval. */
export type LineValue = {readonly value: number; readonly low: number; readonly high: number};

/** y = intercept + slope · x. */
export type Line = {
	readonly intercept: number;
	readonly slope: number;
	/** What a further measurement at x would be: the line, and the interval in which 95 of 100 lie if nothing but chance departs from it. */
	at(x: number): LineValue;
};

/**
 * The straight line of least squares through points, with the prediction interval of ordinary regression (Draper and Smith, Applied
 * Regression Analysis, 3.1): ŷ ± t · s · √(1 + 1/n + (x − x̄)²/Sxx).
 * Undefined for fewer than 4 points, or where they have but one x.
 */
export function fitLine(points: readonly LinePoint[]): Line | undefined {
	const n = points.length;
	const mean = (of: (point: LinePoint) => number) => points.reduce((sum, point) => sum + of(point), 0) / n;
	const [meanX, meanY] = [mean(({x}) => x), mean(({y}) => y)];
	const sxx = points.reduce((sum, {x}) => sum + (x - meanX) ** 2, 0);
	if (n < 4 || sxx === 0) {
		return undefined;
	}

	const slope = points.reduce((sum, {x, y}) => sum + (x - meanX) * (y - meanY), 0) / sxx;
	const intercept = meanY - slope * meanX;
	const s = Math.sqrt(points.reduce((sum, {x, y}) => sum + (y - intercept - slope * x) ** 2, 0) / (n - 2));
	const t = studentQuantile975(n - 2);
	return {
		intercept,
		slope,
		at(x) {
			const value = intercept + slope * x;
			const reach = t * s * Math.sqrt(1 + 1 / n + (x - meanX) ** 2 / sxx);
			return {value, low: value - reach, high: value + reach};
		},
	};
}

/**
 * The 97.5 % quantile of Student's t, by its expansion about the normal one (Abramowitz and Stegun 26.7.5): within 2 % of the tables at 2
 * degrees of freedom, within 0.1 % from 4 on.
 */
export function studentQuantile975(degrees: number): number {
	const z = 1.959_963_985;
	const terms = [
		z,
		(z ** 3 + z) / 4,
		(5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
		(3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
		(79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92_160,
	];
	return terms.reduce((sum, term, i) => sum + term / degrees ** i, 0);
}
