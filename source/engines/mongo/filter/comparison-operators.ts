import {BSONRegExp} from 'bson';
import {uassert} from '../mongo-error.ts';
import {typeRank} from '../values/bson-type.ts';
import {mapKey} from '../values/canonical-key.ts';
import {compareValues, equalValues} from '../values/compare-values.ts';
import {isNumeric, toDouble} from '../values/numbers.ts';
import {anyElement, isOperatorObject, negated, type FieldMatcher} from './field-matcher.ts';
import {compileRegex} from './regular-expression.ts';

type Operator = (operand: unknown, name: string) => FieldMatcher;

/** `$eq`; null also matches a missing field. */
export const $eq: Operator = operand => {
	if (operand === null) {
		return anyElement(value => value === null || value === undefined);
	}

	if (typeof operand === 'string' || typeof operand === 'boolean') {
		return anyElement(value => value === operand);
	}

	const rank = typeRank(operand);
	return anyElement(value => value === operand || (value !== undefined && typeRank(value) === rank && equalValues(value, operand)));
};

export const $ne: Operator = (operand, name) => {
	refuseRegex(operand, name);
	return negated($eq(operand, name));
};

export const $gt: Operator = (operand, name) => ordered(operand, name, 1, false);
export const $gte: Operator = (operand, name) => ordered(operand, name, 1, true);
export const $lt: Operator = (operand, name) => ordered(operand, name, -1, false);
export const $lte: Operator = (operand, name) => ordered(operand, name, -1, true);

/** `$in`: equality with one of the values, or a match of one of the regular expressions. */
export const $in: Operator = (operand, name) => {
	uassert(Array.isArray(operand), 'BadValue', `${name} needs an array`);
	const items = operand as unknown[];
	uassert(!items.some(item => isOperatorObject(item)), 'BadValue', `cannot nest $ under ${name}`);
	const patterns = items.filter(item => item instanceof BSONRegExp).map(({pattern, options}) => compileRegex(pattern, options));
	const keys = new Set(items.map(item => mapKey(item)));
	return anyElement(
		value => keys.has(mapKey(value ?? null)) || (patterns.length > 0 && typeof value === 'string' && patterns.some(pattern => pattern.test(value))),
	);
};

export const $nin: Operator = (operand, name) => negated($in(operand, name));

/** Compares only within one type, as MongoDB does. */
function ordered(operand: unknown, name: string, direction: 1 | -1, orEqual: boolean): FieldMatcher {
	const holds = (order: number) => (order === 0 ? orEqual : order > 0 === direction > 0);
	refuseRegex(operand, name);
	if (operand === null) {
		return anyElement(value => orEqual && (value === null || value === undefined));
	}

	const sign = `${direction > 0 ? '>' : '<'}${orEqual ? '=' : ''}`;
	if (typeof operand === 'number' && !Number.isNaN(operand)) {
		return anyElement(
			value => isNumeric(value) && !isNaNValue(value) && holds(compareValues(value, operand)),
			code => `(typeof v==='number'?v${sign}${code.constant(operand)}:undefined)`,
		);
	}

	if (operand instanceof Date) {
		return anyElement(
			() => false,
			code => `(v instanceof Date?v.getTime()${sign}${code.constant(operand.getTime())}:false)`,
		);
	}

	const rank = typeRank(operand);
	// NaN equals NaN and is neither above nor below anything.
	const nan = isNaNValue(operand);
	return anyElement(
		value =>
			value !== undefined &&
			typeRank(value) === rank &&
			(nan || isNaNValue(value) ? orEqual && nan && isNaNValue(value) : holds(compareValues(value, operand))),
	);
}

function isNaNValue(value: unknown): boolean {
	return isNumeric(value) && Number.isNaN(toDouble(value));
}

function refuseRegex(operand: unknown, name: string): void {
	uassert(!(operand instanceof BSONRegExp), 'BadValue', () =>
		name === '$ne' ? "Can't have regex as arg to $ne." : `Can't have RegEx as arg to predicate over field '${name}'.`,
	);
}
