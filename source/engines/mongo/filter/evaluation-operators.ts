import {BSONRegExp} from 'bson';
import {uassert} from '../mongo-error.ts';
import {equalValues} from '../values/compare-values.ts';
import {anyElement, type FieldMatcher} from './field-matcher.ts';
import {compileRegex} from './regular-expression.ts';

/** `$regex`, with the options beside it; matches texts, and an equal regular expression. */
export function $regex(operand: unknown, options: unknown): FieldMatcher {
	uassert(options === undefined || typeof options === 'string', 'BadValue', '$options has to be a string');
	if (operand instanceof BSONRegExp) {
		uassert(!options || !operand.options, 51_075, 'options set in both $regex and $options');
		return matching(compileRegex(operand.pattern, options || operand.options), operand);
	}

	uassert(typeof operand === 'string', 'BadValue', '$regex has to be a string');
	return matching(compileRegex(operand, options), new BSONRegExp(operand, options ?? ''));
}

/** A field given a regular expression as its value. */
export function matchesRegex(regex: BSONRegExp): FieldMatcher {
	return matching(compileRegex(regex.pattern, regex.options), regex);
}

function matching(pattern: Pick<RegExp, 'test'>, source: BSONRegExp): FieldMatcher {
	return anyElement(value => (typeof value === 'string' ? pattern.test(value) : value instanceof BSONRegExp && equalValues(value, source)));
}
