import {Long} from 'bson';
import {ensureSupported, MongoError, uassert} from '../mongo-error.ts';
import type {Document} from '../values/document.ts';
import {safeInteger, truthy} from '../values/numbers.ts';
import {checkFields, checkFlag, type Command, type Request, type ServerState} from './command.ts';
import {cursorOptions} from './cursor-reply.ts';
import {insert, remove, statementsOf, update} from './write-commands.ts';

type Form = 'insert' | 'update' | 'delete';

/** For each operation: the command that does it, that command's body, and the fields that the operation may have. */
const forms: Readonly<Record<Form, {readonly command: Command; readonly fields: readonly string[]; given(op: Document): Document}>> = {
	insert: {command: insert, fields: ['document'], given: ({document}) => ({documents: [document]})},
	update: {
		command: update,
		fields: ['filter', 'updateMods', 'multi', 'upsert', 'arrayFilters', 'hint', 'collation', 'constants', 'sort'],
		given: ({update: _, filter: q, updateMods: u, constants: c, ...more}) => ({updates: [{q, u, ...(c !== undefined && {c}), ...more}]}),
	},
	delete: {
		command: remove,
		fields: ['filter', 'multi', 'hint', 'collation'],
		given: ({delete: _, filter: q, multi, ...more}) => ({deletes: [{q, limit: truthy(multi) ? 0 : 1, ...more}]}),
	},
};

/** `bulkWrite`: inserts, updates and deletes in several collections, each as its own command does it. */
export const bulkWrite: Command = (request, server) => {
	const {body, database} = request;
	checkFields(request, 'ops', 'nsInfo', 'ordered', 'errorsOnly', 'cursor', 'let');
	uassert(database === 'admin', 13, 'bulkWrite may only be run against the admin database.');
	const spaces = statementsOf(request, 'nsInfo').map(({document}) => spaceOf(document));
	const ops = statementsOf(request, 'ops').map(({document}) => readOp(document, spaces));
	const {batchSize = ops.length} = cursorOptions(body, 'bulkWrite');
	ensureSupported(batchSize >= ops.length, 'A bulkWrite whose results do not fit in one batch');
	const counts = {nErrors: 0, nInserted: 0, nMatched: 0, nModified: 0, nUpserted: 0, nDeleted: 0};
	const results: Document[] = [];
	for (const [idx, op] of ops.entries()) {
		const reply = runOp(op, request, server);
		const {n = 0, nModified = 0, upserted, writeErrors} = reply as {n?: number; nModified?: number; upserted?: Document[]; writeErrors?: Document[]};
		counts[op.form === 'insert' ? 'nInserted' : op.form === 'delete' ? 'nDeleted' : upserted ? 'nUpserted' : 'nMatched'] += n;
		counts.nModified += nModified;
		if (writeErrors) {
			const {index: _, ...error} = writeErrors[0]!;
			counts.nErrors++;
			results.push({ok: 0, idx, ...error, n});
			if (body['ordered'] !== false) {
				break;
			}
		} else if (body['errorsOnly'] !== true) {
			results.push({ok: 1, idx, n, ...(op.form === 'update' && {nModified}), ...(upserted && {upserted: {_id: upserted[0]!['_id']}})});
		}
	}

	return {cursor: {id: Long.ZERO, firstBatch: results, ns: 'admin.$cmd.bulkWrite'}, ...counts};
};

type Op = {readonly form: Form; readonly space: readonly [string, string]; readonly op: Document};

function spaceOf({ns, ...others}: Document): readonly [string, string] {
	const [other] = Object.keys(others);
	ensureSupported(other !== 'collectionUUID' && other !== 'encryptionInformation', `bulkWrite's nsInfo.${other}`);
	uassert(other === undefined, 40_415, `BSON field 'bulkWrite.nsInfo.${other}' is an unknown field.`);
	const dot = typeof ns === 'string' ? ns.indexOf('.') : -1;
	uassert(typeof ns === 'string' && dot >= 1 && dot !== ns.length - 1, 'InvalidNamespace', () => `Invalid namespace specified for bulkWrite: '${String(ns)}'`);
	return [ns.slice(0, dot), ns.slice(dot + 1)];
}

function readOp(op: Document, spaces: ReadonlyArray<readonly [string, string]>): Op {
	const form = Object.keys(op)[0] ?? '';
	const fields = Object.hasOwn(forms, form) ? forms[form as Form].fields : undefined;
	const unknown = Object.keys(op).find(key => key !== form && !fields?.includes(key));
	Object.entries(op).forEach(([name, value]) => checkFlag('bulkWrite.ops', name, value));
	uassert(fields, 'FailedToParse', `Unrecognized op name '${form}' in bulkWrite`);
	uassert(unknown === undefined, 40_415, `BSON field '${form}.${unknown}' is an unknown field.`);
	const space = spaces[safeInteger(op[form]) ?? -1];
	uassert(space, 'BadValue', () => `BulkWrite ops entry ${JSON.stringify(op[form])} has an invalid nsInfo index.`);
	return {form: form as Form, space, op};
}

/** The reply of the operation's own command. Where the command throws, the operation has failed. */
function runOp({form, space: [database, collection], op}: Op, request: Request, server: ServerState): Document {
	const {command, given} = forms[form];
	const {maxTimeMS, let: variables} = request.body;
	const body = {
		[form]: collection,
		...given(op),
		...(form !== 'insert' && variables !== undefined && {let: variables}),
		...(maxTimeMS !== undefined && {maxTimeMS}),
	};
	try {
		return command({...request, name: form, database, body, sequences: new Map()}, server) as Document;
	} catch (error) {
		if (!(error instanceof MongoError) || error.codeName === 'MaxTimeMSExpired') {
			throw error;
		}

		return {writeErrors: [{code: error.code, errmsg: error.message, ...error.details}]};
	}
}
