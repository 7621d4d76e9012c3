import type {Document} from '../values/document.ts';
import type {IndexScan} from './plan-query.ts';

/** Gives the documents of an index scan, each once. @returns How many keys were read. */
export function readIndex({entries, stretches, direction, isMultikey, hasGone}: IndexScan, take: (document: Document) => boolean): number {
	const seen = isMultikey ? new Set<object>() : undefined;
	let keysExamined = 0;
	for (const [from, to] of direction === 1 ? stretches : stretches.toReversed()) {
		for (let i = 0; i < to - from; i++) {
			const {stored, document} = entries[direction === 1 ? from + i : to - 1 - i]!;
			if (hasGone && stored.isGone) {
				continue;
			}

			keysExamined++;
			if (seen?.has(document)) {
				continue;
			}

			seen?.add(document);
			if (!take(document)) {
				return keysExamined;
			}
		}
	}

	return keysExamined;
}
