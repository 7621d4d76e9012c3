import type {GcsCall, GcsReply} from '../gcs-call.ts';
import {invalid, notSupported} from '../gcs-error.ts';
import {toObjectResource} from '../object-record.ts';
import {readMaxResults, readPageToken, writePageToken} from '../page.ts';
import {readGlob} from '../glob.ts';
import {compareUtf8, lowerBound} from '../utf8-order.ts';

/** GET /b/BUCKET/o: lists objects by name in UTF-8 order, those past a delimiter gathered under a prefix. No versions are kept: with `versions` it lists the same. */
export function listObjects({store, names, query, baseUrl}: GcsCall): GcsReply {
	const bucket = store.bucket(names.bucket);
	const limit = readMaxResults(query);
	const place = readPlace(readPageToken(query));
	const prefix = query.get('prefix') ?? '';
	const delimiter = query.get('delimiter') ?? '';
	const glob = query.get('matchGlob') ?? '';
	if (glob !== '' && delimiter !== '') {
		throw notSupported('A glob pattern beside a delimiter');
	}

	const isWanted = glob === '' ? () => true : readGlob(glob);
	const end = query.get('endOffset') ?? '';
	const items: unknown[] = [];
	const prefixes: string[] = [];
	let last = '';
	let isMore = false;
	const from = [prefix, query.get('startOffset') ?? '', place.text].reduce((left, right) => (compareUtf8(left, right) < 0 ? right : left));
	for (let index = lowerBound(bucket.names, from); index < bucket.names.length; index++) {
		const name = bucket.names[index]!;
		if (!name.startsWith(prefix) || (end !== '' && compareUtf8(name, end) >= 0)) {
			break;
		}

		if (!isWanted(name)) {
			continue;
		}

		const cut = delimiter === '' ? -1 : name.indexOf(delimiter, prefix.length);
		const shared = cut < 0 ? undefined : name.slice(0, cut + delimiter.length);
		const isListed =
			shared === undefined ? place.kind === 'n' && name === place.text : shared === prefixes.at(-1) || (place.kind === 'p' && shared === place.text);
		if (isListed) {
			continue;
		}

		if (items.length + prefixes.length === limit) {
			isMore = true;
			break;
		}

		if (shared === undefined) {
			items.push(toObjectResource(baseUrl, names.bucket, bucket.get(name)));
			last = `n${name}`;
		} else {
			prefixes.push(shared);
			last = `p${shared}`;
		}
	}

	return {
		status: 200,
		json: {
			kind: 'storage#objects',
			...(isMore && {nextPageToken: writePageToken(last)}),
			...(prefixes.length > 0 && {prefixes}),
			...(items.length > 0 && {items}),
		},
	};
}

/** Where the page before ended: at a name (`n`) or with all names under a prefix (`p`). */
function readPlace(token: string | undefined): {kind: string; text: string} {
	if (token !== undefined && token[0] !== 'n' && token[0] !== 'p') {
		throw invalid('Invalid argument: pageToken.');
	}

	return {kind: token?.[0] ?? '', text: token?.slice(1) ?? ''};
}
