import {type Collection, MongoClient, MongoNetworkError, MongoServerError, MongoServerSelectionError} from 'mongodb';
import {dayOf} from '../words/local-day.ts';
import {type Order, orderSchema} from '../orders/order.ts';
import {type OrderValues, reportWindowDays, type RevenueReport} from '../orders/revenue.ts';
import {Problem, sayFailure} from '../problem.ts';
import {timeLimitsMs} from '../time-limits.ts';
import {plainText} from '../words/plain-text.ts';
import type {Backend} from './backend.ts';
import {maskUrl} from './mask-url.ts';
import {orderValuesAnswerSchema, orderValuesPipeline, revenueAnswerSchema, revenuePipeline} from './mongo-pipelines.ts';
import {StoreFailure} from './store-failure.ts';

/** Days an order stays in the window before MongoDB's TTL index removes it. */
export const windowDays = 35;

/** The only database this program touches, and its collection of orders. */
export const databaseName = 'shopstream';
const collectionName = 'orders';

const daySeconds = 86_400;
const insertBatch = 1000;

type OrderDocument = Omit<Order, 'id'> & {readonly _id: string};

/** The operational store: orders of a rolling window in MongoDB. */
export type MongoWindow = {
	readonly backend: Backend;
	/** Orders held now. */
	countOrders(signal?: AbortSignal): Promise<number>;
	/** Makes the TTL index, or changes its time when it stands with another. The first thing a write does. */
	prepare(): Promise<void>;
	/**
	 * Inserts orders in batches of 1,000.
	 * @param progress called with the number stored so far, after each batch
	 * @returns how many were stored; fewer than given after `signal` fired
	 */
	insertOrders(orders: Iterable<Order>, options?: {signal?: AbortSignal | undefined; progress?: (stored: number) => void}): Promise<number>;
	/** Revenue by category, computed by MongoDB in one aggregation, as of the instant it begins. */
	revenueByCategory(asOfMs: number, signal?: AbortSignal): Promise<RevenueReport>;
	/** How much the orders of that report are worth: their number, and the sums of their values and of the squares, by MongoDB. */
	orderValues(asOfMs: number, signal?: AbortSignal): Promise<OrderValues>;
	/** Orders placed in (`fromMs`, `toMs`], oldest first, those of one instant by id, streamed by cursor. */
	streamOrders(fromMs: number, toMs: number, signal?: AbortSignal): AsyncGenerator<Order, void>;
	close(): Promise<void>;
};

/**
 * Connects to MongoDB.
 * @param options.embeddedVersion set for the embedded engine: the version to show
 * @param options.timeZone where "today" begins (IANA name)
 * @throws Problem when it does not answer within 5 s or refuses the credentials
 */
export async function openMongoWindow(url: string, {embeddedVersion, timeZone = 'UTC'}: {embeddedVersion?: string; timeZone?: string} = {}): Promise<MongoWindow> {
	const address = maskUrl(url);
	const client = createClient(url, address);
	let version: string;
	try {
		await client.connect();
		// Without a right to the database this fails here, not in the middle of the lesson.
		await client.db(databaseName).collection(collectionName).findOne({}, {projection: {_id: 1}, maxTimeMS: timeLimitsMs.open});
		const info = await client.db(databaseName).command({buildInfo: 1});
		version = plainText(String(info['version']));
	} catch (error) {
		void client.close();
		throw sayMongoProblem(error, address);
	}

	const orders = client.db(databaseName).collection<OrderDocument>(collectionName);
	const backend: Backend = embeddedVersion === undefined
		? {kind: 'server', label: `MongoDB ${version}`, version, address}
		: {kind: 'embedded', label: 'embedded engine, MongoDB wire protocol', version: embeddedVersion, address};

	return {
		backend,
		countOrders: async signal => named(address, orders.countDocuments({}, signal && {signal})),
		prepare: async () => named(address, ensureTtlIndex(orders)),
		insertOrders: async (wanted, {signal, progress} = {}) => named(address, insertOrders(orders, wanted, signal, progress)),
		revenueByCategory: async (asOfMs, signal) => named(address, revenueByCategory(orders, asOfMs, timeZone, signal)),
		orderValues: async (asOfMs, signal) => named(address, orderValues(orders, asOfMs, signal)),
		streamOrders: (fromMs, toMs, signal) => streamOrders(orders, fromMs, toMs, signal),
		close: async () => client.close(),
	};
}

/** A failure that says which store failed; a driver's own words speak of sockets and pools. */
async function named<T>(address: string, asked: Promise<T>): Promise<T> {
	try {
		return await asked;
	} catch (error) {
		if (error instanceof MongoNetworkError || error instanceof MongoServerSelectionError) {
			throw new StoreFailure('mongo', 'silent', 'no answer', `MongoDB at ${address} does not answer`, error);
		}

		if (error instanceof MongoServerError) {
			const reason = plainText(sayFailure(error));
			throw new StoreFailure('mongo', 'refuses', reason, `MongoDB at ${address} refused: ${reason}`, error);
		}

		throw error;
	}
}

function createClient(url: string, address: string): MongoClient {
	try {
		return new MongoClient(url, {
			serverSelectionTimeoutMS: timeLimitsMs.open,
			connectTimeoutMS: timeLimitsMs.open,
			appName: 'shopstream-tui',
		});
	} catch (error) {
		// Nothing was sent yet: whatever kind of error it is, it is about the URL.
		throw new Problem(`The MongoDB URL ${address} is not valid (${plainText(sayFailure(error))}): write it as mongodb://host:27017`, 2, error);
	}
}

async function insertOrders(collection: Collection<OrderDocument>, orders: Iterable<Order>, signal?: AbortSignal, progress?: (stored: number) => void): Promise<number> {
	let stored = 0;
	let batch: OrderDocument[] = [];
	const flush = async () => {
		if (batch.length > 0) {
			const {insertedCount} = await collection.insertMany(batch, {ordered: false});
			stored += insertedCount;
			batch = [];
			progress?.(stored);
		}
	};

	for (const {id, ...order} of orders) {
		if (signal?.aborted) {
			return stored;
		}

		batch.push({_id: id, ...order});
		if (batch.length >= insertBatch) {
			await flush();
		}
	}

	await flush();
	return stored;
}

async function ensureTtlIndex(collection: Collection<OrderDocument>): Promise<void> {
	const expireAfterSeconds = windowDays * daySeconds;
	const standing = (await collection.listIndexes().toArray().catch(noCollection)).find(({key}) => JSON.stringify(key) === '{"placedAt":1}');
	if (!standing) {
		await collection.createIndex({placedAt: 1}, {expireAfterSeconds, name: 'placedAt_ttl'});
	} else if (standing['expireAfterSeconds'] !== expireAfterSeconds) {
		await collection.db.command({collMod: collection.collectionName, index: {name: standing['name'], expireAfterSeconds}});
	}
}

/** A collection that is not there has no indexes. */
function noCollection(error: unknown): never[] {
	if (error instanceof MongoServerError && error.code === 26) {
		return [];
	}

	throw error;
}

async function revenueByCategory(collection: Collection<OrderDocument>, asOfMs: number, timeZone: string, signal?: AbortSignal): Promise<RevenueReport> {
	const answer = await collection.aggregate(revenuePipeline(asOfMs, timeZone), signal && {signal}).toArray();
	const parsed = revenueAnswerSchema.safeParse(answer);
	if (!parsed.success) {
		throw new Problem(`MongoDB's revenue answer is not usable (${parsed.error.issues[0]?.path.join('.')}): look for foreign documents in ${databaseName}.${collectionName}`);
	}

	const [{categories, totals} = {categories: [], totals: []}] = parsed.data;
	return {
		asOfMs,
		windowDays: reportWindowDays,
		day: dayOf(asOfMs, timeZone),
		timeZone,
		categories: categories.map(row => ({...row, category: plainText(row.category)})),
		totals: totals[0] ?? {todayCents: 0, revenueCents: 0, orders: 0, units: 0},
	};
}

async function orderValues(collection: Collection<OrderDocument>, asOfMs: number, signal?: AbortSignal): Promise<OrderValues> {
	const answer = await collection.aggregate(orderValuesPipeline(asOfMs), signal && {signal}).toArray();
	return orderValuesAnswerSchema.parse(answer)[0] ?? {orders: 0, cents: 0, squareCents: 0};
}

async function * streamOrders(collection: Collection<OrderDocument>, fromMs: number, toMs: number, signal?: AbortSignal): AsyncGenerator<Order, void> {
	const filter = {placedAt: {$gt: new Date(fromMs), $lte: new Date(toMs)}};
	// The sort is the index's own order, so the server need not hold the window to sort it; ties are settled here.
	const cursor = collection.find(filter, {sort: {placedAt: 1}, batchSize: insertBatch, allowDiskUse: true, ...(signal && {signal})});
	let ofOneInstant: Order[] = [];
	try {
		for await (const {_id, ...document} of cursor) {
			const parsed = orderSchema.safeParse({id: _id, ...document});
			if (!parsed.success) {
				throw new Problem(`The order ${plainText(String(_id))} in MongoDB cannot be archived, its ${parsed.error.issues[0]?.path.join('.')} is not as expected: mend or remove it`);
			}

			if (ofOneInstant[0]?.placedAt.getTime() !== parsed.data.placedAt.getTime()) {
				yield * ofOneInstant.sort(byId);
				ofOneInstant = [];
			}

			ofOneInstant.push(parsed.data);
		}

		yield * ofOneInstant.sort(byId);
	} finally {
		await cursor.close();
	}
}

function byId(a: Order, b: Order): number {
	return a.id < b.id ? -1 : 1;
}

function sayMongoProblem(error: unknown, address: string): Problem {
	if (error instanceof MongoServerError && (error.code === 18 || error.code === 8000)) {
		return new Problem(`MongoDB at ${address} refused the user or password: check the credentials in the URL`, 1, error);
	}

	if (error instanceof MongoServerError && error.code === 13) {
		return new Problem(`MongoDB at ${address} does not let this user read the database ${databaseName}: name a user and password in the URL, or grant it readWrite`, 1, error);
	}

	if (error instanceof MongoServerSelectionError || !(error instanceof MongoServerError)) {
		return new Problem(`MongoDB at ${address} did not answer within ${timeLimitsMs.open / 1000} s (${plainText(sayFailure(error))}): start it, check the URL, or leave it out for the embedded engine`, 1, error);
	}

	return new Problem(`MongoDB at ${address} cannot be used: ${plainText(sayFailure(error))}`, 1, error);
}
