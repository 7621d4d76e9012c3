import {uassert} from '../mongo-error.ts';
import {bsonType} from '../values/bson-type.ts';
import {exactOf} from '../values/decimal.ts';
import {displayValue} from '../values/display-value.ts';
import {Long} from 'bson';
import {double, integer, isNumeric, safeInteger, toDouble, wholeOf} from '../values/numbers.ts';
import {isNullish} from './arguments.ts';

/** Rounds half to even (`$round`) or towards zero (`$trunc`) at a decimal place. */
export function roundTo(value: unknown, place: unknown, name: string): unknown {
	if (isNullish(value) || place === null) {
		return null;
	}

	uassert(isNumeric(value), 51_081, () => `${name} only supports numeric types, not ${bsonType(value)}`);
	const digits = place === undefined ? 0 : safeInteger(place);
	uassert(
		digits !== null && digits >= -20 && digits <= 100,
		51_082,
		() => `cannot apply ${name} with precision value ${displayValue(place)} value must be in [-20, 100]`,
	);
	const whole = wholeOf(value);
	if (whole !== null) {
		return digits >= 0 ? value : integer(roundWhole(whole, 10n ** BigInt(-digits), name), value instanceof Long);
	}

	const number = toDouble(value);
	return Number.isFinite(number) ? double(roundDouble(number, digits, name)) : value;
}

function roundWhole(value: bigint, unit: bigint, name: string): bigint {
	const rest = value % unit;
	const down = value - rest;
	const twice = (rest < 0n ? -rest : rest) * 2n;
	const up = name === '$round' && (twice > unit || (twice === unit && (down / unit) % 2n !== 0n));
	return up ? down + (rest < 0n ? -unit : unit) : down;
}

function roundDouble(number: number, digits: number, name: string): number {
	if (digits === 0) {
		const floor = Math.trunc(number);
		const rest = Math.abs(number - floor);
		const up = name === '$round' && (rest > 0.5 || (rest === 0.5 && floor % 2 !== 0));
		return up ? floor + Math.sign(number) : floor;
	}

	// On the double's exact value: 2.675 is 2.67499…, and 2.67 at two places.
	const {coefficient, exponent: scale} = exactOf(number);
	const drop = -digits - scale;
	return drop <= 0 ? number : Number(`${roundWhole(coefficient, 10n ** BigInt(drop), name)}E${scale}`);
}
