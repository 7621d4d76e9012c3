import {Decimal128} from 'bson';
import {isNumeric, toDouble} from './numbers.ts';

/** MongoDB's truth of a value in conditions: missing, null, false and zero are false; all else is true, NaN too. */
export function truthy(value: unknown): boolean {
	if (value === undefined || value === null || value === false) {
		return false;
	}

	return !isNumeric(value) || (value instanceof Decimal128 ? Number(value.toString()) : toDouble(value)) !== 0;
}
