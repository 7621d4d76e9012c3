import {BSONRegExp} from 'bson';
import {MongoError, ensureSupported, notSupported, uassert} from '../mongo-error.ts';
import {compileExpression, type CompileScope} from '../expressions/compile-expression.ts';
import {angleBetween, readPosition} from '../geo/position.ts';
import {readCircle} from '../geo/within.ts';
import {isDocument, type Document} from '../values/document.ts';
import {splitPath} from '../values/paths.ts';
import {truthy} from '../values/truthy.ts';
import {$eq, $gt, $gte, $in, $lt, $lte, $ne, $nin} from './comparison-operators.ts';
import {$exists, $size, $type} from './element-operators.ts';
import {$mod, $regex, matchesRegex} from './evaluation-operators.ts';
import {GeneratedCode, isDocumentText} from '../generated-code.ts';
import {anyElement, anyItem, every, isOperatorObject, joined, negated, not, wholeValue, type FieldMatcher, type Predicate, type Test} from './field-matcher.ts';

export type {Predicate} from './field-matcher.ts';

const comparisons: Readonly<Record<string, (operand: unknown, name: string) => FieldMatcher>> = {
	$eq: (operand, name) => (operand instanceof BSONRegExp ? anyElementEqual(operand) : $eq(operand, name)),
	$ne,
	$gt,
	$gte,
	$lt,
	$lte,
	$in,
	$nin,
	$exists,
	$type,
	$size,
	$mod,
	$geoWithin,
	$within: $geoWithin,
	$near: refuseNear,
	$nearSphere: refuseNear,
	$geoNear: refuseNear,
};

const unsupportedTop = new Set(['$where', '$text', '$jsonSchema', '$sampleRate']);
const unsupportedFields = new Set(['$geoIntersects', '$encStrContains']);

/**
 * Compiles a query filter into a predicate.
 *
 * @param scope For `$expr`: the time and variables of the command.
 * @throws MongoError `BadValue` for what MongoDB does not know, `NotImplemented` for what this engine has not.
 */
export function compileFilter(filter: Document, scope: CompileScope): Predicate {
	const code = new GeneratedCode();
	return making(writeFilter(filter, scope, code), code);
}

function writeFilter(filter: Document, scope: CompileScope, code: GeneratedCode): Test {
	return joined(
		'&&',
		Object.keys(filter).map(key =>
			key.startsWith('$') ? topLevel(key, filter[key], scope, code) : fieldMatcher(filter[key], scope, code).at(splitPath(key), code),
		),
	);
}

function topLevel(name: string, operand: unknown, scope: CompileScope, code: GeneratedCode): Test {
	switch (name) {
		case '$and': {
			return joined('&&', clausesOf(name, operand, scope, code));
		}

		case '$or': {
			return joined('||', clausesOf(name, operand, scope, code));
		}

		case '$nor': {
			return not(joined('||', clausesOf(name, operand, scope, code)));
		}

		case '$expr': {
			const expression = compileExpression(operand, scope);
			const matches = code.constant((document: Document) => truthy(expression(document, scope.variables)));
			return document => `${matches}(${document})`;
		}

		case '$comment':
		case '$alwaysTrue': {
			return () => 'true';
		}

		case '$alwaysFalse': {
			return () => 'false';
		}

		default: {
			ensureSupported(!unsupportedTop.has(name), name);
			throw new MongoError(
				'BadValue',
				`unknown top level operator: ${name}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
			);
		}
	}
}

function clausesOf(name: string, operand: unknown, scope: CompileScope, code: GeneratedCode): readonly Test[] {
	uassert(Array.isArray(operand), 'BadValue', `${name} must be an array`);
	uassert(operand.length !== 0, 'BadValue', `${name} argument must be a non-empty array`);
	return (operand as unknown[]).map(clause => {
		uassert(isDocument(clause), 'BadValue', '$or/$and/$nor entries need to be full objects');
		return writeFilter(clause, scope, code);
	});
}

/** A condition on an element itself: what `$pull` tests with. */
export function compileElement(condition: unknown, scope: CompileScope): (value: unknown) => boolean {
	const code = new GeneratedCode();
	return making(fieldMatcher(condition, scope, code).element(code), code);
}

function making<T>(test: Test, code: GeneratedCode): (value: T) => boolean {
	const {values} = code;
	const run = code.make<(value: T, values: readonly unknown[]) => boolean>(`(v,k)=>${test('v')}`);
	return value => run(value, values);
}

/** The condition of one field: a value to equal, a regular expression, or operators. */
function fieldMatcher(condition: unknown, scope: CompileScope, code: GeneratedCode): FieldMatcher {
	if (condition instanceof BSONRegExp) {
		return matchesRegex(condition);
	}

	const [first] = isDocument(condition) ? Object.keys(condition) : [];
	uassert(
		!isDocument(condition) || (first !== '$id' && first !== '$db' && (first !== '$ref' || Object.hasOwn(condition, '$id'))),
		'BadValue',
		`unknown operator: ${first}`,
	);
	return isOperatorObject(condition) ? writeOperators(condition, scope, code) : $eq(condition, '$eq');
}

function writeOperators(condition: Document, scope: CompileScope, code: GeneratedCode): FieldMatcher {
	const matchers: FieldMatcher[] = [];
	for (const name of Object.keys(condition)) {
		const operand = condition[name];
		const comparison = Object.hasOwn(comparisons, name) ? comparisons[name] : undefined;
		if (comparison) {
			matchers.push(comparison(operand, name));
		} else if (name === '$regex') {
			matchers.push($regex(operand, condition['$options']));
		} else if (name === '$options') {
			uassert(condition['$regex'] !== undefined, 'BadValue', '$options needs a $regex');
		} else if (name === '$not') {
			matchers.push($not(operand, scope, code));
		} else if (name === '$all') {
			matchers.push($all(operand, scope, code));
		} else if (name === '$elemMatch') {
			matchers.push($elemMatch(operand, scope, code));
		} else if (name !== '$comment') {
			throw unsupportedFields.has(name) ? notSupported(name) : new MongoError('BadValue', `unknown operator: ${name}`);
		}
	}

	return every(matchers);
}

function $not(operand: unknown, scope: CompileScope, code: GeneratedCode): FieldMatcher {
	if (operand instanceof BSONRegExp) {
		return negated(matchesRegex(operand));
	}

	uassert(isOperatorObject(operand), 'BadValue', () =>
		isDocument(operand) && Object.keys(operand).length === 0 ? '$not cannot be empty' : '$not needs a regex or a document',
	);
	return negated(writeOperators(operand, scope, code));
}

function $all(operand: unknown, scope: CompileScope, code: GeneratedCode): FieldMatcher {
	uassert(Array.isArray(operand), 'BadValue', '$all needs an array');
	const items = operand as unknown[];
	const operatorCount = items.filter(item => isOperatorObject(item)).length;
	uassert(operatorCount === 0 || operatorCount >= items.length, 'BadValue', () =>
		isOperatorObject(items[0]) ? '$all/$elemMatch has to be consistent' : 'no $ expressions in $all',
	);
	return items.length === 0
		? wholeValue(() => false)
		: every(
				items.map(item => {
					if (isOperatorObject(item)) {
						const [name] = Object.keys(item);
						uassert(name === '$elemMatch', 'BadValue', 'no $ expressions in $all');
						return $elemMatch(item[name], scope, code);
					}

					return item instanceof BSONRegExp ? matchesRegex(item) : $eq(item, '$eq');
				}),
			);
}

/** One element that passes all: a query of its fields, or operators on the element itself. */
function $elemMatch(operand: unknown, scope: CompileScope, code: GeneratedCode): FieldMatcher {
	uassert(isDocument(operand), 'BadValue', '$elemMatch needs an Object');
	uassert(!Object.hasOwn(operand, '$expr'), 'BadValue', '$expr can only be applied to the top-level document');
	const [first] = Object.keys(operand);
	const ofValue = isOperatorObject(operand) && !['$and', '$or', '$nor', '$where', '$expr'].includes(first!);
	if (ofValue) {
		return anyItem(writeOperators(operand, scope, code).element(code));
	}

	const matches = code.define(`(d,k)=>${writeFilter(operand, scope, code)('d')}`);
	return anyItem(item => `(${isDocumentText(item, code)}?${matches}(${item},k):Array.isArray(${item})&&${matches}(${code.constant(ofIndexes)}(${item}),k))`);
}

/** Whether a place is in a circle, its edge included. */
function $geoWithin(operand: unknown): FieldMatcher {
	const {center, radians} = readCircle(operand);
	return wholeValue(value => {
		const position = typeof value === 'object' && value !== null ? readPosition(value) : '';
		return typeof position !== 'string' && angleBetween(position, center) <= radians;
	});
}

/** Those at the head of a filter were taken out of it. */
function refuseNear(): never {
	throw new MongoError('BadValue', 'geoNear must be top-level expr');
}

/** An array inside an array is a document of its indexes, as in MongoDB. */
function ofIndexes(item: readonly unknown[]): Document {
	return Object.fromEntries(item.entries());
}

function anyElementEqual(regex: BSONRegExp): FieldMatcher {
	return anyElement(value => value instanceof BSONRegExp && value.pattern === regex.pattern && value.options === regex.options);
}
