import {BSONRegExp} from 'bson';
import {ensureSupported, uassert} from '../mongo-error.ts';
import {compileExpression, type CompileScope} from '../expressions/compile-expression.ts';
import {angleBetween, readPosition} from '../geo/position.ts';
import {readCircle} from '../geo/within.ts';
import {isDocument, type Document} from '../values/document.ts';
import {truthy} from '../values/numbers.ts';
import {$eq, $gt, $gte, $in, $lt, $lte, $ne, $nin} from './comparison-operators.ts';
import {$exists, $mod, $size, $type} from './element-operators.ts';
import {$regex, matchesRegex} from './evaluation-operators.ts';
import {mentionsExpression} from './regular-expression.ts';
import {GeneratedCode, isDocumentText} from '../generated-code.ts';
import {anyElement, anyItem, every, isOperatorObject, joined, negated, not, wholeValue, type FieldMatcher, type Predicate, type Test} from './field-matcher.ts';

export type {Predicate} from './field-matcher.ts';

type Compiling = {readonly scope: CompileScope; readonly code: GeneratedCode};
type FieldOperator = (operand: unknown, name: string, compiling: Compiling, condition: Document) => FieldMatcher | undefined;

/** Operators of a field's condition. */
export const fieldOperators: Readonly<Record<string, FieldOperator>> = {
	$eq,
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
	$regex: (operand, _name, _compiling, condition) => $regex(operand, condition['$options']),
	$options(_operand, _name, _compiling, condition) {
		uassert(condition['$regex'] !== undefined, 'BadValue', '$options needs a $regex');
		return undefined;
	},
	$not,
	$elemMatch,
	$all,
	$mod,
	$geoWithin,
	// Those at the head of a filter were taken out of it.
	$near: refuseNear,
	$nearSphere: refuseNear,
	$comment: () => undefined,
};

/** Operators of a whole filter. */
export const filterOperators: Readonly<Record<string, (operand: unknown, name: string, compiling: Compiling) => Test>> = {
	$and: (operand, name, compiling) => joined('&&', clausesOf(name, operand, compiling)),
	$or: (operand, name, compiling) => joined('||', clausesOf(name, operand, compiling)),
	$nor: (operand, name, compiling) => not(joined('||', clausesOf(name, operand, compiling))),
	$expr(operand, _name, {scope, code}) {
		const expression = compileExpression(operand, scope);
		const matches = code.constant((document: Document) => truthy(expression(document, scope.variables)));
		return document => `${matches}(${document})`;
	},
	$comment: () => () => 'true',
};

const unsupported = new Set('$alwaysFalse $alwaysTrue $encStrContains $geoIntersects $geoNear $jsonSchema $sampleRate $text $where $within'.split(' '));

/**
 * Compiles a query filter into a predicate.
 *
 * @param scope For `$expr`: the time and variables of the command.
 * @throws MongoError `BadValue` for what MongoDB does not know, `NotImplemented` for what this engine has not.
 */
export function compileFilter(filter: Document, scope: CompileScope): Predicate {
	const code = new GeneratedCode();
	const test = writeFilter(filter, {scope, code});
	const {values} = code;
	const run = code.make<(document: Document, values: readonly unknown[]) => boolean>(`(v,k)=>${test('v')}`);
	return document => run(document, values);
}

function writeFilter(filter: Document, compiling: Compiling): Test {
	return joined(
		'&&',
		Object.keys(filter).map(key => {
			if (!key.startsWith('$')) {
				return fieldMatcher(filter[key], compiling).at(key.split('.'), compiling.code);
			}

			const compile = Object.hasOwn(filterOperators, key) ? filterOperators[key] : undefined;
			ensureSupported(compile ?? !unsupported.has(key), key);
			const hint = "If you have a field name that starts with a '$' symbol, consider using $getField or $setField.";
			uassert(compile, 'BadValue', `unknown top level operator: ${key}. ${hint}`);
			return compile(filter[key], key, compiling);
		}),
	);
}

function clausesOf(name: string, operand: unknown, compiling: Compiling): readonly Test[] {
	uassert(Array.isArray(operand), 'BadValue', `${name} must be an array`);
	uassert(operand.length > 0, 'BadValue', `${name} argument must be a non-empty array`);
	return (operand as unknown[]).map(clause => {
		uassert(isDocument(clause), 'BadValue', '$or/$and/$nor entries need to be full objects');
		return writeFilter(clause, compiling);
	});
}

/** The condition of one field: a value to equal, a regular expression, or operators. */
function fieldMatcher(condition: unknown, compiling: Compiling): FieldMatcher {
	if (condition instanceof BSONRegExp) {
		return matchesRegex(condition);
	}

	const [first] = isDocument(condition) ? Object.keys(condition) : [];
	const isReference = first === '$id' || first === '$db' || (first === '$ref' && !Object.hasOwn(condition as Document, '$id'));
	uassert(!isReference, 'BadValue', `unknown operator: ${first}`);
	return isOperatorObject(condition) ? writeOperators(condition, compiling) : $eq(condition, '$eq');
}

function writeOperators(condition: Document, compiling: Compiling): FieldMatcher {
	return every(
		Object.entries(condition).flatMap(([name, operand]) => {
			const compile = Object.hasOwn(fieldOperators, name) ? fieldOperators[name] : undefined;
			ensureSupported(compile ?? !unsupported.has(name), name);
			uassert(compile, 'BadValue', `unknown operator: ${name}`);
			return compile(operand, name, compiling, condition) ?? [];
		}),
	);
}

function $not(operand: unknown, _name: string, compiling: Compiling): FieldMatcher {
	if (operand instanceof BSONRegExp) {
		return negated(matchesRegex(operand));
	}

	const isEmpty = isDocument(operand) && Object.keys(operand).length === 0;
	uassert(isOperatorObject(operand), 'BadValue', isEmpty ? '$not cannot be empty' : '$not needs a regex or a document');
	return negated(writeOperators(operand, compiling));
}

/** One element that passes all: a query of its fields, or operators on the element itself. */
function $elemMatch(operand: unknown, _name: string, compiling: Compiling): FieldMatcher {
	const {code} = compiling;
	uassert(isDocument(operand), 'BadValue', '$elemMatch needs an Object');
	uassert(!mentionsExpression(operand), 'BadValue', '$expr can only be applied to the top-level document');
	const [first] = Object.keys(operand);
	if (isOperatorObject(operand) && !['$and', '$or', '$nor', '$where'].includes(first!)) {
		return anyItem(writeOperators(operand, compiling).element(code));
	}

	const matches = code.define(`(d,k)=>${writeFilter(operand, compiling)('d')}`);
	return anyItem(item => `(${isDocumentText(item, code)}?${matches}(${item},k):Array.isArray(${item})&&${matches}(${code.constant(ofIndexes)}(${item}),k))`);
}

/** Equality with each of the values; with none of them nothing matches. */
function $all(operand: unknown, name: string, compiling: Compiling): FieldMatcher {
	uassert(Array.isArray(operand), 'BadValue', `${name} needs an array`);
	const items = operand as unknown[];
	ensureSupported(!items.some(item => isOperatorObject(item)), `Operators in ${name}`);
	return items.length === 0 ? wholeValue(() => false) : every(items.map(item => fieldMatcher(item, compiling)));
}

/** Whether a place, or one of an array of them, is in a circle, its edge included. */
function $geoWithin(operand: unknown): FieldMatcher {
	const {center, radians} = readCircle(operand);
	return anyElement(value => {
		const position = typeof value === 'object' && value !== null ? readPosition(value) : '';
		return typeof position !== 'string' && angleBetween(position, center) <= radians;
	});
}

function refuseNear(): undefined {
	uassert(false, 'BadValue', 'geoNear must be top-level expr');
}

/** An array inside an array is a document of its indexes, as in MongoDB. */
function ofIndexes(item: readonly unknown[]): Document {
	return Object.fromEntries(item.entries());
}
