import {Long, ObjectId, Timestamp} from 'bson';
import {MongoError, uassert} from '../mongo-error.ts';
import {bsonType} from '../values/bson-type.ts';
import {displayValue} from '../values/display-value.ts';
import {isDocument} from '../values/document.ts';
import {safeInteger} from '../values/numbers.ts';
import {isNullish, namedArguments} from './arguments.ts';
import {calendarFields, type CalendarFields} from './calendar.ts';
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
		uassert(format === undefined || typeof format === 'string', 18_533, () => `$dateToString requires that 'format' be a string, found: ${bsonType(format)}`);
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
				uassert(typeof text === 'string', 'ConversionFailure', () => `$dateFromString requires that 'dateString' be a string, found: ${bsonType(text)}`);
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
		uassert(
			binSize !== null && binSize > 0,
			5_439_018,
			() => `$dateTrunc requires 'binSize' to be greater than 0, but got value ${displayValue(values['binSize'])}`,
		);
		return dateAt(truncate(instantOf(values['date']), dateUnit(values['unit']), binSize, zone, weekday(values['startOfWeek'])));
	}),
	$dateAdd: adding(1),
	$dateSubtract: adding(-1),
	$dateDiff: withNamed(['startDate', 'endDate', 'unit'], ['timezone', 'startOfWeek'], (values, zone) => {
		if (['startDate', 'endDate', 'unit'].some(key => isNullish(values[key])) || isNullish(zone)) {
			return null;
		}

		return Long.fromNumber(
			unitsBetween(instantOf(values['startDate']), instantOf(values['endDate']), dateUnit(values['unit']), zone, weekday(values['startOfWeek'])),
		);
	}),
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
		const fields: Fields = named ? namedArguments(operand, scope, operator, ['date'], ['timezone']) : {date: compileExpression(single, scope)};
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
		uassert(amount !== null, 5_166_405, `expects integer amount of time units`);
		return dateAt(addUnits(instantOf(values['startDate']), dateUnit(values['unit']), sign * amount, zone));
	});
}
