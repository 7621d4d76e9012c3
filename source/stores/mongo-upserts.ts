import type {FactDocument} from '../scenarios/scenario.ts';
import {whileAnswering} from './answer-limit.ts';
import {mongoFailure} from './mongo-failure.ts';
import {batchSize, type FactsCollection} from './mongo-facts.ts';
import type {StoreFailure} from './store-failure.ts';

/** A fact, and how often it changed before it became so. */
type Versioned = {readonly fact: object; readonly version: number};

/** What became of facts that were brought. */
export type Upserted = {
	/** Those of which there was no document before. */
	readonly added: readonly object[];
	/** Those of which there was one: it is of this version now, or of a newer one. */
	readonly standing: readonly object[];
	/** Those that MongoDB does not take as they are, by their ids, and why the first one. */
	readonly refused: readonly string[];
	readonly refusal: StoreFailure | undefined;
};

type WriteError = {readonly index: number; readonly code: number; readonly errmsg?: string; readonly keyPattern?: object};
type Reply = {
	readonly writeErrors?: readonly WriteError[];
	readonly upserted?: ReadonlyArray<{readonly index: number}>;
	readonly writeConcernError?: {readonly code: number; readonly errmsg: string};
};

const duplicateKey = 11_000;

/** Refusals that are of the server's state and not of the document: no right, no primary, shutting down, disk full. */
const ofServer: ReadonlySet<number> = new Set([13, 91, 189, 391, 8000, 10_058, 10_107, 11_600, 11_602, 13_435, 13_436, 14_031]);

/**
 * Stores facts, each in the place of an older version or of a document without one; where this version or a newer one stands, nothing
 * changes. May be repeated, and done by many at once: what is not there is inserted, and what that finds standing is replaced if it is older.
 */
export async function upsertFacts(kept: FactsCollection, facts: readonly Versioned[], signal?: AbortSignal): Promise<Upserted> {
	const {collectionName} = kept.collection;
	const [added, standing, refused]: [object[], object[], string[]] = [[], [], []];
	let refusal: StoreFailure | undefined;
	/** @returns those that others have inserted first */
	const bring = async (of: readonly Versioned[], command: object): Promise<readonly Versioned[]> => {
		const {writeErrors = [], upserted = []} = of.length === 0 ? {} : await write(kept, command, signal);
		const failed = new Map(writeErrors.map(error => [error.index, error]));
		const inserted = new Set(upserted.map(({index}) => index));
		for (const [index, {fact}] of of.entries()) {
			const error = failed.get(index);
			if (!error) {
				('insert' in command || inserted.has(index) ? added : standing).push(fact);
			} else if (!isStanding(error)) {
				refused.push(kept.facts.id(fact));
				refusal ??= mongoFailure(asError(error), kept.address, kept.facts.many) as StoreFailure;
			}
		}

		return of.filter((_, index) => failed.has(index) && isStanding(failed.get(index)!));
	};

	const updates = (of: readonly Versioned[], upsert: boolean) =>
		of.map(one => ({q: {_id: kept.facts.id(one.fact), version: {$not: {$gte: one.version}}}, u: documentOf(kept, one), upsert}));

	for (let i = 0; i < facts.length; i += batchSize) {
		const batch = facts.slice(i, i + batchSize);
		// What has changed before stands, most likely, and is not sent twice.
		const [fresh, changed] = [batch.filter(({version}) => version <= 1), batch.filter(({version}) => version > 1)];
		const before = [
			...(await bring(changed, {update: collectionName, updates: updates(changed, true)})),
			...(await bring(fresh, {insert: collectionName, documents: fresh.map(one => documentOf(kept, one))})),
		];
		await bring(before, {update: collectionName, updates: updates(before, false)});
	}

	return {added, standing, refused, refusal};
}

function documentOf({facts}: FactsCollection, {fact, version}: Versioned): FactDocument {
	return {...facts.toDocument(fact), version} as FactDocument;
}

/**
 * Stores facts that move, whose versions nobody counts: each takes the place of what stands with the same date or an earlier one. At most as many
 * as one batch.
 * @returns how many stand, and why the first one was refused if any was
 */
export async function putFacts(
	kept: FactsCollection,
	batch: readonly object[],
	signal?: AbortSignal,
): Promise<{readonly stand: number; readonly refusal: StoreFailure | undefined}> {
	const {
		facts: {id, atMs, window, toDocument, many},
		collection: {collectionName},
		address,
	} = kept;
	const updates = batch.map(fact => ({q: {_id: id(fact), [window.field]: {$not: {$gt: new Date(atMs(fact))}}}, u: toDocument(fact), upsert: true}));
	// Where a later one stands, it is found by its id as it would be inserted beside it.
	const {writeErrors = []} = await write(kept, {update: collectionName, updates}, signal);
	const refused = writeErrors.filter(error => !isStanding(error));
	return {stand: batch.length - refused.length, refusal: refused[0] && (mongoFailure(asError(refused[0]), address, many) as StoreFailure)};
}

/** @returns the reply, with what was refused of the single documents; throws what is of the server */
async function write({collection, address, facts}: FactsCollection, command: object, signal?: AbortSignal): Promise<Reply> {
	try {
		const {db} = collection;
		const ping = async (its: AbortSignal) => db.command({ping: 1}, {signal: its});
		const reply = await whileAnswering<Reply>(async its => db.command({...command, ordered: false}, {signal: its}), ping, signal);
		const refused = reply.writeConcernError ?? reply.writeErrors?.find(({code}) => ofServer.has(code));
		if (refused) {
			throw asError(refused);
		}

		return reply;
	} catch (error) {
		throw mongoFailure(error, address, facts.many);
	}
}

/** The document of this id stands; an index of others that is in the way is something else. Servers that do not name the fields name the index. */
function isStanding({code, keyPattern, errmsg = ''}: WriteError): boolean {
	return code === duplicateKey && (keyPattern === undefined ? /index: (?:\S*\$)?_id_ /.test(errmsg) : Object.keys(keyPattern).join() === '_id');
}

function asError({code, errmsg = 'a write error', ...error}: Pick<WriteError, 'code'> & Partial<WriteError>): Error {
	return Object.assign(new Error(errmsg), {name: 'MongoServerError', code, keyPattern: error.keyPattern});
}

/** Removes the documents of facts. */
export async function removeFacts(kept: FactsCollection, ids: readonly string[], signal?: AbortSignal): Promise<void> {
	for (let i = 0; i < ids.length; i += batchSize) {
		const deletes = [{q: {_id: {$in: ids.slice(i, i + batchSize)}}, limit: 0}];
		const {writeErrors: [refused] = []} = await write(kept, {delete: kept.collection.collectionName, deletes}, signal);
		if (refused) {
			throw mongoFailure(asError(refused), kept.address);
		}
	}
}
