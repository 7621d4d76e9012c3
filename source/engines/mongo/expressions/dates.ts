import {ObjectId} from 'bson';
import {ensureSupported, uassert} from '../mongo-error.ts';
import {bsonType} from '../values/bson-type.ts';
import {isDocument} from '../values/document.ts';
import {dateAt, isNullish, namedArguments} from './arguments.ts';
import {calendarFields, type CalendarFields} from './calendar.ts';
import type {OperatorCompiler} from './compile-expression.ts';
import {formatDate} from './date-format.ts';
import {dateUnit, truncate} from './date-units.ts';
import {utc, zoneNamed, type TimeZone} from './time-zone.ts';

type Values = Readonly<Record<string, unknown>>;

/** Operators on dates, with time zones by name or offset. */
export const dateOperators: Readonly<Record<string, OperatorCompiler>> = {
	$year: field('year'),
	$month: field('month'),
	$dayOfMonth: field('day'),
	$hour: field('hour'),
	$minute: field('minute'),
	$second: field('second'),
	$millisecond: field('millisecond'),
	$dayOfYear: field('dayOfYear'),
	$dayOfWeek: field('dayOfWeek'),
	$dateToString: withNamed(['date'], ['format', 'timezone', 'onNull'], ({date, format}, zone) => {
		uassert(isNullish(format) || typeof format === 'string', 18_533, () => `$dateToString requires that 'format' be a string, found: ${bsonType(format)}`);
		return format === null ? null : formatDate(instantOf(date, 16_006), zone, format);
	}),
	$dateTrunc: withNamed(['date', 'unit'], ['binSize', 'timezone', 'startOfWeek'], ({date, unit, binSize, startOfWeek}, zone, name) => {
		const refused = binSize !== undefined ? 'binSize' : startOfWeek !== undefined ? 'startOfWeek' : undefined;
		ensureSupported(!refused, `'${refused}' of $dateTrunc`);
		return dateAt(truncate(instantOf(date, 5_439_012), dateUnit(unit, name), zone));
	}),
};

/** An instant in milliseconds from a date or an ObjectId. @param code Of the error for anything else. */
function instantOf(value: unknown, code: number): number {
	const date = value instanceof ObjectId ? value.getTimestamp() : value;
	uassert(date instanceof Date, code, () => `can't convert from BSON type ${bsonType(value)} to Date`);
	return date.getTime();
}

/** `{$year: date}` or `{$year: {date, timezone}}`. */
function field(part: keyof CalendarFields): OperatorCompiler {
	const named = withNamed(['date'], ['timezone'], ({date}, zone) => calendarFields(zone.toLocal(instantOf(date, 16_006)))[part]);
	return (operand, scope, name) => {
		const isNamed = isDocument(operand) && !Object.keys(operand)[0]?.startsWith('$');
		const single: unknown = Array.isArray(operand) && operand.length === 1 ? operand[0] : operand;
		return named(isNamed ? operand : {date: single}, scope, name);
	};
}

/** An operator with named arguments, one of them the time zone. A required argument that is null makes the result null, or what `onNull` says. */
function withNamed(
	required: readonly string[],
	optional: readonly string[],
	apply: (values: Values, zone: TimeZone, name: string) => unknown,
): OperatorCompiler {
	return (operand, scope, name) => {
		const fields = namedArguments(operand, scope, name, required, optional);
		return (document, variables) => {
			// An optional argument that evaluates to nothing counts as null.
			const values = Object.fromEntries(Object.keys(fields).map(key => [key, fields[key]!(document, variables) ?? null]));
			if (required.some(key => isNullish(values[key]))) {
				return values['onNull'] ?? null;
			}

			const zone = values['timezone'] === undefined ? utc : values['timezone'];
			return zone === null ? null : apply(values, zone === utc ? utc : zoneNamed(zone), name);
		};
	};
}
