import {Problem} from '../words/problem.ts';

/** A store: the embedded engine, or the server at a URL. */
export type StoreConfig = {readonly kind: 'embedded'} | {readonly kind: 'server'; readonly url: string};

/** The archive: the embedded engine, or a bucket of Google's or (with `endpoint`) of an emulator. */
export type BucketConfig = {readonly kind: 'embedded'} | {readonly kind: 'server'; readonly bucket: string; readonly endpoint?: string};

/** The addresses of docker-compose.yml. */
export const compose = {
	mongoUrl: 'mongodb://127.0.0.1:27017',
	redisUrl: 'redis://127.0.0.1:6379',
	gcsEndpoint: 'http://127.0.0.1:4443',
	bucket: 'shopstream-archive',
} as const;

/** The bucket of the embedded engine. */
export const embeddedBucket = 'shopstream-archive';

/** How one store's address is given. */
export type StoreKind = {
	readonly flag: string;
	readonly name: string;
	readonly variable: string;
	readonly schemes: readonly string[];
	readonly example: string;
};

export const mongoStore: StoreKind = {flag: '--mongo-url', name: 'MongoDB', variable: 'MONGODB_URI', schemes: ['mongodb:', 'mongodb+srv:'], example: 'mongodb://localhost:27017'};

export const redisStore: StoreKind = {flag: '--redis-url', name: 'Redis', variable: 'REDIS_URL', schemes: ['redis:', 'rediss:'], example: 'redis://localhost:6379'};

/**
 * Where a store is; a flag wins over the environment.
 * @throws Problem that names the flag or the variable, and never shows the URL
 */
export function readStore({flag, name, variable, schemes, example}: StoreKind, fromFlag: string | undefined, fromEnvironment: string | undefined): StoreConfig {
	const url = fromFlag ?? filled(fromEnvironment);
	if (url === undefined) {
		return {kind: 'embedded'};
	}

	// A list of hosts is a good MongoDB URL and no good WHATWG one, so each of its hosts is looked at.
	const [, start = '', hosts = '', end = ''] = /^([^:]*:\/\/(?:[^/?#]*@)?)([^/?#]*)(.*)$/s.exec(url) ?? [];
	const isGood = (one: string) => URL.canParse(one) && schemes.includes(new URL(one).protocol) && new URL(one).hostname !== '';
	if (!hosts.split(',').every(host => isGood(start + host + end))) {
		const source = fromFlag === undefined ? variable : flag;
		throw new Problem(`${source} is not a ${name} URL: write it as ${example}`, 2);
	}

	return {kind: 'server', url};
}

/**
 * Where the archive is.
 * @throws Problem that names what is wrong with the bucket or the endpoint
 */
export function readBucket(bucket: string | undefined, endpoint: string | undefined, endpointByFlag: boolean): BucketConfig {
	if (bucket === undefined) {
		if (endpoint === undefined) {
			return {kind: 'embedded'};
		}

		throw new Problem(`${endpointByFlag ? '--gcs-endpoint' : 'STORAGE_EMULATOR_HOST'} needs a bucket: name it with --bucket or SHOPSTREAM_BUCKET`, 2);
	}

	if (!/^[a-z\d][a-z\d._-]{1,220}[a-z\d]$/.test(bucket)) {
		throw new Problem('The bucket\'s name is not one of Google Cloud Storage: 3 to 222 lower-case letters, digits, dots, dashes and underscores, without gs://', 2);
	}

	if (endpoint === undefined) {
		return {kind: 'server', bucket};
	}

	const url = /^https?:\/\//.test(endpoint) ? endpoint : `http://${endpoint}`;
	if (!URL.canParse(url) || /^[a-z][a-z\d+.-]*:\/\//i.test(endpoint) && url !== endpoint) {
		throw new Problem(`${endpointByFlag ? '--gcs-endpoint' : 'STORAGE_EMULATOR_HOST'} is not an address: write it as http://localhost:4443`, 2);
	}

	return {kind: 'server', bucket, endpoint: url};
}

/** An empty variable is no variable. */
export function filled(value: string | undefined): string | undefined {
	return value === '' ? undefined : value;
}
