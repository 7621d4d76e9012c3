import type {GcsArchive} from '../stores/gcs-archive.ts';
import {Problem} from '../words/problem.ts';
import type {GivenServer, Layer} from './layer.ts';
import {readEndpoint} from './read-endpoint.ts';

/** A bucket: Google's, or with `endpoint` an emulator's. */
export type BucketAddress = {readonly bucket: string; readonly endpoint?: string};

/** The bucket of docker-compose.yml and of the embedded engine. */
const lessonBucket = 'shopstream-archive';

/** The archive: objects in a bucket. */
export const gcs = {
	name: 'gcs',
	title: 'GCS',
	fullTitle: 'Google Cloud Storage',
	role: 'the archive in Google Cloud Storage',
	store: 'archive',
	filledFrom: 'postgres',
	purpose: 'each day as a file, for audit and restore',
	counts: {one: 'object', many: 'objects'},
	flags: [
		{name: 'bucket', variable: 'SHOPSTREAM_BUCKET', value: 'NAME', help: 'bucket of the archive', compose: lessonBucket},
		{name: 'gcsEndpoint', variable: 'STORAGE_EMULATOR_HOST', value: 'URL', help: 'a GCS emulator', compose: 'http://127.0.0.1:4443'},
	],
	engine: {
		start: async options => (await import('../engines/gcs/start-gcs-engine.ts')).startGcsEngine(options),
		server: port => ({bucket: lessonBucket, endpoint: `http://127.0.0.1:${port}`}),
		usesScratch: true,
	},
	readServer: ([bucket, endpoint]) => readBucket(bucket, endpoint),
	async open({bucket, endpoint}, options) {
		const {openGcsArchive} = await import('../stores/gcs-archive.ts');
		const archive = await openGcsArchive(bucket, endpoint, options);
		// The engine's bucket was made just now; one that somebody named may not be there.
		if (options.embeddedVersion === undefined) {
			await archive.checkBucket();
		}

		return archive;
	},
	holdings: async (archive, {facts}, signal) => archive.holdings(`${facts.collection}/`, signal),
	// A listing is charged.
	looksEverySeconds: 60,
	attach: address => address,
} as const satisfies Layer<BucketAddress, GcsArchive>;

function readBucket(bucket: GivenServer | undefined, endpoint: GivenServer | undefined): BucketAddress | undefined {
	if (bucket === undefined) {
		if (endpoint === undefined) {
			return undefined;
		}

		throw new Problem(`${endpoint.source} needs a bucket: name it with --bucket or SHOPSTREAM_BUCKET`, 2);
	}

	if (!/^[a-z\d][a-z\d._-]{1,220}[a-z\d]$/.test(bucket.text)) {
		throw new Problem(
			"The bucket's name is not one of Google Cloud Storage: 3 to 222 lower-case letters, digits, dots, dashes and underscores, without gs://",
			2,
		);
	}

	return {bucket: bucket.text, ...(endpoint && {endpoint: readEndpoint(endpoint, 'http://localhost:4443')})};
}
