import {setTimeout as pause} from 'node:timers/promises';
import {type Db, MongoClient, MongoServerError, MongoServerSelectionError, ObjectId} from 'mongodb';
import type {LeftOut} from '../scenarios/left-out.ts';
import type {FactDocument, Facts} from '../scenarios/scenario.ts';
import {Problem, sayFailure} from '../words/problem.ts';
import {timeLimitsMs} from '../time-limits.ts';
import {plainText} from '../words/plain-text.ts';
import type {Backend} from './backend.ts';
import {clockOffsetMs} from './clock-offset.ts';
import type {Holdings} from './holdings.ts';
import {maskUrl} from './mask-url.ts';
import {mongoFailure} from './mongo-failure.ts';
import {findDocument, newestId} from './mongo-find.ts';
import {holdingsOf} from './mongo-holdings.ts';
import {identityOf} from './mongo-identity.ts';
import {insertFacts, type InsertOptions} from './mongo-inserts.ts';
import {streamFacts, streamVersionedIds} from './mongo-stream.ts';
import {removeFacts, type Upserted, upsertFacts} from './mongo-upserts.ts';
import {originName} from './origin-name.ts';
import {whileAnswering, within} from './answer-limit.ts';
import {ensureIndexes, noCollection} from './mongo-indexes.ts';
import {requireFiles} from './named-files.ts';
import {StoreFailure} from './store-failure.ts';
import {type Door, isRefused, sayUnanswered, whatAnswers} from './what-answers.ts';

/** The only database this program touches. */
const databaseName = 'shopstream';

const dayMs = 86_400_000;

/**
 * The operational store: a scenario's facts of a rolling window in MongoDB. Every call rejects with a StoreFailure when MongoDB does
 * not do it. One that hears nothing at all from MongoDB does so at the latest after the time limit of a command; a question
 * over many facts may take longer, as long as MongoDB answers others meanwhile.
 */
export type MongoWindow = {
	readonly backend: Backend;
	/**
	 * What tells this window from any other: the UUID that MongoDB gave the collection, where it gives none a hash of its
	 * address. Undefined while there is no collection.
	 */
	identity(signal?: AbortSignal): Promise<string | undefined>;
	/** What keys in Redis call it, by its identity as last told; MongoDB is asked where none was told yet. */
	name(signal?: AbortSignal): Promise<string | undefined>;
	/** By how many milliseconds MongoDB's clock is ahead of this machine's; undefined where it tells no time. */
	clockOffsetMs(signal?: AbortSignal): Promise<number | undefined>;
	/** Facts held now, counted one by one. */
	count(signal?: AbortSignal): Promise<number>;
	/** The same from MongoDB's own books: costs next to nothing. */
	estimate(): Promise<number>;
	/** What it holds, by its books and its index: costs next to nothing. */
	holdings(signal?: AbortSignal): Promise<Holdings>;
	/** Makes the indexes, and changes the TTL of one that stands with another. The first thing a write does. */
	prepare(): Promise<void>;
	/**
	 * Inserts facts in batches of 1,000.
	 * @returns how many were stored; fewer than given after `signal` fired
	 * @throws CutShort when MongoDB fails meanwhile: how many stand
	 */
	insert(wanted: Iterable<object>, options?: InsertOptions): Promise<number>;
	/** Stores facts as the ledger has them, in bulk: an older version never takes the place of a newer one. */
	upsert(facts: ReadonlyArray<{readonly fact: object; readonly version: number}>, signal?: AbortSignal): Promise<Upserted>;
	/** The ids of the documents that a ledger's facts became, streamed. */
	versionedIds(signal?: AbortSignal): AsyncGenerator<string, void>;
	/** Removes the documents of facts, by their ids. */
	remove(ids: readonly string[], signal?: AbortSignal): Promise<void>;
	/** What MongoDB answers to an aggregation over the collection. */
	ask(pipeline: object[], signal?: AbortSignal): Promise<unknown[]>;
	/** How many documents MongoDB looks at to answer an aggregation; undefined where it does not say. */
	examined(pipeline: object[], signal?: AbortSignal): Promise<number | undefined>;
	/** The documents that an answer as of then leaves out, in the whole window, and why. */
	leftOut(asOfMs: number, signal?: AbortSignal): Promise<LeftOut[]>;
	/** The id of the fact that happened last; undefined: there is none. */
	newestId(signal?: AbortSignal): Promise<string | undefined>;
	/** The document of one fact, whether or not it can be counted; undefined: there is none. */
	find(id: string, signal?: AbortSignal): Promise<object | undefined>;
	/** Facts of (`fromMs`, `toMs`] that can be counted, oldest first, those of one instant by id, streamed by cursor. */
	stream(fromMs: number, toMs: number, signal?: AbortSignal): AsyncGenerator<object, void>;
	close(): Promise<void>;
};

/**
 * Connects to MongoDB.
 * @param facts what is kept there
 * @param options.embeddedVersion set for the embedded engine: the version to show
 * @throws Problem when it does not answer within 5 s, is no MongoDB, or refuses the credentials
 */
export async function openMongoWindow(url: string, facts: Facts, {embeddedVersion}: {embeddedVersion?: string} = {}): Promise<MongoWindow> {
	const address = maskUrl(url);
	const client = createClient(url, address);
	let version: string;
	try {
		await Promise.race([client.connect(), unlessMongo(client, address)]);
		// Without a right to the database this fails here, not in the middle of the lesson.
		await within(async signal =>
			client
				.db(databaseName)
				.collection(facts.collection)
				.findOne({}, {projection: {_id: 1}, signal}),
		);
		const info = await within(async signal => client.db(databaseName).command({buildInfo: 1}, {signal}));
		version = plainText(String(info['version']));
	} catch (error) {
		void client.close();
		throw error instanceof StoreFailure ? error : await sayMongoProblem(error, address, doorsOf(client)[0]);
	}

	const database = client.db(databaseName);
	const collection = database.collection<FactDocument>(facts.collection);
	const kept = {facts, collection, address};
	const typed = async <T>(asked: Promise<T>): Promise<T> =>
		asked.catch((error: unknown) => {
			throw mongoFailure(error, address);
		});
	const timed = async <T>(ask: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal) => typed(within(ask, signal));
	const ping = async (signal: AbortSignal) => database.command({ping: 1}, {signal});
	/** For what takes the longer the more facts there are. */
	const patient = async <T>(ask: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal) => typed(whileAnswering(ask, ping, signal));
	const backend: Backend =
		embeddedVersion === undefined
			? {kind: 'server', label: `MongoDB ${version}`, version, address}
			: {kind: 'embedded', label: 'embedded engine, MongoDB wire protocol', version: embeddedVersion, address};

	let name: string | undefined;
	const identify = async (signal?: AbortSignal) => {
		const identity = await timed(async its => identityOf(collection, client.options.hosts.map(String), its), signal);
		name = identity === undefined ? undefined : await originName(identity);
		return identity;
	};

	return {
		backend,
		identity: identify,
		async name(signal) {
			if (name === undefined) {
				await identify(signal);
			}

			return name;
		},
		clockOffsetMs: async signal => typed(clockOffsetMs(async () => timeOf(await within(async its => hello(database, its), signal)))),
		count: async signal => patient(async its => collection.countDocuments({}, {signal: its}), signal),
		estimate: async () => timed(async () => collection.estimatedDocumentCount()),
		holdings: async signal => patient(async its => holdingsOf(collection, facts.window.field, its), signal),
		prepare: async () => typed(ensureIndexes(collection, facts)),
		insert: async (wanted, options) => insertFacts(kept, wanted, options),
		upsert: async (wanted, signal) => upsertFacts(kept, wanted, signal),
		versionedIds: signal => streamVersionedIds(kept, signal),
		remove: async (ids, signal) => removeFacts(kept, ids, signal),
		ask: async (pipeline, signal) => patient(async its => collection.aggregate(pipeline, {signal: its}).toArray().catch(noCollection), signal),
		examined: async (pipeline, signal) =>
			patient(async its => examinedIn(await unlessUnknown(collection.aggregate(pipeline, {signal: its}).explain('executionStats'))), signal),
		leftOut: async (asOfMs, signal) =>
			patient(
				async its =>
					facts.leftOut.read(await collection.aggregate(facts.leftOut.pipeline(asOfMs - facts.window.days * dayMs, asOfMs), {signal: its}).toArray()),
				signal,
			),
		newestId: async signal => newestId(kept, signal),
		find: async (id, signal) => findDocument(kept, [id, ...ownIds(id)], signal),
		stream: (fromMs, toMs, signal) => streamFacts(kept, fromMs, toMs, signal),
		close: async () => Promise.race([client.close(), pause(timeLimitsMs.close, undefined, {ref: false})]),
	};
}

/** An id of 24 hexadecimal digits may be one that MongoDB gave. */
function ownIds(id: string): ObjectId[] {
	return /^[\da-f]{24}$/.test(id) ? [new ObjectId(id)] : [];
}

/** What a command gives; undefined from a server that does not know it. */
async function unlessUnknown<T>(asked: Promise<T>): Promise<T | undefined> {
	return asked.catch((error: unknown) => {
		if (error instanceof MongoServerError && error.code === 59) {
			return undefined;
		}

		throw error;
	});
}

/** The documents looked at in an explanation, wherever in it a server says that. */
function examinedIn(explained: unknown): number | undefined {
	if (typeof explained !== 'object' || explained === null) {
		return undefined;
	}

	const {totalDocsExamined: told} = explained as {readonly totalDocsExamined?: unknown};
	return typeof told === 'number'
		? told
		: Object.values(explained)
				.map(value => examinedIn(value))
				.find(found => found !== undefined);
}

/** A server's time in its description; undefined where it tells none. */
function timeOf({localTime}: Record<string, unknown>): number | undefined {
	return localTime instanceof Date ? localTime.getTime() : undefined;
}

/** The server's description of itself; MongoDB before 5 knows it by the older name alone. */
async function hello(database: Db, signal: AbortSignal): Promise<Record<string, unknown>> {
	return (await unlessUnknown(database.command({hello: 1}, {signal}))) ?? database.command({isMaster: 1}, {signal});
}

function createClient(url: string, address: string): MongoClient {
	try {
		requireFiles(url);
		return new MongoClient(url, {
			serverSelectionTimeoutMS: timeLimitsMs.open,
			connectTimeoutMS: timeLimitsMs.databaseCommand,
			// A connection on which nothing comes any more is noticed, and closed, by the driver's own watch over the server.
			heartbeatFrequencyMS: timeLimitsMs.open,
			appName: 'shopstream-tui',
		});
	} catch (error) {
		// Nothing was sent yet: whatever kind of error it is, it is about the URL.
		throw new Problem(`The MongoDB URL ${address} is not valid (${plainText(sayFailure(error))}): write it as mongodb://host:27017`, 2, error);
	}
}

/** The addresses in the URL; none of those that its name server tells. */
function doorsOf({options: {hosts, srvHost, proxyHost}}: MongoClient): Door[] {
	return srvHost !== undefined || proxyHost !== undefined
		? []
		: hosts.map(({host, port, socketPath}) => (socketPath === undefined ? {host: host!, port: port!} : {path: socketPath}));
}

/** Fails at once when nobody listens at any of the addresses, or another than MongoDB: the driver would try on for seconds. */
async function unlessMongo(client: MongoClient, address: string): Promise<never> {
	const doors = doorsOf(client);
	const waiting = new Map(client.options.hosts.map((host, i) => [String(host), doors[i]]));
	return new Promise((_, reject) => {
		const refuse = async (failure: Error, door: Door) => {
			if (['redis', 'other'].includes(await whatAnswers(door))) {
				reject(await sayMongoProblem(failure, address, door));
			}
		};

		client.on('serverHeartbeatFailed', ({connectionId, failure}) => {
			const door = waiting.get(connectionId);
			if (door && isRefused(failure)) {
				waiting.delete(connectionId);
				if (waiting.size === 0) {
					reject(failure);
				}
			} else if (door && doors.length === 1) {
				waiting.delete(connectionId);
				void refuse(failure, door);
			}
		});
	});
}

async function sayMongoProblem(error: unknown, address: string, door: Door | undefined): Promise<StoreFailure> {
	if (error instanceof MongoServerError && (error.code === 18 || error.code === 8000)) {
		return new StoreFailure(
			'mongo',
			'refuses',
			'wrong user or password',
			`MongoDB at ${address} refused the user or password: check the credentials in the URL`,
			error,
		);
	}

	if (error instanceof MongoServerError && error.code === 13) {
		return new StoreFailure(
			'mongo',
			'refuses',
			'this user may not read it',
			`MongoDB at ${address} does not let this user read the database ${databaseName}: name a user and password in the URL, or grant it readWrite`,
			error,
		);
	}

	if (error instanceof MongoServerSelectionError || !(error instanceof MongoServerError)) {
		return new StoreFailure('mongo', 'silent', 'no answer', await sayUnanswered('mongo', address, error, door), error);
	}

	const reason = plainText(sayFailure(error));
	return new StoreFailure('mongo', 'refuses', reason, `MongoDB at ${address} cannot be used: ${reason}`, error);
}
