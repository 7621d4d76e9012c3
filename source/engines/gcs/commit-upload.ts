import {rmSync} from 'node:fs';
import {checkChecksums} from './checksums.ts';
import type {Checksums} from './checksums.ts';
import type {GcsCall, GcsReply} from './gcs-call.ts';
import type {ObjectMetadata} from './object-metadata.ts';
import {checkObjectName} from './object-name.ts';
import type {ReceivedContent} from './object-record.ts';
import {toObjectResource} from './object-resource.ts';
import {checkPreconditions} from './preconditions.ts';
import type {Preconditions} from './preconditions.ts';
import {receiveContent} from './receive-content.ts';

/** What an object is to be made of, besides its content. */
export type UploadPlan = {
	readonly bucket: string;
	readonly name: string;
	readonly metadata: ObjectMetadata;
	readonly declared: Partial<Checksums>;
	readonly conditions: Preconditions;
};

/** Throws what the upload would fail with in any case, before a byte of it is received. */
export function checkUploadPlan({store}: Pick<GcsCall, 'store'>, {bucket, name, conditions}: UploadPlan): void {
	checkObjectName(name);
	checkPreconditions(conditions, store.bucket(bucket).find(name));
}

/** Receives an upload in one go and makes an object of it, or leaves nothing. */
export async function receiveObject(call: GcsCall, plan: UploadPlan, content: AsyncIterable<Buffer>): Promise<GcsReply> {
	checkUploadPlan(call, plan);
	return commitUpload(call, plan, await receiveContent(content, call.store.newScratchPath(), call.limits.objectBytes));
}

/** Makes an object of received content when it is what the client declared and the preconditions hold; otherwise it is gone. */
export function commitUpload({store, baseUrl}: Pick<GcsCall, 'store' | 'baseUrl'>, plan: UploadPlan, content: ReceivedContent & Checksums): GcsReply {
	try {
		checkChecksums(plan.declared, content);
		const record = store.commit(plan.bucket, plan.name, content, plan.metadata, plan.conditions);
		return {status: 200, json: toObjectResource(baseUrl, plan.bucket, record)};
	} catch (error) {
		rmSync(content.path, {force: true});
		throw error;
	}
}
