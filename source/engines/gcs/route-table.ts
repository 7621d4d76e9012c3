import type {AnswerKind} from './field-selection.ts';
import type {GcsMethod} from './gcs-call.ts';
import {deleteBucket, getBucket, insertBucket, listBuckets, patchBucket, updateBucket} from './handlers/buckets.ts';
import {listObjects} from './handlers/list-objects.ts';
import {copyObject, deleteObject, getObject, patchObject, rewriteObject, updateObject} from './handlers/objects.ts';
import {readMedia} from './handlers/read-media.ts';
import {cancelResumable, continueResumable} from './handlers/resumable.ts';
import {insertObject} from './handlers/uploads.ts';
import type {GcsService} from './request-target.ts';

/** One method of the API. */
export type Route = {
	readonly service: GcsService;
	readonly method: string;
	/** Path segments; one in braces takes any text and is handed to the method under that name. */
	readonly path: string;
	readonly run: GcsMethod;
	/** The parameters of Cloud Storage that change this method's answer and are carried out. */
	readonly parameters: readonly string[];
	/** What it answers in JSON, if it does. */
	readonly answers: AnswerKind | undefined;
	/** What it does, for the table of all of them. */
	readonly does: string;
};

const metagenerationConditions = ['ifMetagenerationMatch', 'ifMetagenerationNotMatch'];
const conditions = ['ifGenerationMatch', 'ifGenerationNotMatch', ...metagenerationConditions];
const one = [...conditions, 'generation'];
const ofCopies = [...conditions, 'sourceGeneration'];
const target = 'b/{toBucket}/o/{toObject}';

const ofPatch = 'changes labels, lifecycle rules (kept, not carried out) and the storage class';
const ofListing = 'lists objects, with `prefix`, `delimiter`, `startOffset`, `endOffset`, `matchGlob`, `maxResults` and `pageToken`; no versions are kept';
const ofUpload = 'makes an object, by `uploadType`: `media`, `multipart`, or `resumable`, which begins an upload';

type Row = readonly [GcsService, string, string, GcsMethod, readonly string[], AnswerKind | undefined, string];

const rows: readonly Row[] = [
	['json', 'GET', 'b', listBuckets, [], 'buckets', 'lists the buckets by name, with `prefix`, `maxResults` and `pageToken`'],
	['json', 'POST', 'b', insertBucket, [], 'bucket', 'makes a bucket'],
	['json', 'GET', 'b/{bucket}', getBucket, metagenerationConditions, 'bucket', 'tells of a bucket'],
	['json', 'PATCH', 'b/{bucket}', patchBucket, metagenerationConditions, 'bucket', ofPatch],
	['json', 'PUT', 'b/{bucket}', updateBucket, metagenerationConditions, 'bucket', 'says all of that anew'],
	['json', 'DELETE', 'b/{bucket}', deleteBucket, metagenerationConditions, undefined, 'deletes a bucket that holds nothing'],
	['json', 'GET', 'b/{bucket}/o', listObjects, ['matchGlob', 'versions'], 'objects', ofListing],
	['json', 'GET', 'b/{bucket}/o/{object}', getObject, one, 'object', 'tells of an object, or with `alt=media` gives its content'],
	['json', 'PATCH', 'b/{bucket}/o/{object}', patchObject, one, 'object', 'changes metadata; null takes a field away'],
	['json', 'PUT', 'b/{bucket}/o/{object}', updateObject, one, 'object', 'says all metadata anew'],
	['json', 'DELETE', 'b/{bucket}/o/{object}', deleteObject, one, undefined, 'deletes an object'],
	['json', 'POST', `b/{bucket}/o/{object}/copyTo/${target}`, copyObject, ofCopies, 'object', 'copies an object with its metadata'],
	['json', 'POST', `b/{bucket}/o/{object}/rewriteTo/${target}`, rewriteObject, ofCopies, 'rewrite', 'does the same'],
	['upload', 'POST', 'b/{bucket}/o', insertObject, conditions, 'object', ofUpload],
	['upload', 'PUT', 'b/{bucket}/o', continueResumable, conditions, 'object', 'brings bytes of it, or asks how many came'],
	['upload', 'DELETE', 'b/{bucket}/o', cancelResumable, conditions, undefined, 'gives it up'],
	['download', 'GET', 'b/{bucket}/o/{object}', readMedia, one, undefined, "gives an object's content, or a range of it"],
	['xml', 'GET', '{bucket}/{object}', readMedia, ['generation'], undefined, 'the same'],
];

/** Every method that the engine carries out. */
export const routeTable: readonly Route[] = rows.map(([service, method, path, run, parameters, answers, does]) => {
	return {service, method, path, run, parameters, answers, does};
});
