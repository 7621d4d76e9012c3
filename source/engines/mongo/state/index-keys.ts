import {cellOf} from '../geo/cells.ts';
import {readPosition} from '../geo/position.ts';
import {MongoError, uassert} from '../mongo-error.ts';
import {displayValue} from '../values/display-value.ts';
import type {Document} from '../values/document.ts';
import {keyRows, type KeyRows} from '../values/key-rows.ts';
import type {IndexDefinition} from './index-definition.ts';

/** Makes the keys of documents for an index; none when the index leaves a document out. @throws MongoError 171 for two arrays in one document, 16755 for what is no place. */
export function createIndexKeys({key, sparse, covers, isGeo}: IndexDefinition): (document: Document) => KeyRows {
	const paths = Object.keys(key).map(path => path.split('.'));
	const arePlaces = Object.values(key).map(kind => kind === '2dsphere');
	return document => {
		if (!covers(document)) {
			return {rows: [], isMultikey: false};
		}

		const start = paths.map((parts, i) => ({value: document, parts, isPlace: arePlaces[i]!}));
		const {rows, isMultikey} = keyRows(start, () => new MongoError(171, `cannot index parallel arrays [${Object.keys(key).join('] [')}]`));
		if (isGeo) {
			const places = rows.map(row => row.map((value, i) => (arePlaces[i] ? cellIn(value, document) : (value ?? null))));
			return {rows: places.filter(row => row.some((value, i) => arePlaces[i] && value !== null)), isMultikey};
		}

		const kept = rows.filter(row => !sparse || row.some(value => value !== undefined));
		return {rows: kept.map(row => row.map(value => value ?? null)), isMultikey};
	};
}

/** The cell of a place; null for none: null, an empty array or document, a missing field. */
function cellIn(value: unknown, document: Document): number | null {
	if (value === null || value === undefined || (typeof value === 'object' && Object.keys(value).length === 0)) {
		return null;
	}

	const position = readPosition(value);
	uassert(typeof position !== 'string', 16_755, () => `Can't extract geo keys: ${displayValue(document)}  ${String(position)}`);
	return cellOf(position);
}
