import {Binary, Decimal128} from 'bson';
import {MongoError} from '../mongo-error.ts';
import {isNumeric, safeInteger, toDouble, wholeOf} from '../values/numbers.ts';
import {anyElement, type FieldMatcher} from './field-matcher.ts';

type Bits = {readonly mask: bigint};

/** `$bitsAllSet`, `$bitsAllClear`, `$bitsAnySet`, `$bitsAnyClear`, with a mask or a list of positions. */
export const bitwiseOperators: Readonly<Record<string, (operand: unknown, name: string) => FieldMatcher>> = {
	$bitsAllSet: (operand, name) => withBits(operand, name, (value, {mask}) => (value & mask) === mask),
	$bitsAllClear: (operand, name) => withBits(operand, name, (value, {mask}) => (value & mask) === 0n),
	$bitsAnySet: (operand, name) => withBits(operand, name, (value, {mask}) => (value & mask) !== 0n),
	$bitsAnyClear: (operand, name) => withBits(operand, name, (value, {mask}) => (value & mask) !== mask),
};

function withBits(operand: unknown, name: string, holds: (value: bigint, bits: Bits) => boolean): FieldMatcher {
	const bits = {mask: maskOf(operand, name)};
	return anyElement(value => {
		const number = integerOf(value);
		return number !== null && holds(number, bits);
	});
}

function maskOf(operand: unknown, name: string): bigint {
	if (Array.isArray(operand)) {
		return (operand as unknown[]).reduce<bigint>((mask, item) => {
			const position = safeInteger(item);
			if (position === null || position < 0) {
				throw new MongoError('BadValue', `Failed to parse bit position. Expected a non-negative number in: ${name}`);
			}

			// Positions past 63 repeat the sign bit.
			return mask | (1n << BigInt(Math.min(position, 127)));
		}, 0n);
	}

	const mask = operand instanceof Binary ? binaryBits(operand) : (isNumeric(operand) ? integerOf(operand) : null);
	if (mask === null || mask < 0n) {
		throw new MongoError('BadValue', `${name} takes an Array, a number, or a BinData but received: ${String(operand)}`);
	}

	return mask;
}

function integerOf(value: unknown): bigint | null {
	if (value instanceof Binary) {
		return binaryBits(value);
	}

	if (!isNumeric(value) || value instanceof Decimal128) {
		return null;
	}

	const number = toDouble(value);
	return wholeOf(value) ?? (Number.isInteger(number) && Math.abs(number) < 2 ** 63 ? BigInt(number) : null);
}

function binaryBits(value: Binary): bigint {
	return [...value.value()].reduceRight((bits, byte) => (bits << 8n) | BigInt(byte), 0n);
}
