import {Long, ObjectId, Timestamp} from 'bson';
import {MongoError} from '../mongo-error.ts';
import {bsonType} from '../values/bson-type.ts';
import {displayValue} from '../values/display-value.ts';
import {isDocument} from '../values/document.ts';
import {safeInteger} from '../values/numbers.ts';
import {truthy} from '../values/truthy.ts';
import {isNullish, namedArguments} from './arguments.ts';
import {calendarFields, dayMs, isoYearStart, utcDate, type CalendarFields} from './calendar.ts';
import {compileExpression, type Evaluate, type OperatorCompiler} from './compile-expression.ts';
import {formatDate} from './date-format.ts';
import {dateAt} from './number-arguments.ts';
import {addUnits, dateUnit, truncate, unitsBetween, weekday} from './date-units.ts';
import {parseDate} from './parse-date.ts';
import {createZoneLookup, utc, type TimeZone} from './time-zone.ts';

type Fields = Readonly<Record<string, Evaluate>>;
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
	$week: field('week'),
	$isoDayOfWeek: field('isoDayOfWeek'),
	$isoWeek: field('isoWeek'),
	$isoWeekYear: field('isoWeekYear'),
	$dateToString: withNamed(['date'], ['format', 'timezone', 'onNull'], (values, zone) => {
		if (isNullish(values['date'])) {
			return values['onNull'];
		}

		if (isNullish(zone) || values['format'] === null) {
			return null;
		}

		const format = values['format'];
		if (format !== undefined && typeof format !== 'string') {
			throw new MongoError(18_533, `$dateToString requires that 'format' be a string, found: ${bsonType(format)}`);
		}

		return formatDate(instantOf(values['date']), zone, format);
	}),
	$dateFromString(operand, scope, name) {
		const fields = namedArguments(operand, scope, name, ['dateString'], ['format', 'timezone', 'onError', 'onNull']);
		const zones = createZoneLookup();
		return (document, variables) => {
			const text = fields['dateString']!(document, variables);
			const format = fields['format']?.(document, variables);
			const zone = fields['timezone']?.(document, variables);
			if (isNullish(text)) {
				return fields['onNull'] ? fields['onNull'](document, variables) : null;
			}

			if (format === null || (fields['timezone'] && isNullish(zone))) {
				return null;
			}

			try {
				if (typeof text !== 'string') {
					throw new MongoError('ConversionFailure', `$dateFromString requires that 'dateString' be a string, found: ${bsonType(text)}`);
				}

				return parseDate(text, zone === undefined ? undefined : zones(zone), format as string | undefined);
			} catch (error) {
				if (fields['onError'] && error instanceof MongoError && error.codeName === 'ConversionFailure') {
					return fields['onError'](document, variables);
				}

				throw error;
			}
		};
	},
	$dateTrunc: withNamed(['date', 'unit'], ['binSize', 'timezone', 'startOfWeek'], (values, zone) => {
		if (isNullish(values['date']) || isNullish(values['unit']) || isNullish(zone) || values['binSize'] === null || values['startOfWeek'] === null) {
			return null;
		}

		const binSize = values['binSize'] === undefined ? 1 : safeInteger(values['binSize']);
		if (binSize === null || binSize <= 0) {
			throw new MongoError(5_439_018, `$dateTrunc requires 'binSize' to be greater than 0, but got value ${displayValue(values['binSize'])}`);
		}

		return dateAt(truncate(instantOf(values['date']), dateUnit(values['unit']), binSize, zone, weekday(values['startOfWeek'])));
	}),
	$dateAdd: adding(1),
	$dateSubtract: adding(-1),
	$dateDiff: withNamed(['startDate', 'endDate', 'unit'], ['timezone', 'startOfWeek'], (values, zone) => {
		if (['startDate', 'endDate', 'unit'].some(key => isNullish(values[key])) || isNullish(zone)) {
			return null;
		}

		return Long.fromNumber(unitsBetween(instantOf(values['startDate']), instantOf(values['endDate']), dateUnit(values['unit']), zone, weekday(values['startOfWeek'])));
	}),
	$dateToParts: withNamed(['date'], ['timezone', 'iso8601'], (values, zone) => {
		if (isNullish(values['date']) || isNullish(zone)) {
			return null;
		}

		const {year, month, day, isoWeekYear, isoWeek, isoDayOfWeek, hour, minute, second, millisecond} = calendarFields(zone.toLocal(instantOf(values['date'])));
		const time = {hour, minute, second, millisecond};
		return truthy(values['iso8601']) ? {isoWeekYear, isoWeek, isoDayOfWeek, ...time} : {year, month, day, ...time};
	}),
	$dateFromParts: withNamed([], ['year', 'month', 'day', 'isoWeekYear', 'isoWeek', 'isoDayOfWeek', 'hour', 'minute', 'second', 'millisecond', 'timezone'], fromParts),
};

/** An instant in milliseconds from a date, an ObjectId or a timestamp. */
function instantOf(value: unknown): number {
	if (value instanceof Date) {
		return value.getTime();
	}

	if (value instanceof Timestamp) {
		return value.getHighBitsUnsigned() * 1000;
	}

	if (value instanceof ObjectId) {
		return value.getTimestamp().getTime();
	}

	throw new MongoError(16_006, `can't convert from BSON type ${bsonType(value)} to Date`);
}

/** `{$year: date}` or `{$year: {date, timezone}}`. */
function field(name: keyof CalendarFields): OperatorCompiler {
	return (operand, scope, operator) => {
		const named = isDocument(operand) && !Object.keys(operand)[0]?.startsWith('$');
		const single: unknown = Array.isArray(operand) && operand.length === 1 ? operand[0] : operand;
		const fields: Fields = named
			? namedArguments(operand, scope, operator, ['date'], ['timezone'])
			: {date: compileExpression(single, scope)};
		const zones = createZoneLookup();
		return (document, variables) => {
			const date = fields['date']!(document, variables);
			const zone = fields['timezone']?.(document, variables);
			if (isNullish(date) || (fields['timezone'] && isNullish(zone))) {
				return null;
			}

			const value = calendarFields((zone === undefined ? utc : zones(zone)).toLocal(instantOf(date)))[name];
			return name === 'isoWeekYear' ? Long.fromNumber(value) : value;
		};
	};
}

/** An operator with named arguments of which one is the time zone; a zone given as null is null. */
function withNamed(required: readonly string[], optional: readonly string[], apply: (values: Values, zone: TimeZone | null) => unknown): OperatorCompiler {
	return (operand, scope, name) => {
		const fields = namedArguments(operand, scope, name, required, optional);
		const zones = createZoneLookup();
		return (document, variables) => {
			const values: Record<string, unknown> = {};
			for (const key of Object.keys(fields)) {
				// An optional argument that evaluates to nothing counts as null.
				values[key] = fields[key]!(document, variables) ?? null;
			}

			const zone = fields['timezone'] ? (values['timezone'] === null ? null : zones(values['timezone'])) : utc;
			return apply(values, zone) ?? null;
		};
	};
}

function adding(sign: 1 | -1): OperatorCompiler {
	return withNamed(['startDate', 'unit', 'amount'], ['timezone'], (values, zone) => {
		if (['startDate', 'unit', 'amount'].some(key => isNullish(values[key])) || isNullish(zone)) {
			return null;
		}

		const amount = safeInteger(values['amount']);
		if (amount === null) {
			throw new MongoError(5_166_405, `expects integer amount of time units`);
		}

		return dateAt(addUnits(instantOf(values['startDate']), dateUnit(values['unit']), sign * amount, zone));
	});
}

function fromParts(values: Values, zone: TimeZone | null): unknown {
	if (zone === null || Object.values(values).includes(null)) {
		return null;
	}

	const part = (key: string, otherwise: number, limit = 32_768) => {
		const number = values[key] === undefined ? otherwise : safeInteger(values[key]);
		if (number === null) {
			throw new MongoError(40_515, `'${key}' must evaluate to an integer, found ${bsonType(values[key])}`);
		}

		if (Math.abs(number) >= limit || (limit === 10_000 && number < 1)) {
			throw new MongoError(limit === 10_000 ? 40_523 : 31_034, `'${key}' must evaluate to a value in its range; value ${number} is not`);
		}

		return number;
	};

	const iso = values['isoWeekYear'] !== undefined;
	if (iso === (values['year'] !== undefined)) {
		throw new MongoError(40_516, "$dateFromParts requires either 'year' or 'isoWeekYear' to be present");
	}

	const date = iso
		? isoYearStart(part('isoWeekYear', 0, 10_000)) + ((part('isoWeek', 1) - 1) * 7 + part('isoDayOfWeek', 1) - 1) * dayMs
		: utcDate(part('year', 0, 10_000), part('month', 1) - 1, part('day', 1));
	const time = part('hour', 0) * 3_600_000 + part('minute', 0) * 60_000 + part('second', 0, Number.MAX_SAFE_INTEGER) * 1000 + part('millisecond', 0, Number.MAX_SAFE_INTEGER);
	return dateAt(zone.toUtc(date + time));
}
