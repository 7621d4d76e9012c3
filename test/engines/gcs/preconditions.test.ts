import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import {createBucket, readError, send, startEmbedded, upload} from './open-gcs.ts';
import type {GcsServer} from './open-gcs.ts';

let server: GcsServer;
let generation: string;
beforeAll(async () => {
	server = await startEmbedded();
	await createBucket(server.endpoint, 'lesson');
});
afterAll(async () => server.stop());
beforeEach(async () => {
	const resource = await upload(server.endpoint, 'lesson', 'there', 'content');
	generation = String(resource['generation']);
	await send(server.endpoint, 'DELETE', '/storage/v1/b/lesson/o/absent');
});

const requests = {
	metadata: ['GET', '/storage/v1/b/lesson/o/NAME?'],
	media: ['GET', '/storage/v1/b/lesson/o/NAME?alt=media&'],
	download: ['GET', '/download/storage/v1/b/lesson/o/NAME?alt=media&'],
	patch: ['PATCH', '/storage/v1/b/lesson/o/NAME?'],
	insert: ['POST', '/upload/storage/v1/b/lesson/o?uploadType=media&name=NAME&'],
	delete: ['DELETE', '/storage/v1/b/lesson/o/NAME?'],
} as const;
const bodies: Partial<Record<keyof typeof requests, string>> = {patch: '{}', insert: 'new'};

async function statusOf(request: keyof typeof requests, condition: string, name = 'there'): Promise<number> {
	const [method, path] = requests[request];
	const body = bodies[request];
	return (await send(server.endpoint, method, path.replace('NAME', name) + condition.replace('=G', `=${generation}`), body === undefined ? {} : {body})).status;
}

test.each([
	['ifGenerationMatch=G', 'hold'],
	['ifGenerationMatch=0', 'fail'],
	['ifGenerationMatch=1', 'fail'],
	['ifGenerationNotMatch=1', 'hold'],
	['ifGenerationNotMatch=0', 'hold'],
	['ifGenerationNotMatch=G', 'same'],
	['ifMetagenerationMatch=1', 'hold'],
	['ifMetagenerationMatch=2', 'fail'],
	['ifMetagenerationNotMatch=2', 'hold'],
	['ifMetagenerationNotMatch=1', 'same'],
	['ifGenerationMatch=G&ifMetagenerationMatch=2', 'fail'],
] as const)('%s of an object that is there: %s', async (condition, outcome) => {
	const reads = {hold: 200, fail: 412, same: 304}[outcome];
	const writes = outcome === 'hold' ? 200 : 412;
	expect(await statusOf('metadata', condition)).toBe(reads);
	expect(await statusOf('media', condition)).toBe(reads);
	expect(await statusOf('download', condition)).toBe(reads);
	if (outcome === 'hold') {
		expect(await statusOf('delete', condition)).toBe(204);
		return;
	}

	expect(await statusOf('insert', condition)).toBe(writes);
	expect(await statusOf('patch', condition)).toBe(writes);
	expect(await statusOf('delete', condition)).toBe(writes);
	expect((await send(server.endpoint, 'GET', '/storage/v1/b/lesson/o/there?alt=media')).text).toBe('content');
});

test('insert of a new object', async () => {
	expect(await statusOf('insert', 'ifGenerationMatch=5', 'absent')).toBe(412);
	expect(await statusOf('insert', 'ifMetagenerationMatch=1', 'absent')).toBe(412);
	expect(await statusOf('insert', 'ifGenerationMatch=0', 'absent')).toBe(200);
	expect(await statusOf('insert', 'ifGenerationMatch=0', 'absent')).toBe(412);
});

test("the error says so in Google's form", async () => {
	const answer = await send(server.endpoint, 'GET', '/storage/v1/b/lesson/o/there?ifGenerationMatch=1');
	expect(JSON.parse(answer.text)).toEqual({
		error: {
			code: 412,
			message: 'At least one of the pre-conditions you specified did not hold.',
			errors: [
				{
					message: 'At least one of the pre-conditions you specified did not hold.',
					domain: 'global',
					reason: 'conditionNotMet',
					locationType: 'header',
					location: 'If-Match',
				},
			],
		},
	});
});

test.each(['-1', 'x', '', '1.5', '99999999999999999999'])('ifGenerationMatch=%s is no number', async value => {
	expect(readError(await send(server.endpoint, 'GET', `/storage/v1/b/lesson/o/there?ifGenerationMatch=${value}`))).toMatchObject({
		status: 400,
		reason: 'invalidParameter',
	});
});

test('a generation that is no longer there is not found', async () => {
	const path = `/storage/v1/b/lesson/o/there?generation=${generation}`;
	expect((await send(server.endpoint, 'GET', path)).status).toBe(200);
	await upload(server.endpoint, 'lesson', 'there', 'newer');
	expect(readError(await send(server.endpoint, 'GET', path))).toEqual({status: 404, reason: 'notFound', message: 'No such object: lesson/there'});
	expect((await send(server.endpoint, 'DELETE', path)).status).toBe(404);
});

test('of twenty creators at once exactly one succeeds', async () => {
	const statuses = await Promise.all(
		Array.from(
			{length: 20},
			async (_, index) =>
				(await send(server.endpoint, 'POST', '/upload/storage/v1/b/lesson/o?uploadType=media&name=raced&ifGenerationMatch=0', {body: `body ${index}`})).status,
		),
	);
	expect(statuses.sort((left, right) => left - right)).toEqual([200, ...Array.from({length: 19}, () => 412)]);
});
