import {Long} from 'bson';
import {compilePipeline} from '../aggregation/compile-pipeline.ts';
import {runStage, type PipelineSource} from '../aggregation/stage.ts';
import {encodeDocument} from '../bson/encode-document.ts';
import {MongoError, notSupported} from '../mongo-error.ts';
import {compileProjection} from '../projection/compile-projection.ts';
import {canonicalKey} from '../values/canonical-key.ts';
import {compareValues} from '../values/compare-values.ts';
import {isDocument, type Document} from '../values/document.ts';
import {pathLeaves, splitPath} from '../values/paths.ts';
import {checkFields, collectionName, countArgument, documentArgument, scopeOf, workLimitOf, type Command, type Request, type ServerState} from './command.ts';
import {cursorOptions, firstBatch, nextBatch} from './cursor-reply.ts';
import {selectDocuments} from './select-documents.ts';

/** `find`. A cursor goes on reading what the collection held when `find` ran. */
export const find: Command = (request, server) => {
	const {body, database} = request;
	checkFields(
		request, 'filter', 'sort', 'projection', 'hint', 'skip', 'limit', 'batchSize', 'singleBatch', 'noCursorTimeout', 'allowDiskUse', 'let',
		'tailable', 'awaitData', 'oplogReplay', 'allowPartialResults', 'returnKey', 'showRecordId', 'min', 'max',
	);
	for (const field of ['tailable', 'returnKey', 'showRecordId', 'min', 'max']) {
		if (body[field] !== undefined && body[field] !== false) {
			throw notSupported(`find's option ${field}`);
		}
	}

	const name = collectionName(request);
	const scope = scopeOf(request, server);
	const work = workLimitOf(request, server);
	const projection = documentArgument(body, 'projection', 'find');
	const project = Object.keys(projection).length === 0 ? undefined : compileProjection(projection, scope, true);
	const limit = countArgument(body, 'limit', 'find') ?? 0;
	const documents = selectDocuments(server.databases.get(database, name), {
		filter: documentArgument(body, 'filter', 'find'), sort: documentArgument(body, 'sort', 'find'),
		skip: countArgument(body, 'skip', 'find') ?? 0, limit, hint: body['hint'],
	}, scope, work);
	const results = project ? documents.map(document => project(document, scope.variables)) : documents;
	return firstBatch(results, `${database}.${name}`, {
		batchSize: countArgument(body, 'batchSize', 'find'), singleBatch: body['singleBatch'] === true, noTimeout: body['noCursorTimeout'] === true,
	}, server);
};

/** `getMore`. */
export const getMore: Command = (request, server) => {
	const {body, database} = request;
	checkFields(request, 'collection', 'batchSize', 'term', 'lastKnownCommittedOpTime');
	const id = body['getMore'];
	const {collection} = body;
	if (!(id instanceof Long) || typeof collection !== 'string') {
		throw new MongoError('TypeMismatch', "BSON field 'getMore.getMore' must be of type long and 'getMore.collection' of type string");
	}

	return nextBatch(id, `${database}.${collection}`, countArgument(body, 'batchSize', 'getMore'), server);
};

/** `killCursors`. */
export const killCursors: Command = (request, {cursors}) => {
	checkFields(request, 'cursors');
	const ids = request.body['cursors'];
	if (!Array.isArray(ids) || !ids.every(id => id instanceof Long)) {
		throw new MongoError('TypeMismatch', "BSON field 'killCursors.cursors' must be an array of type long");
	}

	const killed: Long[] = [];
	const notFound: Long[] = [];
	for (const id of ids) {
		(cursors.close(id) ? killed : notFound).push(id);
	}

	return {cursorsKilled: killed, cursorsNotFound: notFound, cursorsAlive: [], cursorsUnknown: []};
};

/** `aggregate`. */
export const aggregate: Command = (request, server) => {
	const {body, database} = request;
	checkFields(request, 'pipeline', 'cursor', 'allowDiskUse', 'hint', 'let', 'explain', 'isMapReduceCommand');
	const {pipeline} = body;
	if (!Array.isArray(pipeline)) {
		throw new MongoError('TypeMismatch', "BSON field 'aggregate.pipeline' is missing or is not an array");
	}

	if (body['explain'] !== undefined && body['explain'] !== false) {
		throw notSupported('explain');
	}

	if (body['cursor'] === undefined) {
		throw new MongoError('FailedToParse', "The 'cursor' option is required, except for aggregate with the explain argument");
	}

	const options = cursorOptions(body, 'aggregate');
	const source: PipelineSource = {
		scope: scopeOf(request, server),
		limit: workLimitOf(request, server),
		documentsOf: name => server.databases.get(database, name)?.documents() ?? [],
	};
	const first: unknown = pipeline[0];
	if (body['aggregate'] === 1) {
		if (!isDocument(first) || !Object.hasOwn(first, '$documents')) {
			throw isDocument(first) && ['$currentOp', '$listLocalSessions', '$listSessions'].includes(Object.keys(first)[0] ?? '')
				? notSupported(Object.keys(first)[0]!)
				: new MongoError('InvalidNamespace', "{aggregate: 1} is not valid for this pipeline; a collection is required.");
		}

		return firstBatch(runStage(compilePipeline(pipeline, source), []), `${database}.$cmd.aggregate`, options, server);
	}

	const name = collectionName(request);
	const collection = server.databases.get(database, name);
	const stage = compilePipeline(pipeline, {...source, inRuns: true});
	const match = isDocument(first) && isDocument(first['$match']) ? first['$match'] : {};
	// Choosing by _id is the index's work; everything else is done by the stages.
	const input = selectDocuments(collection, {filter: match['_id'] === undefined ? {} : {_id: match['_id']}, hint: body['hint']}, source.scope, source.limit);
	return firstBatch(runStage(stage, input), `${database}.${name}`, options, server);
};

/** `count`. */
export const count: Command = (request, server) => {
	checkFields(request, 'query', 'limit', 'skip', 'hint', 'fields');
	const collection = server.databases.get(request.database, collectionName(request));
	return {n: selection(request, server, collection, 'query').length};
};

function selection(request: Request, server: ServerState, collection: ReturnType<ServerState['databases']['get']>, filterField: string): Document[] {
	const {body, name} = request;
	const limit = body['limit'] === undefined ? 0 : Math.abs(Number(body['limit']));
	return selectDocuments(collection, {
		filter: documentArgument(body, filterField, name), skip: countArgument(body, 'skip', name) ?? 0, limit: Number.isSafeInteger(limit) ? limit : 0, hint: body['hint'],
	}, scopeOf(request, server), workLimitOf(request, server));
}

/** `distinct`: the values of a field, arrays opened. */
export const distinct: Command = (request, server) => {
	checkFields(request, 'key', 'query', 'hint');
	const {key} = request.body;
	if (typeof key !== 'string' || key === '' || key.includes('\0')) {
		throw new MongoError('TypeMismatch', "BSON field 'distinct.key' is missing or is not a string");
	}

	const collection = server.databases.get(request.database, collectionName(request));
	const values = new Map<string, unknown>();
	const path = splitPath(key);
	for (const document of selection(request, server, collection, 'query')) {
		for (const value of pathLeaves(document, path)) {
			if (value !== undefined) {
				values.set(canonicalKey(value), values.get(canonicalKey(value)) ?? value);
			}
		}
	}

	const reply = {values: [...values.values()].sort(compareValues)};
	try {
		encodeDocument(reply);
	} catch {
		throw new MongoError(17_217, 'distinct too big, 16mb cap');
	}

	return reply;
};
