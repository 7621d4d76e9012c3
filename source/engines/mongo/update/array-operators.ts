import {compileElement, compileFilter} from '../filter/compile-filter.ts';
import {isOperatorObject} from '../filter/field-matcher.ts';
import {ensureSupported, uassert} from '../mongo-error.ts';
import {bsonType} from '../values/bson-type.ts';
import {canonicalKey} from '../values/canonical-key.ts';
import {cloneValue, isDocument, type Document} from '../values/document.ts';
import {displayValue} from '../values/display-value.ts';
import {safeInteger} from '../values/numbers.ts';
import type {Mutation, UpdateOperator} from './field-operators.ts';
import type {Target} from './update-path.ts';

/** Operators on arrays: push, pull, pop, sets. */
export const arrayOperators: Readonly<Record<string, UpdateOperator>> = {
	$push: operand => pushing(operand),
	$addToSet(operand) {
		const items = eachOf(operand, '$addToSet', []);
		return (target, path, document) => {
			const list = arrayAt(target, path, document, '$addToSet') ?? [];
			const known = new Set(list.map(item => canonicalKey(item)));
			const fresh = items.filter(item => !known.has(canonicalKey(item)) && known.add(canonicalKey(item)));
			if (fresh.length > 0 || !target.exists) {
				target.set([...list, ...fresh.map(item => cloneValue(item))]);
			}
		};
	},
	$pop(operand) {
		const end = safeInteger(operand);
		uassert(end === 1 || end === -1, 'FailedToParse', () => `$pop expects 1 or -1, found: ${displayValue(operand)}`);
		return (target, path, document) => {
			if (target.exists) {
				uassert(
					Array.isArray(target.value),
					'TypeMismatch',
					() => `Path '${path.join('.')}' contains an element of non-array type '${bsonType(target.value)}' (in document ${displayValue(document['_id'])})`,
				);
				target.set(end === 1 ? target.value.slice(0, -1) : target.value.slice(1));
			}
		};
	},
	$pull(operand, scope) {
		if (isDocument(operand) && (!isOperatorObject(operand) || ['$and', '$or', '$nor'].includes(Object.keys(operand)[0]!))) {
			const predicate = compileFilter(operand, scope);
			return pulling(item => isDocument(item) && predicate(item));
		}

		// A value equals the element itself, and not an element of that element.
		return pulling(compileElement(operand, scope));
	},
};

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

function eachOf(operand: unknown, name: string, modifiers: readonly string[]): readonly unknown[] {
	if (!isDocument(operand) || !Object.hasOwn(operand, '$each')) {
		return [operand];
	}

	for (const key of Object.keys(operand)) {
		ensureSupported(name !== '$push' || (key !== '$position' && key !== '$sort'), `${key} in $push`);
		uassert(key === '$each' || modifiers.includes(key), 'BadValue', () => `Found unexpected fields after $each in ${name}: ${displayValue(operand)}`);
	}

	const why = () => `The argument to $each in ${name} must be an array but it was of type ${bsonType(operand['$each'])}`;
	uassert(Array.isArray(operand['$each']), 'TypeMismatch', why);
	return operand['$each'];
}

function pushing(operand: unknown): Mutation {
	const items = eachOf(operand, '$push', ['$slice']);
	const modifiers = isDocument(operand) && Object.hasOwn(operand, '$each') ? operand : {};
	const slice = modifier(modifiers, '$slice');
	return (target, path, document) => {
		let list = [...(arrayAt(target, path, document, '$push') ?? []), ...items.map(item => cloneValue(item))];
		if (slice !== undefined) {
			list = slice < 0 ? list.slice(slice) : list.slice(0, slice);
		}

		target.set(list);
	};
}

function modifier(modifiers: Document, name: string): number | undefined {
	if (modifiers[name] === undefined) {
		return undefined;
	}

	const number = safeInteger(modifiers[name]);
	uassert(number !== null, 'BadValue', () => `The value for ${name} must be an integer value, not of type: ${bsonType(modifiers[name])}`);
	return number;
}

function pulling(matches: (item: unknown) => boolean): Mutation {
	return (target, _path, document) => {
		if (!target.exists) {
			return;
		}

		uassert(Array.isArray(target.value), 'BadValue', () => `Cannot apply $pull to a non-array value (in document {_id: ${displayValue(document['_id'])}})`);
		const list = target.value as unknown[];
		const kept = list.filter(item => !matches(item));
		if (kept.length < list.length) {
			target.set(kept);
		}
	};
}
