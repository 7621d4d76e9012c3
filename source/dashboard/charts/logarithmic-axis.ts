/** A logarithmic axis: where a value lies, and the ticks to label. */
export type LogarithmicAxis = {
	/** 0 at the least value of the axis, 1 at its greatest; a value beyond an end lies on it. */
	position(value: number): number;
	/** Values to label, ascending: of the series 1, 2, 5, 10 …, or decades only where there is less room. */
	readonly ticks: readonly number[];
};

/**
 * An axis of whole decades around the values and the usual range: it stands still while values come, and grows only
 * for one beyond it.
 * @param usual least and greatest value that the axis always shows
 * @param roomFor how many labels fit
 */
export function logarithmicAxis(values: readonly number[], usual: readonly [number, number], roomFor: number): LogarithmicAxis {
	const shown = [...values.filter(value => value > 0 && Number.isFinite(value)), ...usual];
	return axisBetween(10 ** exponentOf(Math.min(...shown)), 10 ** -exponentOf(1 / Math.max(...shown)), roomFor);
}

/** An axis between fixed ends. */
export function axisBetween(least: number, greatest: number, roomFor: number): LogarithmicAxis {
	const steps: number[] = [];
	for (let step = stepAtOrAbove(least); step <= greatest * (1 + rounding); step = nextStep(step)) {
		steps.push(step);
	}

	const decades = steps.filter(step => leading(step) === 1);
	const every = Math.ceil(decades.length / Math.max(1, roomFor));
	return {
		position: value => Math.min(1, Math.max(0, Math.log(value / least) / Math.log(greatest / least))),
		ticks: steps.length <= roomFor / 2 ? steps : decades.length > 1 ? decades.filter((_, i) => i % every === 0) : steps.slice(0, roomFor),
	};
}

const rounding = 1e-9;

/** A step of the series as the closest decimal fraction, without binary remainders. */
function step(mantissa: number, exponent: number): number {
	return Number(`${mantissa}e${exponent}`);
}

function exponentOf(value: number): number {
	return Math.floor(Math.log10(value) + rounding);
}

function leading(value: number): number {
	return Math.round(value / 10 ** exponentOf(value));
}

function stepAtOrAbove(value: number): number {
	const exponent = exponentOf(value);
	return [1, 2, 5].map(mantissa => step(mantissa, exponent)).find(candidate => candidate >= value * (1 - rounding)) ?? step(1, exponent + 1);
}

function nextStep(value: number): number {
	return stepAtOrAbove(value * 1.5);
}
