import type {GcsMethod} from './gcs-call.ts';
import {composeObject} from './handlers/compose-object.ts';
import {continueResumable} from './handlers/continue-resumable.ts';
import {copyObject} from './handlers/copy-object.ts';
import {cancelResumable} from './handlers/cancel-resumable.ts';
import {deleteBucket} from './handlers/delete-bucket.ts';
import {deleteObject} from './handlers/delete-object.ts';
import {getBucket} from './handlers/get-bucket.ts';
import {getObject} from './handlers/get-object.ts';
import {insertBucket} from './handlers/insert-bucket.ts';
import {insertObject} from './handlers/insert-object.ts';
import {listBuckets} from './handlers/list-buckets.ts';
import {listObjects} from './handlers/list-objects.ts';
import {patchBucket, updateBucket} from './handlers/patch-bucket.ts';
import {patchObject, updateObject} from './handlers/patch-object.ts';
import {readMedia} from './handlers/read-media.ts';
import {rewriteObject} from './handlers/rewrite-object.ts';
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
};

const metagenerationConditions = ['ifMetagenerationMatch', 'ifMetagenerationNotMatch'];
const conditions = ['ifGenerationMatch', 'ifGenerationNotMatch', ...metagenerationConditions];
const sourceConditions = ['ifSourceGenerationMatch', 'ifSourceGenerationNotMatch', 'ifSourceMetagenerationMatch', 'ifSourceMetagenerationNotMatch'];
const one = [...conditions, 'generation'];
const copy = [...conditions, ...sourceConditions, 'sourceGeneration'];
const copyPath = 'b/{destinationBucket}/o/{destinationObject}';

/** Every method that the engine carries out. */
export const routeTable: readonly Route[] = [
	{service: 'json', method: 'GET', path: 'b', run: listBuckets, parameters: []},
	{service: 'json', method: 'POST', path: 'b', run: insertBucket, parameters: []},
	{service: 'json', method: 'GET', path: 'b/{bucket}', run: getBucket, parameters: metagenerationConditions},
	{service: 'json', method: 'PATCH', path: 'b/{bucket}', run: patchBucket, parameters: metagenerationConditions},
	{service: 'json', method: 'PUT', path: 'b/{bucket}', run: updateBucket, parameters: metagenerationConditions},
	{service: 'json', method: 'DELETE', path: 'b/{bucket}', run: deleteBucket, parameters: metagenerationConditions},
	{service: 'json', method: 'GET', path: 'b/{bucket}/o', run: listObjects, parameters: ['matchGlob', 'versions']},
	{service: 'json', method: 'GET', path: 'b/{bucket}/o/{object}', run: getObject, parameters: one},
	{service: 'json', method: 'PATCH', path: 'b/{bucket}/o/{object}', run: patchObject, parameters: one},
	{service: 'json', method: 'PUT', path: 'b/{bucket}/o/{object}', run: updateObject, parameters: one},
	{service: 'json', method: 'DELETE', path: 'b/{bucket}/o/{object}', run: deleteObject, parameters: one},
	{service: 'json', method: 'POST', path: `b/{bucket}/o/{object}/copyTo/${copyPath}`, run: copyObject, parameters: copy},
	{service: 'json', method: 'POST', path: `b/{bucket}/o/{object}/rewriteTo/${copyPath}`, run: rewriteObject, parameters: copy},
	{service: 'json', method: 'POST', path: 'b/{bucket}/o/{object}/compose', run: composeObject, parameters: ['ifGenerationMatch', 'ifMetagenerationMatch']},
	{service: 'upload', method: 'POST', path: 'b/{bucket}/o', run: insertObject, parameters: conditions},
	{service: 'upload', method: 'PUT', path: 'b/{bucket}/o', run: continueResumable, parameters: conditions},
	{service: 'upload', method: 'DELETE', path: 'b/{bucket}/o', run: cancelResumable, parameters: conditions},
	{service: 'download', method: 'GET', path: 'b/{bucket}/o/{object}', run: readMedia, parameters: one},
	{service: 'xml', method: 'GET', path: '{bucket}/{object}', run: readMedia, parameters: ['generation']},
];
