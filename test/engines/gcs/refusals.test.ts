import {afterAll, beforeAll, expect, test} from 'vitest';
import {createBucket, readError, send, startEmbedded, upload} from './open-gcs.ts';
import type {GcsServer} from './open-gcs.ts';

let server: GcsServer;
beforeAll(async () => {
	server = await startEmbedded();
	await createBucket(server.endpoint, 'lesson');
	await upload(server.endpoint, 'lesson', 'a', 'content');
});
afterAll(async () => server.stop());

// What Cloud Storage can do and the engine cannot is said, with its name, and never passed over.
test.each([
	['GET', '/storage/v1/b/lesson/o?softDeleted=true', {}, 'softDeleted'],
	['GET', '/storage/v1/b/lesson/o?delimiter=/&includeTrailingDelimiter=true', {}, 'includeTrailingDelimiter'],
	['GET', '/storage/v1/b/lesson/o?ifGenerationMatch=1', {}, 'ifGenerationMatch'],
	['GET', '/storage/v1/b/lesson/o/a?ifInvented=1', {}, 'ifInvented'],
	['GET', '/storage/v1/b/lesson/o/a', {headers: {'if-none-match': '"x"'}}, 'if-none-match'],
	['GET', '/storage/v1/b/lesson/o/a', {headers: {'x-goog-encryption-key': 'x'}}, 'x-goog-encryption-key'],
	['GET', '/storage/v1/b/lesson/acl', {}, 'acl'],
	['GET', '/storage/v1/b/lesson/iam', {}, 'iam'],
	['GET', '/storage/v1/projects/p/serviceAccount', {}, 'projects'],
	['GET', '/projects/p/serviceAccount', {}, 'projects'],
	['GET', '/projects/p/hmacKeys', {}, 'projects'],
	['PUT', '/lesson/a', {body: 'x'}, 'XML API'],
	['GET', '/lesson', {}, 'XML API'],
	['GET', '/', {}, 'XML API'],
	['POST', '/storage/v1/b/lesson/o/a/moveTo/o/b', {}, 'moveTo'],
	['POST', '/storage/v1/b/lesson/o/x/compose', {body: '{"sourceObjects":[{"name":"a"}]}'}, 'compose'],
	['POST', '/lesson/x?uploads', {}, 'XML API'],
	['POST', '/storage/v1/b?project=p', {body: '{"name":"other","iamConfiguration":{"bucketPolicyOnly":{"enabled":false}}}'}, 'bucket-level access'],
	['POST', '/storage/v1/b?project=p', {body: '{"name":"other","versioning":{"enabled":true}}'}, 'Object versioning'],
	['POST', '/storage/v1/b?project=p', {body: '{"name":"other","rpo":"ASYNC_TURBO"}'}, 'rpo'],
	['POST', '/storage/v1/b?project=p', {body: '{"name":"other","iamConfiguration":{"publicAccessPrevention":"enforced"}}'}, 'publicAccessPrevention'],
	['POST', '/storage/v1/b?project=p', {body: '{"name":"other","invented":1}'}, 'invented'],
	['PATCH', '/storage/v1/b/lesson', {body: '{"rpo":"ASYNC_TURBO"}'}, 'rpo'],
	['POST', '/storage/v1/b?project=p', {body: '{"name":"other","retentionPolicy":{"retentionPeriod":"5"}}'}, 'retentionPolicy'],
	['POST', '/storage/v1/b?project=p', {body: '{"name":"other","encryption":{"defaultKmsKeyName":"k"}}'}, 'encryption'],
	['POST', '/upload/storage/v1/b/lesson/o?uploadType=media&name=x&predefinedAcl=publicRead', {body: 'x'}, 'predefinedAcl'],
	['POST', '/upload/storage/v1/b/lesson/o?uploadType=media&name=x&kmsKeyName=k', {body: 'x'}, 'kmsKeyName'],
	['POST', '/upload/storage/v1/b/lesson/o?uploadType=media&name=x', {body: 'x', headers: {'content-encoding': 'gzip'}}, 'Content-Encoding'],
	['POST', '/upload/storage/v1/b/lesson/o?uploadType=media&name=x', {body: 'x', headers: {'x-goog-upload-command': 'start'}}, 'x-goog-upload-command'],
	['PATCH', '/storage/v1/b/lesson/o/a', {body: '{"temporaryHold":true}'}, 'temporaryHold'],
	['PATCH', '/storage/v1/b/lesson/o/a', {body: '{"storageClass":"NEARLINE"}'}, 'storage class'],
])('%s %s is refused by name', async (method, path, sending, name) => {
	const answer = await send(server.endpoint, method, path, sending);
	expect(answer.status).toBe(501);
	expect(answer.text).toContain(name);
	expect(answer.text).toContain('is not supported by the embedded Cloud Storage engine.');
	expect((await send(server.endpoint, 'GET', '/storage/v1/b/lesson/o/x')).status).toBe(404);
});

test.each([
	['GET', '/storage/v1/b/lesson/o/a?alt=proto', '', 'invalidParameter'],
	['GET', '/storage/v1/b/lesson/o?fields=items(', '', 'invalidParameter'],
	['GET', '/storage/v1/b', '', 'required'],
	['POST', '/upload/storage/v1/b/lesson/o?name=x', 'x', 'required'],
	['POST', '/upload/storage/v1/b/lesson/o?uploadType=pigeon&name=x', 'x', 'invalidParameter'],
	['PATCH', '/storage/v1/b/lesson/o/a', '{"metadata":{"a":1}}', 'invalid'],
	['PATCH', '/storage/v1/b/lesson/o/a', `{"metadata":{"a":"${'x'.repeat(9000)}"}}`, 'invalid'],
	['PATCH', '/storage/v1/b/lesson', '{"lifecycle":{"rule":[{"action":{"type":"Explode"},"condition":{}}]}}', 'invalid'],
	['PATCH', '/storage/v1/b/lesson', '{"lifecycle":{"rule":[{"action":{"type":"SetStorageClass"},"condition":{"age":30}}]}}', 'invalid'],
	['PATCH', '/storage/v1/b/lesson', '{"lifecycle":{"rule":[{"action":{"type":"SetStorageClass","storageClass":"COOL"},"condition":{"age":30}}]}}', 'invalid'],
	['PATCH', '/storage/v1/b/lesson', '{"lifecycle":{"rule":[{"action":{"type":"Delete"},"condition":{}}]}}', 'invalid'],
	['PATCH', '/storage/v1/b/lesson', '{"storageClass":"LUKEWARM"}', 'invalid'],
	['PATCH', '/storage/v1/b/lesson', '{"lifecycle":{"rule":[{"action":{"type":"SetStorageClass"},"condition":{"age":1}}]}}', 'invalid'],
	['PATCH', '/storage/v1/b/lesson', '{"lifecycle":{"rule":[{"action":{"type":"Delete"},"condition":{}}]}}', 'invalid'],
	['PATCH', '/storage/v1/b/lesson', '{"lifecycle":{"rule":[{"action":{"type":"Delete"},"condition":{"age":"x"}}]}}', 'invalid'],
	['PATCH', '/storage/v1/b/lesson', '{"lifecycle":{"rule":[{"action":{"type":"Delete"},"condition":{"nonsense":1}}]}}', 'invalid'],
	['PATCH', '/storage/v1/b/lesson', '{"labels":{"UPPER CASE!":"x"}}', 'invalid'],
	['PATCH', '/storage/v1/b/lesson', `{"labels":{"a":"${'x'.repeat(64)}"}}`, 'invalid'],
	['PATCH', '/storage/v1/b/lesson', '{"iamConfiguration":{"publicAccessPrevention":"bogus"}}', 'invalid'],
	['POST', '/storage/v1/b?project=p', '{"name":"other","location":"NARNIA"}', 'invalid'],
	['PATCH', '/storage/v1/b/lesson', '{"location":"EU"}', 'invalid'],
	['PUT', '/storage/v1/b/lesson', '{"location":"EU"}', 'invalid'],
	['GET', '/storage/v1/b/lesson/o?matchGlob=[a', '', 'invalidParameter'],
	['GET', '/storage/v1/b/lesson/o?matchGlob={a', '', 'invalidParameter'],
	['GET', `/storage/v1/b/lesson/o?matchGlob=${'{a,b}'.repeat(30)}`, '', 'invalidParameter'],
])('%s %s %s is a 400', async (method, path, body, reason) => {
	expect(readError(await send(server.endpoint, method, path, body === '' ? {} : {body}))).toMatchObject({status: 400, reason});
});

test.each([
	['X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Date=20200101T000000Z&X-Goog-Expires=60&X-Goog-Signature=ab', 400, 'ExpiredToken'],
	['X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Date=29990101T000000Z&X-Goog-Expires=60&X-Goog-Signature=ab', 403, 'SignatureDoesNotMatch'],
	['X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Date=20200101T000000Z&X-Goog-Expires=60', 400, 'ExpiredToken'],
	['X-Goog-Algorithm=GOOG4-RSA-SHA256', 403, 'SignatureDoesNotMatch'],
	['X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=ab', 403, 'SignatureDoesNotMatch'],
	['GoogleAccessId=a', 403, 'SignatureDoesNotMatch'],
	['GoogleAccessId=a&Expires=1&Signature=x', 400, 'ExpiredToken'],
	['GoogleAccessId=a&Expires=99999999999&Signature=x', 403, 'SignatureDoesNotMatch'],
])('a signed URL with %s is refused', async (query, status, code) => {
	const answer = await send(server.endpoint, 'GET', `/lesson/a?${query}`);
	expect([answer.status, /<Code>(\w+)<\/Code>/.exec(answer.text)?.[1]]).toEqual([status, code]);
});
