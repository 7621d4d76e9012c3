import {BSONRegExp, ObjectId} from 'bson';
import {encodeDocument} from '../bson/encode-document.ts';
import type {CompileScope} from '../expressions/compile-expression.ts';
import {isOperatorObject} from '../filter/field-matcher.ts';
import {mentionsExpression} from '../filter/regular-expression.ts';
import {uassert} from '../mongo-error.ts';
import type {Collection} from '../state/collection.ts';
import {compileUpdate, isReplacement, type Update} from '../update/compile-update.ts';
import {targetAt} from '../update/update-path.ts';
import {bsonType} from '../values/bson-type.ts';
import {cloneValue, isDocument, type Document} from '../values/document.ts';
import {withIdFirst} from '../values/paths.ts';
import type {WorkLimit} from '../aggregation/work-limit.ts';

/** What an update is made with. */
export type UpdateStatement = {
	readonly filter: Document;
	readonly update: unknown;
	readonly upsert: boolean;
	readonly scope: CompileScope;
	readonly work: WorkLimit;
};

/** Compiles the update of a statement. Pipeline updates reach no other collection. */
export function compileStatement({filter, update, upsert, scope, work}: UpdateStatement): Update {
	uassert(!upsert || !mentionsExpression(filter), 'QueryFeatureNotAllowed', '$expr is not allowed in the query predicate for an upsert');
	return compileUpdate(update, {scope, limit: work, documentsOf: () => []});
}

/** Puts a document in the place of another. @returns Whether it differs. */
export function updateDocument(collection: Collection, document: Document, next: Document): boolean {
	const bytes = encodeDocument(next, 17_419);
	if (Buffer.compare(bytes, encodeDocument(document)) === 0) {
		return false;
	}

	collection.replace(next, bytes);
	return true;
}

/** Inserts the document that an upsert makes of the query's equalities and the update. @param look May refuse it before that. */
export function upsertDocument(ensure: () => Collection, {filter, update, work}: UpdateStatement, apply: Update, look?: (made: Document) => void): Document {
	const start = equalities(filter, isReplacement(update));
	const made = withId(work.within(() => apply(start, true)));
	const bytes = encodeDocument(made, 17_420);
	look?.(made);
	ensure().insert(made, bytes);
	return made;
}

/** The document with its `_id` first; one is made when there is none. */
export function withId(document: Document): Document {
	const {_id: id, ...rest} = document;
	checkId(id);
	if (id !== undefined && Object.keys(document)[0] === '_id') {
		return document;
	}

	return withIdFirst(id ?? (Object.hasOwn(document, '_id') ? null : new ObjectId()), rest);
}

function checkId(id: unknown): void {
	const type = bsonType(id);
	uassert(type !== 'array' && type !== 'regex', 'InvalidIdField', `The '_id' value cannot be of type ${type}`);
	const dollar = isDocument(id) ? Object.keys(id).find(name => name.startsWith('$')) : undefined;
	uassert(dollar === undefined, 'DollarPrefixedFieldName', `_id fields may not contain '$'-prefixed fields: ${dollar} is not valid for storage.`);
}

/** The fields that a query holds equal to a value; a replacement takes only `_id` of them. */
function equalities(filter: Document, isOnlyId: boolean): Document {
	const result: Document = {};
	const pairs = equalPairs(filter).filter(([path]) => !isOnlyId || path.split('.', 1)[0] === '_id');
	for (const [path, value] of pairs) {
		const parts = path.split('.');
		uassert(!isOnlyId || parts.length === 1, 55, `field at '_id' must be exactly specified, field at sub-path '${path}'found`);
		const isWithin = parts.some((_, i) => i > 0 && pairs.some(([other]) => other === parts.slice(0, i).join('.')));
		const target = isWithin ? undefined : targetAt(result, parts, true);
		uassert(!isWithin && !target?.exists, 54, `cannot infer query fields to set, path '${path}' is matched twice`);
		target?.set(cloneValue(value));
	}

	return result;
}

function equalPairs(filter: Document): readonly (readonly [string, unknown])[] {
	return Object.keys(filter).flatMap((key): readonly (readonly [string, unknown])[] => {
		const condition = filter[key];
		if (key === '$and' || (key === '$or' && Array.isArray(condition) && condition.length === 1)) {
			return (condition as unknown[]).filter(clause => isDocument(clause)).flatMap(clause => equalPairs(clause));
		}

		if (key.startsWith('$')) {
			return [];
		}

		if (!isOperatorObject(condition)) {
			return condition instanceof BSONRegExp ? [] : [[key, condition]];
		}

		const {$in: listed, $all: all} = condition;
		const values = [...(Array.isArray(listed) && listed.length === 1 ? listed : []), ...(Array.isArray(all) ? all : [])] as unknown[];
		const plain = values.filter(value => !isOperatorObject(value) && !(value instanceof BSONRegExp));
		return [...(Object.hasOwn(condition, '$eq') ? [condition['$eq']] : []), ...plain].map(value => [key, value]);
	});
}
