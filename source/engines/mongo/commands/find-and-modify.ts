import {uassert} from '../mongo-error.ts';
import {compileProjection} from '../projection/compile-projection.ts';
import {checkDatabaseName} from '../state/databases.ts';
import type {Document} from '../values/document.ts';
import {truthy} from '../values/numbers.ts';
import {checkFields, collectionName, documentArgument, refuseArrayFilters, scopeOf, workLimitOf, type Command} from './command.ts';
import {selectDocuments} from './select-documents.ts';
import {compileStatement, updateDocument, upsertDocument, type UpdateStatement} from './write-statement.ts';

/** `findAndModify`: changes or removes one document and gives the old or the new one. */
export const findAndModify: Command = (request, server) => {
	const {body, database} = request;
	checkFields(request, 'query', 'sort', 'remove', 'update', 'new', 'fields', 'upsert', 'arrayFilters', 'hint', 'let');
	checkDatabaseName(request.database);
	const name = collectionName(request);
	const work = workLimitOf(request, server);
	const scope = work.within(() => scopeOf(request, server));
	refuseArrayFilters(body);
	const [remove, upsert, wantsNew] = ['remove', 'upsert', 'new'].map(field => truthy(body[field]));
	uassert(remove !== (body['update'] !== undefined), 'FailedToParse', () =>
		remove ? 'Cannot specify both an update and remove=true' : 'Either an update or remove=true must be specified',
	);
	uassert(!remove || (!upsert && !wantsNew), 'FailedToParse', () => `Cannot specify both ${upsert ? 'upsert' : 'new'}=true and remove=true`);
	const fields = documentArgument(body, 'fields', request.name);
	const project = Object.keys(fields).length === 0 ? (document: Document) => document : compileProjection(fields, scope, true);
	const shown = (document: Document) => work.within(() => project(document, scope.variables));
	const filter = documentArgument(body, 'query', request.name);
	const statement: UpdateStatement = {filter, update: body['update'], upsert: upsert!, scope, work};
	const apply = remove ? undefined : compileStatement(statement);
	const collection = server.databases.get(database, name);
	const [found] = work.within(() =>
		selectDocuments(collection, {filter, sort: documentArgument(body, 'sort', request.name), limit: 1, hint: body['hint']}, scope, work),
	);
	if (!apply) {
		const value = found ? shown(found) : null;
		collection?.remove(found?.['_id']);
		return {lastErrorObject: {n: found ? 1 : 0}, value};
	}

	if (found) {
		const document = work.within(() => apply(found, false));
		const value = shown(wantsNew ? document : found);
		updateDocument(collection!, found, document);
		return {lastErrorObject: {n: 1, updatedExisting: true}, value};
	}

	if (!upsert) {
		return {lastErrorObject: {n: 0, updatedExisting: false}, value: null};
	}

	let value: Document | null = null;
	const made = upsertDocument(
		() => server.databases.ensure(database, name),
		statement,
		apply,
		document => {
			value = wantsNew ? shown(document) : null;
		},
	);
	return {lastErrorObject: {n: 1, updatedExisting: false, upserted: made['_id']}, value};
};
