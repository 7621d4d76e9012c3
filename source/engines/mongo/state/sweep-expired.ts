import type {Document} from '../values/document.ts';
import {pathLeaves} from '../values/paths.ts';
import type {Databases} from './databases.ts';

/**
 * Removes what TTL indexes say has expired: documents whose date, or the earliest of an array's dates, is
 * `expireAfterSeconds` or more ago. A document without a date stays.
 *
 * @returns How many were removed.
 */
export function sweepExpired(databases: Databases, nowMs: number): number {
	let removed = 0;
	for (const collection of databases.all()) {
		for (const {key, expireAfterSeconds, covers} of collection.indexes) {
			if (expireAfterSeconds === undefined) {
				continue;
			}

			const path = Object.keys(key)[0]!.split('.');
			const limit = nowMs - expireAfterSeconds * 1000;
			for (const document of collection.documents()) {
				if (earliestDate(document, path) <= limit && covers(document)) {
					collection.remove(document['_id']);
					removed++;
				}
			}
		}
	}

	databases.flush();
	return removed;
}

function earliestDate(document: Document, path: readonly string[]): number {
	return pathLeaves(document, path).reduce<number>(
		(least, value) => (value instanceof Date ? Math.min(least, value.getTime()) : least),
		Number.POSITIVE_INFINITY,
	);
}
