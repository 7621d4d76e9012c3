import type {IncomingMessage} from 'node:http';
import type {Readable} from 'node:stream';
import type {GcsLimits} from './gcs-limits.ts';
import type {ObjectStore} from './object-store.ts';
import type {ResumableUploads} from './resumable-uploads.ts';

/** What an engine consists of, as its methods see it. */
export type GcsServices = {
	readonly store: ObjectStore;
	readonly uploads: ResumableUploads;
	readonly limits: GcsLimits;
	/** Milliseconds since 1970. */
	readonly clock: () => number;
};

/** One request, decoded. */
export type GcsCall = GcsServices & {
	/** Names out of the path; '' where the path has none. */
	readonly names: Readonly<Record<'bucket' | 'object' | 'toBucket' | 'toObject', string>>;
	readonly query: ReadonlyMap<string, string>;
	readonly request: IncomingMessage;
	/** The request's body. Stopping to read it leaves the connection open for an answer. */
	readonly body: AsyncIterable<Buffer>;
	/** Where the client reached the engine, for the links in resources: `http://127.0.0.1:4443`. */
	readonly baseUrl: string;
};

/** The answer to one request: a JSON value, a text or a stream, or none of them. */
export type GcsReply = {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string | number>>;
	readonly json?: unknown;
	readonly text?: string;
	readonly stream?: Readable;
};

/** A method of the API. What it throws becomes an error reply. */
export type GcsMethod = (call: GcsCall) => GcsReply | Promise<GcsReply>;
