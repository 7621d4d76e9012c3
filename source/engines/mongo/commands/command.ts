import type {Watchdog} from '../aggregation/watchdog.ts';
import type {CompileScope} from '../expressions/compile-expression.ts';
import {namedFields} from '../expressions/arguments.ts';
import {createScope} from '../expressions/create-scope.ts';
import {createWorkLimit, type WorkLimit} from '../aggregation/work-limit.ts';
import {mentionsRegex} from '../filter/regular-expression.ts';
import {ensureSupported, uassert} from '../mongo-error.ts';
import type {Counters} from '../state/counters.ts';
import type {Cursors} from '../state/cursors.ts';
import type {Databases} from '../state/databases.ts';
import {bsonType} from '../values/bson-type.ts';
import {compareValues} from '../values/compare-values.ts';
import {displayValue} from '../values/display-value.ts';
import {isDocument, type Document} from '../values/document.ts';
import {isNumeric, safeInteger, toDouble, wholeCount} from '../values/numbers.ts';

/** A document of a message with its bytes. */
export type RawDocument = {readonly document: Document; readonly bytes: Uint8Array};

/** One command as it came. */
export type Request = {
	readonly name: string;
	readonly database: string;
	readonly body: Document;
	/** Document sequences of the message, by the field that they stand for. */
	readonly sequences: ReadonlyMap<string, readonly RawDocument[]>;
	readonly connectionId: number;
	readonly clientAddress: string;
};

/** What commands work on. */
export type ServerState = {
	readonly databases: Databases;
	readonly cursors: Cursors;
	readonly counters: Counters;
	readonly watchdog: Watchdog;
	/** Now, in epoch milliseconds. */
	readonly clock: () => number;
	readonly startedMs: number;
	readonly port: () => number;
	readonly connectionCount: () => number;
};

/** Runs a command: the reply without its `ok`, or a whole reply in BSON. */
export type Command = (request: Request, server: ServerState) => Document | Buffer;

const genericFields = new Set(
	[
		'$audit $clusterTime $db $readPreference apiDeprecationErrors apiStrict apiVersion autocommit bypassDocumentValidation collation',
		'comment lsid maxTimeMS maxTimeMSOpOnly readConcern startTransaction stmtId txnNumber writeConcern',
	].flatMap(names => names.split(' ')),
);

/** Whether any command may have a field. */
export const isGeneric = (field: string): boolean => genericFields.has(field);

const maxTimeMsMax = 2 ** 31 - 1;

/** Fields that must be true or false, and those of them for which a number will do. */
const flags = new Set(
	'allowDiskUse allowPartialResults awaitData errorsOnly explain multi nameOnly new noCursorTimeout oplogReplay ordered remove returnKey showRecordId singleBatch tailable upsert'.split(
		' ',
	),
);
const numberFlags = new Set(['nameOnly', 'new', 'remove', 'upsert']);

/** Refuses what is neither true nor false where one of them must be. */
export function checkFlag(command: string, name: string, value: unknown, isNumberFit = false): void {
	const isFit = value === null || typeof value === 'boolean' || (isNumberFit && numberFlags.has(name) && isNumeric(value));
	const why = () => `BSON field '${command}.${name}' is the wrong type '${bsonType(value)}', expected type 'bool'`;
	uassert(isFit || !flags.has(name), 'TypeMismatch', why);
}

/** Refuses fields that a command does not have, as MongoDB does, and a collation, which this engine has not. */
export function checkFields({name, body}: Request, ...known: readonly string[]): void {
	for (const key of Object.keys(body)) {
		uassert(key === name || known.includes(key) || isGeneric(key), 40_415, `BSON field '${name}.${key}' is an unknown field.`);
		if (key !== name) {
			checkFlag(name, key, body[key], true);
		}
	}

	refuseCollation(body['collation']);
}

/** Only the simple collation is here. */
export function refuseCollation(collation: unknown): void {
	uassert(collation === undefined || isDocument(collation), 'TypeMismatch', "BSON field 'collation' is the wrong type, expected type 'object'");
	ensureSupported(!collation || Object.keys(collation).length === 0 || compareValues(collation, {locale: 'simple'}) === 0, 'Collation');
}

export function refuseArrayFilters({arrayFilters}: Document): void {
	ensureSupported(!Array.isArray(arrayFilters) || arrayFilters.length === 0, 'arrayFilters');
}

/** What concerns every command: transactions, write and read concerns that a standalone server cannot keep. */
export function checkGenericFields({body}: Request): void {
	ensureSupported((body['apiVersion'] ?? body['apiStrict'] ?? body['apiDeprecationErrors']) === undefined, 'The stable API');
	uassert(
		body['txnNumber'] === undefined && body['startTransaction'] !== true && body['autocommit'] !== false,
		'IllegalOperation',
		'Transaction numbers are only allowed on a replica set member or mongos',
	);
	const milliseconds = wholeCount(body['maxTimeMS'] ?? 0) ?? -1;
	const why = () => `${displayValue(body['maxTimeMS'])} value for maxTimeMS is out of range [0, ${maxTimeMsMax}]`;
	uassert(milliseconds >= 0 && milliseconds <= maxTimeMsMax, 'BadValue', why);
	const {w} = namedFields(body['writeConcern'] ?? {}, 'writeConcern', [], ['w', 'j', 'wtimeout', 'fsync', 'provenance']);
	uassert(!isNumeric(w) || (toDouble(w) >= 0 && toDouble(w) <= 50), 'FailedToParse', 'w has to be a non-negative number and not greater than 50');
	uassert(
		!((safeInteger(w) ?? 0) > 1) && (w === undefined || isNumeric(w) || w === 'majority'),
		'BadValue',
		"cannot use 'w' > 1 when a host is not replicated",
	);
	const {level} = namedFields(body['readConcern'] ?? {}, 'readConcern', [], ['level', 'provenance']);
	uassert(
		level === undefined || ['local', 'available', 'majority'].includes(level as string),
		'InvalidOptions',
		() => `read concern level ${displayValue(level)} is not supported on a standalone server`,
	);
}

/** The collection's name, the value of the command's first field. @throws MongoError `InvalidNamespace`. */
export function collectionName({name, body, database}: Request): string {
	const value = body[name];
	uassert(typeof value === 'string', 'InvalidNamespace', () => `collection name has invalid type ${bsonType(value)}`);
	uassert(value !== '', 'InvalidNamespace', `Invalid namespace specified '${database}.'`);
	return value;
}

/** A document argument; `{}` when it is not there. */
export function documentArgument(body: Document, field: string, command: string): Document {
	const value = body[field];
	if (value === undefined || value === null) {
		return {};
	}

	uassert(isDocument(value), 'TypeMismatch', () => `BSON field '${command}.${field}' is the wrong type '${bsonType(value)}', expected type 'object'`);
	return value;
}

/** A whole, non-negative argument; undefined when it is not there. */
export function countArgument(body: Document, field: string, command: string): number | undefined {
	const value = body[field];
	if (value === undefined || value === null) {
		return undefined;
	}

	const number = wholeCount(value);
	uassert(number !== null, isNumeric(value) ? 'BadValue' : 'TypeMismatch', () =>
		isNumeric(value)
			? `BSON field '${command}.${field}' must be a whole number, but is ${displayValue(value)}`
			: `BSON field '${command}.${field}' is the wrong type '${bsonType(value)}', expected types '[long, int, decimal, double]'`,
	);
	uassert(number >= 0, 51_024, `BSON field '${field}' value must be >= 0, actual value '${number}'`);
	return number;
}

/** The scope of a command with its `let`. */
export function scopeOf({body}: Request, server: ServerState): CompileScope {
	return createScope(server.clock(), body['let']);
}

/** The limit of work of a command, or of one of its statements, with its `maxTimeMS`. */
export function workLimitOf({name, body}: Request, {watchdog}: ServerState, statement?: Document): WorkLimit {
	return createWorkLimit(watchdog, countArgument(body, 'maxTimeMS', name), mentionsRegex(statement ? [body['let'], statement] : body));
}
