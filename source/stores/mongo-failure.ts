import {sayFailure} from '../words/problem.ts';
import {plainText} from '../words/plain-text.ts';
import {Silence} from './answer-limit.ts';
import {StoreFailure} from './store-failure.ts';

/** The driver's errors that say: there is no connection, or nothing came over it. */
const silentErrors: ReadonlySet<string> = new Set([
	'MongoNetworkError',
	'MongoNetworkTimeoutError',
	'MongoServerSelectionError',
	'MongoOperationTimeoutError',
	'MongoPoolClearedError',
	'MongoPoolClearedOnNetworkError',
	'MongoPoolClosedError',
	'PoolClearedOnNetworkError',
	'MongoWaitQueueTimeoutError',
	'MongoNotConnectedError',
	'MongoTopologyClosedError',
	'MongoClientClosedError',
	'MongoServerClosedError',
	'MongoExpiredSessionError',
]);

const noPrimary = 'no primary takes writes now';
const shuttingDown = 'it is shutting down';

/** Why a server refuses, by the codes of its errors (mongodb/mongo, src/mongo/base/error_codes.yml). */
const refusals: ReadonlyMap<unknown, string> = new Map([
	[13, 'this user has no right to do that (it needs readWrite on the database shopstream)'],
	[18, 'wrong user or password'],
	[91, shuttingDown],
	[189, noPrimary],
	[391, 'the password is needed anew'],
	[10_058, noPrimary],
	[10_107, noPrimary],
	[11_600, shuttingDown],
	[11_602, noPrimary],
	[13_435, noPrimary],
	[13_436, noPrimary],
	[14_031, 'its disk is full'],
]);

/**
 * A failed call to MongoDB as what it says of the store; what is not MongoDB's (a cancellation, a Problem) stays as it is.
 * @param many what was to be written: "orders"
 */
export function mongoFailure(error: unknown, address: string, many = 'documents'): unknown {
	if (error instanceof Silence) {
		return new StoreFailure('mongo', 'silent', error.message, `MongoDB at ${address} does not answer`, error);
	}

	if (!(error instanceof Error)) {
		return error;
	}

	if (silentErrors.has(error.name)) {
		return hasAnswering(error)
			? refuses(noPrimary, address, error)
			: new StoreFailure('mongo', 'silent', 'no connection', `MongoDB at ${address} does not answer`, error);
	}

	const code = codeOf(error);
	if (code === undefined) {
		return error;
	}

	if (code === 8000) {
		// Atlas has one code for all of its own refusals.
		return refuses(`over its quota, wrong user or password, or no right to do that (${plainText(sayFailure(error))})`, address, error);
	}

	// MaxTimeMSExpired: the server itself gave up.
	return code === 50
		? new StoreFailure('mongo', 'silent', 'it took too long', `MongoDB at ${address} does not answer: it gave up after the time it was allowed`, error)
		: refuses(code === 11_000 ? inTheWay(error, many) : (refusals.get(code) ?? plainText(sayFailure(error))), address, error);
}

function refuses(reason: string, address: string, error: Error): StoreFailure {
	return new StoreFailure('mongo', 'refuses', reason, `MongoDB at ${address} refused: ${reason}`, error);
}

/** The code of a server's error. */
function codeOf(error: Error): number | undefined {
	const {code} = error as {code?: unknown};
	return typeof code === 'number' && error.name.startsWith('Mongo') ? code : undefined;
}

/** A selection that failed although servers answer: none of them may be asked. */
function hasAnswering(error: Error): boolean {
	const {servers} = (error as {reason?: {servers?: ReadonlyMap<string, {readonly type: string}>}}).reason ?? {};
	return servers !== undefined && [...servers.values()].some(({type}) => type !== 'Unknown');
}

/** E11000: the unique index that a document did not get past, by the fields it is over. */
function inTheWay(error: Error, many: string): string {
	const {keyPattern} = error as {keyPattern?: unknown};
	if (typeof keyPattern !== 'object' || keyPattern === null) {
		return plainText(sayFailure(error));
	}

	const fields = Object.keys(keyPattern);
	return fields.length === 1 && fields[0] === '_id'
		? `${many} with these ids are already there (E11000)`
		: `a unique index on ${plainText(fields.join(', '))} is in the way (E11000): drop it, or use another database`;
}
