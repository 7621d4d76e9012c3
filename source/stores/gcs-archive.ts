import {randomUUID} from 'node:crypto';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {type Bucket, type File, Storage} from '@google-cloud/storage';
import * as z from 'zod/mini';
import {createCrc32c} from '../crc32c.ts';
import {timeLimitsMs} from '../time-limits.ts';
import {plainText} from '../words/plain-text.ts';
import type {Backend} from './backend.ts';
import {gcsFailure} from './gcs-failure.ts';
import {callGoogle, type Destination, type Try} from './google-call.ts';
import {connectionsTo} from './google-connections.ts';
import {NotGoogle, statusOf} from './google-failure.ts';
import type {Holdings} from './holdings.ts';
import {type BucketRules, type LifecycleRule, readBucketRules} from './lifecycle-rules.ts';
import {maskUrl} from './mask-url.ts';
import {StoreFailure} from './store-failure.ts';

/** An object that stands in the bucket, as the bucket describes it. */
export type StandingObject = {
	readonly name: string;
	readonly sizeBytes: number;
	/** CRC32C of the stored bytes, base64, big-endian: what the bucket computed, not what was sent. */
	readonly crc32c: string;
	readonly generation: string;
};

type StoredObject = StandingObject & {
	/** False when an object of that name and content stood there already. */
	readonly created: boolean;
};

/** What an object is to be. */
type ObjectWanted = {
	readonly contentType: string;
	readonly contentEncoding?: string;
	/** CRC32C of its bytes, where that is known already. */
	readonly crc32c?: string;
};

/** Other bytes stand under a name than those that were to be created there. They were left as they are. */
export class NameTaken extends StoreFailure {}

/** There is no object of that name. */
export class NoSuchObject extends StoreFailure {}

/**
 * The archive: objects in one Google Cloud Storage bucket. Nothing is ever overwritten or removed. Every call rejects with
 * a StoreFailure when the bucket does not do it, and at once with the reason of a signal that fires.
 */
export type GcsArchive = {
	readonly backend: Backend;
	readonly bucket: string;
	/** Rejects when the bucket is not there, not ours, or no bucket. */
	checkBucket(signal?: AbortSignal): Promise<void>;
	/**
	 * Creates an object, or finds the same bytes there already.
	 * @throws NameTaken when other bytes stand under that name; StoreFailure when the bucket's CRC32C is not ours
	 */
	createObject(name: string, bytes: Buffer, wanted: ObjectWanted, signal?: AbortSignal): Promise<StoredObject>;
	/** The bytes of an object as stored. @throws NoSuchObject when it is not there */
	readObject(name: string, signal?: AbortSignal): Promise<Buffer>;
	/** Where the bucket is, as Google Cloud Storage writes it: one place, or the regions of a pair; undefined where it is not told. */
	locations(signal?: AbortSignal): Promise<readonly string[] | undefined>;
	/** All objects whose names start with a prefix, in the order of their names. */
	listObjects(prefix: string, signal?: AbortSignal): Promise<readonly StandingObject[]>;
	/** What stands of facts whose objects' names start so, a folder a day, as it is listed. */
	holdings(prefix: string, signal?: AbortSignal): Promise<Holdings>;
	/** The rules by which the bucket moves and removes objects. */
	lifecycle(signal?: AbortSignal): Promise<BucketRules>;
	/**
	 * Puts rules in the place of all that the bucket has, if it is still as it was when they were read.
	 * @returns the rules that it then says it has
	 * @throws StoreFailure when somebody else changed the bucket meanwhile
	 */
	setLifecycle(rules: readonly LifecycleRule[], metageneration: string, signal?: AbortSignal): Promise<BucketRules>;
	close(): Promise<void>;
};

/** CRC32C of bytes as Google writes it: base64 of the big-endian checksum. */
export function crc32cOf(bytes: Buffer): string {
	const checksum = createCrc32c();
	checksum.update(bytes);
	return checksum.toBase64();
}

const metadataSchema = z.object({name: z.string(), crc32c: z.string(), generation: z.coerce.string(), size: z.coerce.number()});

/**
 * More bytes than these go piece by piece, each answered by the bucket: it is then seen that an upload moves, however much
 * of it the buffers on the way swallow. Google's least piece.
 */
const pieceBytes = 256 * 1024;

/** Bytes are handed to the client in such portions, so that each one taken is a sign of movement. */
const portionBytes = 16 * 1024;

/**
 * Opens the archive. Nothing is sent before the first call, except that the embedded engine's bucket is made.
 * @param endpoint an emulator's or the embedded engine's URL; without it Google's, with application default credentials
 */
export async function openGcsArchive(bucketName: string, endpoint?: string, options: {embeddedVersion?: string} = {}): Promise<GcsArchive> {
	const storage = new Storage({
		...(endpoint !== undefined && {apiEndpoint: endpoint.replace(/\/+$/, ''), useAuthWithCustomEndpoint: false, projectId: 'shopstream'}),
		// Calls are tried again by callGoogle, which can be stopped.
		retryOptions: {autoRetry: false, maxRetries: 0, retryableErrorFn: () => false},
		timeout: timeLimitsMs.gcsIdle + timeLimitsMs.cancel,
	});
	if (endpoint !== undefined) {
		// The client lets STORAGE_EMULATOR_HOST win over the endpoint it is given; here a flag wins over the environment.
		storage.baseUrl = `${storage.apiEndpoint}/storage/v1`;
	}

	const bucket = storage.bucket(bucketName);
	const place = endpoint === undefined ? `gs://${bucketName}` : `${maskUrl(endpoint)} (bucket ${bucketName})`;
	const address = endpoint === undefined ? `gs://${bucketName}` : `${maskUrl(endpoint)}/${bucketName}`;
	const destination: Destination = {
		place,
		failure: error => gcsFailure(error, place),
		connections: () => connectionsTo(storage.apiEndpoint),
		seen: {current: false},
	};
	const embedded = options.embeddedVersion !== undefined;
	if (embedded) {
		await callGoogle(destination, async () => (await bucket.exists())[0] || bucket.create());
	}

	const backend: Backend = embedded
		? {kind: 'embedded', label: 'embedded engine, GCS JSON API', version: options.embeddedVersion!, address}
		: {kind: 'server', label: endpoint === undefined ? 'Google Cloud Storage' : 'GCS emulator', version: 'JSON API v1', address};

	return {
		backend,
		bucket: bucketName,
		checkBucket: async signal => callGoogle(destination, async () => void (await listPage(bucket, {maxResults: 1})), signal),
		createObject: async (name, bytes, wanted, signal) => createObject(bucket, destination, {name, bytes, wanted}, signal),
		readObject: async (name, signal) => callGoogle(destination, async one => readObject(bucket, destination.place, name, one), signal),
		locations: async signal => callGoogle(destination, async () => locationsOf(bucket), signal),
		listObjects: async (prefix, signal) => listObjects(bucket, destination, prefix, signal),
		holdings: async (prefix, signal) => holdingsOf(await listObjects(bucket, destination, prefix, signal)),
		lifecycle: async signal => callGoogle(destination, async () => lifecycleOf(bucket, place), signal),
		setLifecycle: async (rules, metageneration, signal) => callGoogle(destination, async () => setLifecycle(bucket, place, rules, metageneration), signal),
		async close() {
			// The client holds no connection that outlives its requests.
		},
	};
}

async function lifecycleOf(bucket: Bucket, place: string): Promise<BucketRules> {
	const read = readBucketRules((await bucket.getMetadata())[0] as unknown);
	if (!read) {
		throw new StoreFailure('gcs', 'refuses', 'no rules told', `The bucket at ${place} does not describe its lifecycle as Google Cloud Storage does`);
	}

	return read;
}

async function setLifecycle(bucket: Bucket, place: string, rules: readonly LifecycleRule[], metageneration: string): Promise<BucketRules> {
	try {
		// The client's type knows fewer conditions than a rule of others may have.
		await bucket.setMetadata({lifecycle: rules.length === 0 ? null : {rule: rules as object[]}} as Parameters<Bucket['setMetadata']>[0], {
			ifMetagenerationMatch: metageneration,
		});
	} catch (error) {
		if (statusOf(error) === 412) {
			throw new StoreFailure(
				'gcs',
				'refuses',
				'changed meanwhile',
				`Somebody else changed the bucket at ${place} meanwhile; its rules were left as they are: look at them again`,
				error,
			);
		}

		throw error;
	}

	return lifecycleOf(bucket, place);
}

type Interceptor = File['interceptors'][number];

type Page = {readonly objects: readonly StandingObject[]; readonly next: object | undefined};

async function listPage(bucket: Bucket, query: object): Promise<Page> {
	const [, next, answer] = (await bucket.getFiles({...query, autoPaginate: false})) as [unknown, object | null, unknown];
	const {kind, items = []} = (answer ?? {}) as {kind?: unknown; items?: unknown};
	if (kind !== 'storage#objects' || !Array.isArray(items)) {
		throw new NotGoogle('it answers with no list of objects');
	}

	// What is not described whole is none of ours.
	return {objects: items.flatMap(item => described(item) ?? []), next: next ?? undefined};
}

async function listObjects(bucket: Bucket, destination: Destination, prefix: string, signal?: AbortSignal): Promise<readonly StandingObject[]> {
	const objects: StandingObject[] = [];
	let query: object | undefined = {prefix};
	while (query) {
		const page: Page = await callGoogle(destination, async () => listPage(bucket, query!), signal);
		objects.push(...page.objects);
		query = page.next;
	}

	return objects;
}

async function locationsOf(bucket: Bucket): Promise<readonly string[] | undefined> {
	try {
		const [{location, customPlacementConfig}] = await bucket.getMetadata();
		return customPlacementConfig?.dataLocations ?? (location === undefined ? undefined : [location]);
	} catch (error) {
		// Who may read and write objects need not be allowed to look at the bucket.
		if (statusOf(error) === 403) {
			return undefined;
		}

		throw error;
	}
}

/** @param objects in the order of their names, and so of their days */
function holdingsOf(objects: readonly StandingObject[]): Holdings {
	const days = [...new Set(objects.flatMap(({name}) => /\/dt=(\d{4}-\d\d-\d\d)\//.exec(name)?.[1] ?? []))].map(day => Date.parse(day)).filter(Number.isFinite);
	return {count: objects.length, oldestMs: days[0], newestMs: days.at(-1), days: days.length, bytes: objects.reduce((sum, {sizeBytes}) => sum + sizeBytes, 0)};
}

async function readObject(bucket: Bucket, place: string, name: string, one: Try): Promise<Buffer> {
	try {
		return await readBytes(bucket.file(name), one);
	} catch (error) {
		throw statusOf(error) === 404
			? new NoSuchObject('gcs', 'refuses', 'no such object', `There is no object ${plainText(name)} in ${place}: it was removed, or was never there`, error)
			: error;
	}
}

async function readBytes(file: File, {signal, moved}: Try): Promise<Buffer> {
	const chunks: Buffer[] = [];
	const stream = file.createReadStream({decompress: false, validation: false});
	signal.addEventListener('abort', () => stream.destroy(), {once: true});
	for await (const chunk of stream as AsyncIterable<Buffer>) {
		moved();
		chunks.push(chunk);
	}

	return Buffer.concat(chunks);
}

type ToCreate = {readonly name: string; readonly bytes: Buffer; readonly wanted: ObjectWanted};

async function createObject(bucket: Bucket, destination: Destination, {name, bytes, wanted}: ToCreate, signal?: AbortSignal): Promise<StoredObject> {
	const {crc32c = crc32cOf(bytes)} = wanted;
	const reply = await callGoogle(
		destination,
		async one =>
			unlessThere(
				bytes.length > pieceBytes ? uploadInPieces(bucket.file(name), bytes, {...wanted, crc32c}, one) : uploadAtOnce(bucket, name, bytes, {...wanted, crc32c}),
			),
		signal,
	);
	const created = reply !== undefined;
	// An upload's reply describes the object; one that stood there already is asked for.
	const stands = described(reply) ?? described(await callGoogle(destination, async () => (await bucket.file(name).getMetadata())[0] as unknown, signal));
	if (!stands) {
		throw new StoreFailure(
			'gcs',
			'refuses',
			'no checksum',
			`The answer of ${destination.place} about ${plainText(name)} has no CRC32C, size and generation to compare: nothing was removed; look at the bucket, then archive again`,
		);
	}

	if (stands.crc32c === crc32c) {
		return {...stands, name, created};
	}

	throw created
		? new StoreFailure(
				'gcs',
				'refuses',
				'damaged in transit',
				`The bucket's CRC32C of ${plainText(name)} is ${plainText(stands.crc32c)}, ours ${crc32c}: the upload was damaged in transit, nothing was removed; look at that object, then archive again`,
			)
		: new NameTaken(
				'gcs',
				'refuses',
				'other bytes are there already',
				`${plainText(name)} in ${destination.place} already holds other bytes: they were left as they are; remove them or use another bucket`,
			);
}

type ToUpload = ObjectWanted & Required<Pick<ObjectWanted, 'crc32c'>>;

/** What an upload's reply says; undefined when an object stands under that name. */
async function unlessThere(upload: Promise<unknown>): Promise<unknown> {
	try {
		return (await upload) ?? {};
	} catch (error) {
		if (statusOf(error) === 412) {
			return undefined;
		}

		throw error;
	}
}

/** Few bytes as the one body of a request: the client's own way, through streams, takes three times as much of a processor. */
async function uploadAtOnce(bucket: Bucket, name: string, bytes: Buffer, {contentType, ...more}: ToUpload): Promise<unknown> {
	// As long and as random as no bytes have it by chance.
	const boundary = `shopstream-${randomUUID()}`;
	const [reply] = (await bucket.request({
		method: 'POST',
		uri: `${bucket.storage.apiEndpoint}/upload/storage/v1/b/${encodeURIComponent(bucket.name)}/o`,
		qs: {uploadType: 'multipart', name, ifGenerationMatch: 0},
		headers: {'content-type': `multipart/related; boundary=${boundary}`},
		body: Buffer.concat([
			Buffer.from(
				`--${boundary}\r\ncontent-type: application/json\r\n\r\n${JSON.stringify({name, contentType, ...more})}\r\n--${boundary}\r\ncontent-type: ${contentType}\r\n\r\n`,
			),
			bytes,
			Buffer.from(`\r\n--${boundary}--\r\n`),
		]),
	})) as unknown as [unknown];
	return reply;
}

async function uploadInPieces(file: File, bytes: Buffer, metadata: ToUpload, {signal, moved}: Try): Promise<unknown> {
	// Its requests can be given up; the client has no type for it.
	file.interceptors = [{request: request => Object.assign(request as ReturnType<Interceptor['request']>, {signal})}];
	const stream = file.createWriteStream({
		resumable: true,
		chunkSize: pieceBytes,
		// The client would remove an object whose checksum it does not like. Ours is compared with the bucket's by createObject.
		validation: false,
		preconditionOpts: {ifGenerationMatch: 0},
		metadata: {...metadata, contentLength: bytes.length},
	});
	for (const sign of ['uri', 'progress', 'response']) {
		stream.on(sign, moved);
	}

	signal.addEventListener('abort', () => stream.destroy(), {once: true});
	await pipeline(Readable.from(portions(bytes)), stream);
	return file.metadata;
}

function* portions(bytes: Buffer): Generator<Buffer, void> {
	for (let from = 0; from < bytes.length; from += portionBytes) {
		yield bytes.subarray(from, from + portionBytes);
	}
}

/** An object as the bucket's answer describes it; undefined when it leaves something out. */
function described(answer: unknown): StandingObject | undefined {
	const {data} = metadataSchema.safeParse(answer);
	return data && {name: data.name, sizeBytes: data.size, crc32c: data.crc32c, generation: data.generation};
}
