import type {Predicate} from '../filter/compile-filter.ts';
import type {Near} from '../geo/near.ts';
import {angleBetween, readPosition} from '../geo/position.ts';
import type {Collection} from '../state/collection.ts';
import type {Document} from '../values/document.ts';
import {somePathValue} from '../values/paths.ts';
import {type IndexScan, planNear, readIndex} from './plan-query.ts';

/** A document with its angle from the place, in radians. */
type Neighbour = {readonly document: Document; readonly radians: number};

/** One search around the place: the scan of all within an angle, with the numbers of what it read and found. */
export type Ring = {
	readonly scan: IndexScan;
	readonly radians: number;
	readonly keysExamined: number;
	readonly docsExamined: number;
	readonly foundCount: number;
};

/** About a kilometre, in radians. */
const firstAngle = 1 / 6400;

/**
 * The documents near a place, the nearest first. Where only some are wanted, it searches a small circle first, then ever wider rings, until
 * there are enough. No ring reads a document that an earlier one has read.
 *
 * @param wanted Infinity for all.
 */
export function searchNear(
	collection: Collection,
	near: Near,
	{filter, hint, matches, wanted, tick}: {filter: Document; hint: unknown; matches: Predicate; wanted: number; tick: () => void},
): {readonly neighbours: readonly Neighbour[]; readonly rings: readonly Ring[]} {
	const parts = near.path.split('.');
	const neighbours: Neighbour[] = [];
	const rings: Ring[] = [];
	const seen = new Set<Document>();
	for (let radians = wanted === Number.POSITIVE_INFINITY ? near.greatest : firstAngle; ; radians *= 2) {
		radians = Math.min(radians, near.greatest);
		const scan = planNear(collection, filter, near, radians, hint);
		const seenBefore = seen.size;
		const foundBefore = neighbours.length;
		const keysExamined = readIndex(scan, document => {
			if (!seen.has(document)) {
				tick();
				seen.add(document);
				const nearest = nearestOf(document, parts, near);
				if (nearest.radians >= near.least && nearest.radians <= near.greatest && matches(document)) {
					neighbours.push(nearest);
				}
			}

			return true;
		});
		rings.push({scan, radians, keysExamined, docsExamined: seen.size - seenBefore, foundCount: neighbours.length - foundBefore});
		// A cell reaches past the circle: what was found there need not be the next nearest.
		if (radians >= near.greatest || neighbours.filter(neighbour => neighbour.radians <= radians).length >= wanted) {
			return {neighbours: neighbours.sort((a, b) => a.radians - b.radians).slice(0, wanted), rings};
		}
	}
}

function nearestOf(document: Document, parts: readonly string[], {center}: Near): Neighbour {
	let nearest: Neighbour = {document, radians: Number.POSITIVE_INFINITY};
	somePathValue(document, parts, location => {
		const position = typeof location === 'object' && location !== null ? readPosition(location) : '';
		const radians = typeof position === 'string' ? Number.POSITIVE_INFINITY : angleBetween(position, center);
		nearest = radians < nearest.radians ? {document, radians} : nearest;
		return false;
	});
	return nearest;
}
