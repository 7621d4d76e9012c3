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
	/** What it does, for the table of all of them. */
	readonly does: string;
};

const metagenerationConditions = ['ifMetagenerationMatch', 'ifMetagenerationNotMatch'];
const conditions = ['ifGenerationMatch', 'ifGenerationNotMatch', ...metagenerationConditions];
const one = [...conditions, 'generation'];

const json = (method: string, path: string, run: GcsMethod, parameters: readonly string[], does: string): Route => ({
	service: 'json',
	method,
	path,
	run,
	parameters,
	does,
});

/** Every method that the engine carries out. */
export const routeTable: readonly Route[] = [
	json('GET', 'b', listBuckets, [], 'lists the buckets by name, with `prefix`, `maxResults` and `pageToken`'),
	json('POST', 'b', insertBucket, [], 'makes a bucket'),
	json('GET', 'b/{bucket}', getBucket, metagenerationConditions, 'tells of a bucket'),
	json('PATCH', 'b/{bucket}', patchBucket, metagenerationConditions, 'changes labels, lifecycle rules (kept, not carried out) and the storage class'),
	json('PUT', 'b/{bucket}', updateBucket, metagenerationConditions, 'says all of that anew'),
	json('DELETE', 'b/{bucket}', deleteBucket, metagenerationConditions, 'deletes a bucket that holds nothing'),
	json(
		'GET',
		'b/{bucket}/o',
		listObjects,
		['matchGlob', 'versions'],
		'lists objects, with `prefix`, `delimiter`, `startOffset`, `endOffset`, `matchGlob`, `maxResults` and `pageToken`; no versions are kept',
	),
	json('GET', 'b/{bucket}/o/{object}', getObject, one, 'tells of an object, or with `alt=media` gives its content'),
	json('PATCH', 'b/{bucket}/o/{object}', patchObject, one, 'changes metadata; null takes a field away'),
	json('PUT', 'b/{bucket}/o/{object}', updateObject, one, 'says all metadata anew'),
	json('DELETE', 'b/{bucket}/o/{object}', deleteObject, one, 'deletes an object'),
	json('POST', 'b/{bucket}/o/{object}/copyTo/b/{toBucket}/o/{toObject}', copyObject, [...conditions, 'sourceGeneration'], 'copies an object with its metadata'),
	json('POST', 'b/{bucket}/o/{object}/rewriteTo/b/{toBucket}/o/{toObject}', rewriteObject, [...conditions, 'sourceGeneration'], 'does the same'),
	{
		service: 'upload',
		method: 'POST',
		path: 'b/{bucket}/o',
		run: insertObject,
		parameters: conditions,
		does: 'makes an object, by `uploadType`: `media`, `multipart`, or `resumable`, which begins an upload',
	},
	{service: 'upload', method: 'PUT', path: 'b/{bucket}/o', run: continueResumable, parameters: conditions, does: 'brings bytes of it, or asks how many came'},
	{service: 'upload', method: 'DELETE', path: 'b/{bucket}/o', run: cancelResumable, parameters: conditions, does: 'gives it up'},
	{service: 'download', method: 'GET', path: 'b/{bucket}/o/{object}', run: readMedia, parameters: one, does: "gives an object's content, or a range of it"},
	{service: 'xml', method: 'GET', path: '{bucket}/{object}', run: readMedia, parameters: ['generation'], does: 'the same'},
];
