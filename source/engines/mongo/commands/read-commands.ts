import {Long} from 'bson';
import {compileStages} from '../aggregation/compile-pipeline.ts';
import {collecting, type PipelineSource, type Sink} from '../aggregation/stage.ts';
import {encodeDocument} from '../bson/encode-document.ts';
import {MongoError, ensureSupported, uassert} from '../mongo-error.ts';
import {compileProjection} from '../projection/compile-projection.ts';
import {canonicalKey} from '../values/canonical-key.ts';
import {compareValues} from '../values/compare-values.ts';
import {isDocument, type Document} from '../values/document.ts';
import {isNumeric, safeInteger, toDouble} from '../values/numbers.ts';
import {pathLeaves} from '../values/paths.ts';
import {checkFields, collectionName, countArgument, documentArgument, scopeOf, workLimitOf, type Command, type Request, type ServerState} from './command.ts';
import {cursorOptions, firstBatch, nextBatch} from './cursor-reply.ts';
import {readGeoNear} from './geo-near.ts';
import {countUse, select, type Selected, type Selection} from './select-documents.ts';
import {serverDocuments} from './server-stages.ts';

/** `find`. A cursor goes on reading what the collection held when `find` ran. */
export const find: Command = (request, server) => {
	const {body, database} = request;
	const scope = scopeOf(request, server);
	const projection = documentArgument(body, 'projection', 'find');
	const project = Object.keys(projection).length === 0 ? undefined : compileProjection(projection, scope, true);
	const {documents} = chosen(request, server);
	const results = project ? documents.map(document => project(document, scope.variables)) : documents;
	const [singleBatch, noTimeout] = [body['singleBatch'] === true, body['noCursorTimeout'] === true];
	const options = {batchSize: countArgument(body, 'batchSize', 'find'), singleBatch, noTimeout};
	return firstBatch(results, `${database}.${collectionName(request)}`, options, server);
};

function checkFind(request: Request): void {
	const refused = ['tailable', 'returnKey', 'showRecordId', 'min', 'max'];
	const known = 'filter sort projection hint skip limit batchSize singleBatch noCursorTimeout allowDiskUse let awaitData oplogReplay allowPartialResults';
	checkFields(request, ...known.split(' '), ...refused);
	uassert(request.body['awaitData'] !== true || request.body['tailable'] === true, 'FailedToParse', "Cannot set 'awaitData' without also setting 'tailable'");
	for (const field of refused) {
		ensureSupported(request.body[field] === undefined || request.body[field] === false, `find's option ${field}`);
	}
}

/** `getMore`. */
export const getMore: Command = (request, server) => {
	const {body, database} = request;
	checkFields(request, 'collection', 'batchSize', 'term', 'lastKnownCommittedOpTime');
	const id = body['getMore'];
	const {collection} = body;
	const why = "BSON field 'getMore.getMore' must be of type long and 'getMore.collection' of type string";
	uassert(id instanceof Long && typeof collection === 'string', 'TypeMismatch', why);
	uassert(body['maxTimeMS'] === undefined, 'BadValue', 'cannot set maxTimeMS on getMore command for a non-awaitData cursor');
	return nextBatch(id, `${database}.${collection}`, countArgument(body, 'batchSize', 'getMore'), server);
};

/** `killCursors`. */
export const killCursors: Command = (request, {cursors}) => {
	checkFields(request, 'cursors');
	collectionName(request);
	const ids = request.body['cursors'];
	uassert(Array.isArray(ids) && ids.every(id => id instanceof Long), 'TypeMismatch', "BSON field 'killCursors.cursors' must be an array of type long");
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
	uassert(body['cursor'] !== undefined, 'FailedToParse', "The 'cursor' option is required, except for aggregate with the explain argument");
	const options = cursorOptions(body, 'aggregate');
	const {selected, results} = aggregation(request, server);
	countUse(selected);
	return firstBatch(results, `${database}.${body['aggregate'] === 1 ? '$cmd.aggregate' : collectionName(request)}`, options, server);
};

/**
 * Runs an aggregation: a `$match` and a `$sort` at its head choose and order documents, by an index where there is one; the
 * rest are stages.
 *
 * @param watch May look at what a stage gives.
 */
export function aggregation(request: Request, server: ServerState, watch: (index: number, sink: Sink) => Sink = (_, sink) => sink) {
	const {body, database} = request;
	checkFields(request, 'pipeline', 'cursor', 'allowDiskUse', 'hint', 'let', 'explain', 'isMapReduceCommand');
	const {pipeline} = body;
	uassert(Array.isArray(pipeline), 'TypeMismatch', "BSON field 'aggregate.pipeline' is missing or is not an array");
	const source: PipelineSource = {
		scope: scopeOf(request, server),
		limit: workLimitOf(request, server),
		documentsOf: name => server.databases.get(database, name)?.documents() ?? [],
		inRuns: true,
	};
	const [first, second] = pipeline as unknown[];
	const collection = body['aggregate'] === 1 ? undefined : server.databases.get(database, collectionName(request));
	const head = serverDocuments(first, request, server, collection);
	const geoNear =
		isDocument(first) && Object.hasOwn(first, '$geoNear')
			? readGeoNear(first['$geoNear'], collection, `${database}.${collectionName(request)}`, source.scope)
			: undefined;
	const stages = compileStages(pipeline, source, head ?? (geoNear && []));
	const isOfServer = isDocument(first) && ['$documents', '$currentOp'].includes(Object.keys(first)[0] ?? '');
	uassert(body['aggregate'] !== 1 || isOfServer, 'InvalidNamespace', '{aggregate: 1} is not valid for this pipeline; a collection is required.');
	const filter = isDocument(first) && isDocument(first['$match']) ? first['$match'] : undefined;
	const next = filter || geoNear ? second : first;
	const sort = isDocument(next) && isDocument(next['$sort']) ? next['$sort'] : undefined;
	const taken = Number(filter !== undefined || geoNear !== undefined) + Number(sort !== undefined);
	const wanted = isDocument(next) ? safeInteger(next['$limit']) : null;
	const selection: Selection = {
		filter: geoNear?.filter ?? filter ?? {},
		sort: sort ?? {},
		hint: body['hint'],
		...(geoNear && {geoNear: wanted === null ? geoNear : {...geoNear, near: {...geoNear.near, wanted}}}),
	};
	const {sink, results} = collecting();
	const start = stages.slice(taken).reduceRight((following, stage, i) => stage(watch(i, following)), sink);
	const selected = select(head ? undefined : collection, selection, source.scope, source.limit, document => {
		start.add(document);
	});
	start.end();
	return {selection, selected, results, written: pipeline.slice(taken) as Document[]};
}

/** What a `find`, `count` or `distinct` chooses, as a use of an index. */
function chosen(request: Request, server: ServerState): Selected {
	const {selected} = selectionOf(request, server);
	countUse(selected);
	return selected;
}

/** `count`. */
export const count: Command = (request, server) => ({n: chosen(request, server).documents.length});

/** What a `find`, `count` or `distinct` chooses. */
export function selectionOf(request: Request, server: ServerState): {readonly selection: Selection; readonly selected: Selected} {
	const {body, name} = request;
	if (name === 'find') {
		checkFind(request);
	} else {
		checkFields(request, ...(name === 'count' ? ['query', 'limit', 'skip', 'hint', 'fields'] : ['key', 'query', 'hint']));
	}

	const {key} = body;
	const isKey = name !== 'distinct' || (typeof key === 'string' && key !== '' && !key.includes('\0'));
	uassert(isKey, 'TypeMismatch', "BSON field 'distinct.key' is missing or is not a string");
	// `count` takes a negative limit for its amount.
	const {limit} = body;
	const amount = name === 'count' && isNumeric(limit) ? {limit: Math.abs(toDouble(limit))} : body;
	const selection = {
		filter: documentArgument(body, name === 'find' ? 'filter' : 'query', name),
		sort: documentArgument(body, 'sort', name),
		skip: countArgument(body, 'skip', name) ?? 0,
		limit: countArgument(amount, 'limit', name) ?? 0,
		hint: body['hint'],
	};
	const collection = server.databases.get(request.database, collectionName(request));
	return {selection, selected: select(collection, selection, scopeOf(request, server), workLimitOf(request, server))};
}

/** `distinct`: the values of a field, arrays opened. */
export const distinct: Command = (request, server) => {
	const values = new Map<string, unknown>();
	const {documents} = chosen(request, server);
	const path = String(request.body['key']).split('.');
	for (const document of documents) {
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
