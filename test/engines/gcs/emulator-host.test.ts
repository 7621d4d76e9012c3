import {Storage} from '@google-cloud/storage';
import {afterEach, expect, test, vi} from 'vitest';
import {startEmbedded} from './open-gcs.ts';

afterEach(() => vi.unstubAllEnvs());

test('the official client works with STORAGE_EMULATOR_HOST, which drops /storage/v1 from its paths', async () => {
	const server = await startEmbedded();
	try {
		vi.stubEnv('STORAGE_EMULATOR_HOST', server.endpoint);
		const storage = new Storage({projectId: 'lesson', retryOptions: {autoRetry: false, maxRetries: 0}});
		const bucket = storage.bucket('lesson');
		await bucket.create();
		await bucket.file('a/b').save('multipart', {resumable: false});
		await bucket.file('c').save('resumable', {resumable: true});
		expect(String((await bucket.file('a/b').download())[0])).toBe('multipart');
		expect(String((await bucket.file('c').download())[0])).toBe('resumable');
		expect((await bucket.getFiles())[0].map(({name}) => name)).toEqual(['a/b', 'c']);
		await expect(bucket.file('c').save('x', {resumable: false, preconditionOpts: {ifGenerationMatch: 0}})).rejects.toMatchObject({code: 412});
	} finally {
		await server.stop();
	}
});
