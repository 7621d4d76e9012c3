import {uassert} from '../mongo-error.ts';
import {bsonType, typeNumbers, type BsonTypeName} from '../values/bson-type.ts';
import {isNumeric, safeInteger, toDouble, truthy, wholeOf} from '../values/numbers.ts';
import {anyElement, negated, wholeValue, type FieldMatcher} from './field-matcher.ts';

const typeNames = new Set<string>(Object.values(typeNumbers));

/** `$exists`: whether the field is there, be it null. */
export function $exists(operand: unknown): FieldMatcher {
	const present = wholeValue(value => value !== undefined);
	return truthy(operand) ? present : negated(present);
}

/** `$type`: by name or number, one or several; `number` stands for all numeric types. */
export function $type(operand: unknown): FieldMatcher {
	const wanted = new Set<BsonTypeName>();
	const list = Array.isArray(operand) ? (operand as unknown[]) : [operand];
	uassert(list.length !== 0, 'FailedToParse', '$type must match at least one type');
	for (const item of list) {
		for (const name of namesOf(item)) {
			wanted.add(name);
		}
	}

	if (wanted.size === 1 && wanted.has('array')) {
		return anyElement(Array.isArray);
	}

	const [isInt, isDouble, isString, isObject] = ['int', 'double', 'string', 'object'].map(name => wanted.has(name as BsonTypeName));
	return anyElement(
		value => value !== undefined && wanted.has(bsonType(value)),
		() =>
			`(typeof v==='number'?${isInt === isDouble ? isInt : `((v|0)===v&&!Object.is(v,-0))===${isInt}`}:typeof v==='string'?${isString}:v&&v.constructor===Object?${isObject}:undefined)`,
	);
}

function namesOf(item: unknown): readonly BsonTypeName[] {
	if (item === 'number') {
		return ['int', 'long', 'double', 'decimal'];
	}

	if (typeof item === 'string') {
		uassert(typeNames.has(item), 'BadValue', `Unknown type name alias: ${item}`);
		return [item as BsonTypeName];
	}

	const name = typeNumbers[safeInteger(item) ?? Number.NaN];
	uassert(name, isNumeric(item) ? 'BadValue' : 'TypeMismatch', () =>
		isNumeric(item) ? `Invalid numerical type code: ${String(item)}` : 'type must be represented as a number or a string',
	);
	return [name];
}

/** `$mod`: a number that leaves this remainder. Fractions are cut off. */
export function $mod(operand: unknown): FieldMatcher {
	const [divisor, rest] = Array.isArray(operand) && operand.length === 2 ? operand.map(item => truncated(item)) : [];
	uassert(divisor !== undefined && rest !== undefined, 'BadValue', 'malformed mod, needs to be an array of a divisor and a remainder');
	uassert(divisor !== 0n, 'BadValue', 'divisor cannot be 0');
	return anyElement(value => {
		const whole = truncated(value);
		return whole !== undefined && whole % divisor === rest;
	});
}

/** A number of 64 bits without its fraction; undefined for anything else. */
function truncated(value: unknown): bigint | undefined {
	const number = isNumeric(value) ? (wholeOf(value) ?? toDouble(value)) : Number.NaN;
	return number >= -(2 ** 63) && number < 2 ** 63 ? BigInt(typeof number === 'bigint' ? number : Math.trunc(number)) : undefined;
}

/** `$size`: an array of exactly so many elements. */
export function $size(operand: unknown): FieldMatcher {
	const size = safeInteger(operand);
	const why = () => `Failed to parse $size. Expected a non-negative integer in: $size: ${JSON.stringify(operand)}`;
	uassert(size !== null && !(size < 0), isNumeric(operand) ? 'BadValue' : 'FailedToParse', why);
	return wholeValue(value => Array.isArray(value) && value.length === size);
}
