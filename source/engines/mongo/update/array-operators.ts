import {BSONRegExp} from 'bson';
import {createScope} from '../expressions/create-scope.ts';
import {compileFilter, fieldOperators} from '../filter/compile-filter.ts';
import {mentionsExpression} from '../filter/regular-expression.ts';
import {ensureSupported, uassert} from '../mongo-error.ts';
import {bsonType} from '../values/bson-type.ts';
import {canonicalKey} from '../values/canonical-key.ts';
import {equalValues} from '../values/compare-values.ts';
import {cloneValue, isDocument, type Document} from '../values/document.ts';
import {displayValue} from '../values/display-value.ts';
import type {UpdateOperator} from './field-operators.ts';
import type {Target} from './update-path.ts';

/** Operators on arrays. */
export const arrayOperators: Readonly<Record<string, UpdateOperator>> = {
	$push(operand) {
		const items = eachOf(operand, '$push');
		return (target, path, document) => {
			target.set([...(arrayAt(target, path, document, '$push') ?? []), ...items.map(item => cloneValue(item))]);
		};
	},
	$addToSet(operand) {
		const items = eachOf(operand, '$addToSet');
		return (target, path, document) => {
			const list = arrayAt(target, path, document, '$addToSet') ?? [];
			const known = new Set(list.map(item => canonicalKey(item)));
			const fresh = items.filter(item => !known.has(canonicalKey(item)) && known.add(canonicalKey(item)));
			if (fresh.length > 0 || !target.exists) {
				target.set([...list, ...fresh.map(item => cloneValue(item))]);
			}
		};
	},
	$pull(operand) {
		const matches = elementMatcher(operand);
		return (target, path, document) => {
			target.set(arrayAt(target, path, document, '$pull')!.filter(item => !matches(item)));
		};
	},
};

/** The condition of `$pull`: a filter of documents, operators on the element itself, or a value to equal. */
function elementMatcher(condition: unknown): (item: unknown) => boolean {
	const isFilter = isDocument(condition) && !Object.hasOwn(fieldOperators, Object.keys(condition)[0] ?? '');
	if (!isFilter && !isDocument(condition) && !(condition instanceof BSONRegExp)) {
		return item => equalValues(item, condition);
	}

	uassert(!mentionsExpression(condition), 'QueryFeatureNotAllowed', '$expr is not allowed in this context');
	const matches = compileFilter(isFilter ? condition : {item: condition}, createScope(0));
	return item => (isFilter ? isDocument(item) && matches(item) : matches({item}));
}

function arrayAt(target: Target, path: readonly string[], document: Document, name: string): readonly unknown[] | null {
	if (!target.exists) {
		return null;
	}

	uassert(Array.isArray(target.value), 'BadValue', () =>
		name === '$addToSet'
			? `Cannot apply $addToSet to non-array field. Field named '${path.at(-1)}' has non-array type ${bsonType(target.value)}`
			: `The field '${path.join('.')}' must be an array but is of type ${bsonType(target.value)} in document {_id: ${displayValue(document['_id'])}}`,
	);
	return target.value;
}

function eachOf(operand: unknown, name: string): readonly unknown[] {
	if (!isDocument(operand) || !Object.hasOwn(operand, '$each')) {
		return [operand];
	}

	for (const key of Object.keys(operand)) {
		ensureSupported(name !== '$push' || !['$position', '$sort', '$slice'].includes(key), `${key} in $push`);
		uassert(key === '$each', 'BadValue', () => `Found unexpected fields after $each in ${name}: ${displayValue(operand)}`);
	}

	const why = () => `The argument to $each in ${name} must be an array but it was of type ${bsonType(operand['$each'])}`;
	uassert(Array.isArray(operand['$each']), name === '$push' ? 'BadValue' : 'TypeMismatch', why);
	return operand['$each'];
}
