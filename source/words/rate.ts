import {formatGiven} from './count.ts';

const units = [
	['a second', 1],
	['a minute', 60],
	['an hour', 3600],
	['a day', 86_400],
] as const;

/** Events a second as text, in the unit in which there is one at least: `6.0 a second`, `12 a minute`, `1.0 an hour`. */
export function rateText(perSecond: number): string {
	const [unit, seconds] = unitOf(perSecond);
	return `${digits(perSecond * seconds)} ${unit}`;
}

/** Rates that are compared, in the one unit of the greatest: 0.0033 and 0.003 a second are `12` and `11` in `an hour`. */
export function ratesInOneUnit(perSecond: ReadonlyArray<number | undefined>): {readonly unit: string; readonly texts: ReadonlyArray<string | undefined>} {
	const [unit, seconds] = unitOf(Math.max(0, ...perSecond.filter(rate => rate !== undefined)));
	return {unit, texts: perSecond.map(rate => (rate === undefined ? undefined : digits(rate * seconds)))};
}

/** A rate that is given, not measured: `2 a second`, `0.0634 a second`. */
export function givenRateText(perSecond: number): string {
	return `${formatGiven(perSecond)} a second`;
}

function unitOf(perSecond: number): (typeof units)[number] {
	return units.find(([, seconds]) => perSecond * seconds >= 0.9995) ?? units[3];
}

/** One digit behind the point below 10, none above. */
function digits(value: number): string {
	return value === 0 || value >= 9.95 ? String(Math.round(value)) : value < 0.05 ? '<0.1' : value.toFixed(1);
}
