import {documentBytesMax, encodeDocument} from '../bson/encode-document.ts';
import {ensureSupported, MongoError, uassert} from '../mongo-error.ts';
import {checkDatabaseName} from '../state/databases.ts';
import {isReplacement} from '../update/compile-update.ts';
import {bsonType} from '../values/bson-type.ts';
import {canonicalKey} from '../values/canonical-key.ts';
import {isDocument, type Document} from '../values/document.ts';
import {safeInteger} from '../values/numbers.ts';
import {
	checkFields,
	checkFlag,
	collectionName,
	documentArgument,
	refuseArrayFilters,
	refuseCollation,
	scopeOf,
	workLimitOf,
	type Command,
	type RawDocument,
	type Request,
} from './command.ts';
import {selectDocuments} from './select-documents.ts';
import {compileStatement, updateDocument, upsertDocument, withId, type UpdateStatement} from './write-statement.ts';

const batchMax = 100_000;

/** `insert`: documents one by one; with `ordered` (default) the first error ends it. */
export const insert: Command = (request, server) => {
	checkFields(request, 'documents', 'ordered');
	checkDatabaseName(request.database);
	const name = collectionName(request);
	const items = statementsOf(request, 'documents');
	server.databases.check(request.database, name);
	let n = 0;
	const writeErrors = eachStatement(request, items, ({document, bytes}) => {
		const stored = withId(document);
		server.counters.operations.insert++;
		const isWhole = stored === document && bytes.length > 0;
		uassert(bytes.length <= documentBytesMax, 'BadValue', `object to insert too large. size in bytes: ${bytes.length}, max size: ${documentBytesMax}`);
		server.databases.ensure(request.database, name).insert(stored, isWhole ? bytes : encodeDocument(stored, 'BadValue'));
		n++;
	});
	server.counters.documents.inserted += n;
	return {n, ...writeErrors};
};

/** `update`: statements `{q, u, multi, upsert, hint, sort}`; the others are refused. */
export const update: Command = (request, server) => {
	checkFields(request, 'updates', 'ordered', 'let');
	checkDatabaseName(request.database);
	const name = collectionName(request);
	let n = 0;
	let nModified = 0;
	const upserted: Document[] = [];
	const items = statementsOf(request, 'updates');
	for (const {document} of items) {
		checkStatement(document, 'update', ['q', 'u', 'multi', 'upsert', 'arrayFilters', 'hint', 'collation', 'c', 'sort', 'sampleId']);
	}

	const writeErrors = eachStatement(request, items, ({document: statement}, index) => {
		server.counters.operations.update++;
		const {multi = false, upsert = false} = statement;
		uassert(multi !== true || !isReplacement(statement['u']), 'FailedToParse', 'multi update is not supported for replacement-style update');
		uassert(multi !== true || statement['sort'] === undefined, 'FailedToParse', 'Cannot specify sort with multi=true');
		const work = workLimitOf(request, server, statement);
		const wanted: UpdateStatement = {
			filter: documentArgument(statement, 'q', 'update.updates'),
			update: statement['u'],
			upsert: upsert === true,
			scope: work.within(() => scopeOf(request, server)),
			work,
		};
		const collection = server.databases.get(request.database, name);
		const sort = documentArgument(statement, 'sort', 'update.updates');
		const selection = {filter: wanted.filter, sort, limit: multi === true ? 0 : 1, hint: statement['hint']};
		const apply = work.within(() => compileStatement(wanted));
		const found = work.within(() => selectDocuments(collection, selection, wanted.scope, work));
		let changed = 0;
		const done: Document[] = [];
		try {
			for (const document of found) {
				const next = work.within(() => apply(document, false));
				changed += Number(updateDocument(collection!, document, next));
				done.push(document);
			}
		} catch (error) {
			// What MongoDB would have done, and is refused here, is undone.
			for (const document of error instanceof MongoError && error.codeName === 'NotImplemented' ? done.reverse() : []) {
				updateDocument(collection!, collection!.get(canonicalKey(document['_id']))!, document);
			}

			throw error;
		}

		// A statement that fails midway counts nothing.
		n += found.length;
		nModified += changed;
		if (found.length === 0 && upsert === true) {
			const made = upsertDocument(() => server.databases.ensure(request.database, name), wanted, apply);
			upserted.push({index, _id: made['_id']});
			n++;
		}
	});
	server.counters.documents.inserted += upserted.length;
	server.counters.documents.updated += n - upserted.length;
	return {n, nModified, ...(upserted.length > 0 && {upserted}), ...writeErrors};
};

/** `delete`: statements `{q, limit: 0 | 1}`. */
export const remove: Command = (request, server) => {
	checkFields(request, 'deletes', 'ordered', 'let');
	checkDatabaseName(request.database);
	const collection = server.databases.get(request.database, collectionName(request));
	let n = 0;
	const items = statementsOf(request, 'deletes');
	for (const {document} of items) {
		checkStatement(document, 'delete', ['q', 'limit', 'hint', 'collation', 'sampleId']);
		const why = () => `The limit field in delete objects must be 0 or 1. Got ${String(document['limit'])}`;
		uassert([0, 1].includes(safeInteger(document['limit']) ?? -1), 'FailedToParse', why);
	}

	const writeErrors = eachStatement(request, items, ({document: statement}) => {
		server.counters.operations.delete++;
		const limit = safeInteger(statement['limit'])!;
		const work = workLimitOf(request, server, statement);
		const found = work.within(() =>
			selectDocuments(collection, {filter: documentArgument(statement, 'q', 'delete.deletes'), limit, hint: statement['hint']}, scopeOf(request, server), work),
		);
		for (const document of found) {
			collection!.remove(document['_id']);
			n++;
		}
	});
	server.counters.documents.deleted += n;
	return {n, ...writeErrors};
};

/** The documents, statements or operations of a write. */
export function statementsOf({body, sequences, name}: Request, field: string): readonly RawDocument[] {
	const list = sequences.get(field) ?? (Array.isArray(body[field]) ? (body[field] as unknown[]).map(item => rawOf(item, name, field)) : undefined);
	uassert(list, 'TypeMismatch', `BSON field '${name}.${field}' is missing or is not an array`);
	uassert(list.length !== 0 && list.length <= batchMax, 'InvalidLength', `Write batch sizes must be between 1 and ${batchMax}. Got ${list.length} operations.`);
	return list;
}

function rawOf(item: unknown, name: string, field: string): RawDocument {
	uassert(isDocument(item), 'TypeMismatch', () => `BSON field '${name}.${field}' is the wrong type '${bsonType(item)}', expected type 'object'`);
	return {document: item, bytes: new Uint8Array(0)};
}

/** Runs statements until, when ordered, one fails; the failures are part of the reply. */
function eachStatement(
	{body}: Request,
	items: readonly RawDocument[],
	run: (item: RawDocument, index: number) => void,
): {readonly writeErrors?: readonly Document[]} {
	const writeErrors: Document[] = [];
	for (const [index, item] of items.entries()) {
		try {
			run(item, index);
		} catch (error) {
			if (!(error instanceof MongoError) || error.codeName === 'MaxTimeMSExpired') {
				throw error;
			}

			writeErrors.push({index, code: error.code, errmsg: error.message, ...error.details});
			if (body['ordered'] !== false) {
				break;
			}
		}
	}

	return writeErrors.length > 0 ? {writeErrors} : {};
}

function checkStatement(statement: Document, command: string, known: readonly string[]): void {
	for (const key of Object.keys(statement)) {
		uassert(known.includes(key), 40_415, `BSON field '${command}.${command}s.${key}' is an unknown field.`);
		checkFlag(`${command}.${command}s`, key, statement[key]);
	}

	uassert(isDocument(statement['q']), 'TypeMismatch', `BSON field '${command}.${command}s.q' is missing or is not an object`);
	refuseCollation(statement['collation']);
	refuseArrayFilters(statement);
	ensureSupported(statement['c'] === undefined, 'Constants of an update');
}
