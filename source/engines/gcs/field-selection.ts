import {invalidParameter} from './gcs-error.ts';

const longest = 2048;

/** The fields of each kind of answer, in the form of a selection. What is inside of fields that are never shown is not told apart. */
const object =
	'acl/*,bucket,cacheControl,componentCount,contentDisposition,contentEncoding,contentLanguage,contentType,contexts/*,crc32c,customTime,' +
	'customerEncryption/*,etag,eventBasedHold,generation,hardDeleteTime,id,kind,kmsKeyName,md5Hash,mediaLink,metadata/*,metageneration,name,owner/*,' +
	'restoreToken,retention/*,retentionExpirationTime,selfLink,size,softDeleteTime,storageClass,temporaryHold,timeCreated,timeDeleted,timeFinalized,' +
	'timeStorageClassUpdated,updated';
const condition =
	'age,createdBefore,customTimeBefore,daysSinceCustomTime,daysSinceNoncurrentTime,isLive,matchesPattern,matchesPrefix,matchesStorageClass,matchesSuffix,' +
	'noncurrentTimeBefore,numNewerVersions';
const bucket =
	'acl/*,autoclass/*,billing/*,cors/*,customPlacementConfig/*,defaultEventBasedHold,defaultObjectAcl/*,encryption/*,etag,generation,hardDeleteTime,' +
	'hierarchicalNamespace/*,iamConfiguration(bucketPolicyOnly(enabled,lockedTime),publicAccessPrevention,uniformBucketLevelAccess(enabled,lockedTime)),id,' +
	`ipFilter/*,kind,labels/*,lifecycle/rule(action(storageClass,type),condition(${condition})),location,locationType,logging/*,metageneration,name,` +
	'objectRetention/*,owner/*,projectNumber,retentionPolicy/*,rpo,satisfiesPZI,satisfiesPZS,selfLink,softDeletePolicy/*,softDeleteTime,storageClass,' +
	'timeCreated,updated,versioning/*,website/*';
const answers = {
	bucket,
	buckets: `items(${bucket}),kind,nextPageToken,unreachable`,
	object,
	objects: `items(${object}),kind,nextPageToken,prefixes`,
	rewrite: `done,kind,objectSize,resource(${object}),rewriteToken,totalBytesRewritten`,
};

/** A kind of answer in JSON. */
export type AnswerKind = keyof typeof answers;

/**
 * Reads the `fields` parameter: `kind,items(name,size)`, `items/name`, `*`. Throws a 400 for a selection that does not
 * parse, and for a field that this kind of answer cannot have.
 * @returns what keeps of an answer only the fields that it names
 */
export function readSelection(fields: string, kind: AnswerKind): (answer: unknown) => unknown {
	const wanted = fields.length > longest ? undefined : pathsOf(fields);
	const known = pathsOf(answers[kind])!;
	const isKnown = (path: readonly string[]) =>
		known.some(
			each =>
				(path.length <= each.length || each.at(-1) === '*') &&
				path.every((part, i) => part === '*' || part === each[i] || each[Math.min(i, each.length - 1)] === '*'),
		);
	if (!wanted?.every(path => isKnown(path))) {
		throw invalidParameter('fields', `Invalid field selection ${fields.slice(0, 100)}`);
	}

	return answer => pick(answer, wanted);
}

/** The paths that a selection names; undefined when it does not parse. */
function pathsOf(selection: string): ReadonlyArray<readonly string[]> | undefined {
	let paths = selection;
	for (let depth = 0; depth < 16 && paths.includes('('); depth++) {
		// items(name,size) is items/name,items/size.
		paths = paths.replaceAll(/([^,()]+)\(([^()]+)\)(?=[,)]|$)/g, (_, before: string, inside: string) =>
			inside
				.split(',')
				.map(each => `${before}/${each}`)
				.join(','),
		);
	}

	return /^[^,()/]+(?:[,/][^,()/]+)*$/.test(paths) ? paths.split(',').map(path => path.split('/')) : undefined;
}

function pick(value: unknown, paths: ReadonlyArray<readonly string[]>): unknown {
	if (typeof value !== 'object' || value === null || paths.some(({length}) => length === 0)) {
		return value;
	}

	if (Array.isArray(value)) {
		return value.map(each => pick(each, paths));
	}

	return Object.fromEntries(
		Object.entries(value).flatMap(([name, entry]) => {
			const below = paths.filter(([first]) => first === name || first === '*').map(path => path.slice(1));
			return below.length > 0 ? [[name, pick(entry, below)]] : [];
		}),
	);
}
