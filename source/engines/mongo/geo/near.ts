import {ensureSupported, uassert} from '../mongo-error.ts';
import {displayValue} from '../values/display-value.ts';
import {isDocument, type Document} from '../values/document.ts';
import {isNumeric} from '../values/numbers.ts';
import {earthRadiusMeters, readPosition, type Position} from './position.ts';

/** A wish for what is nearest to a place: `$near`, `$nearSphere` or `$geoNear`. */
export type Near = {
	readonly path: string;
	readonly center: Position;
	/** Least and greatest angle from it, in radians. */
	readonly least: number;
	readonly greatest: number;
	/** How many of the nearest are wanted, where that is known. */
	readonly wanted?: number;
};

const operators = new Set(['$near', '$nearSphere']);
const limits = new Set(['$maxDistance', '$minDistance']);

/** Takes a top-level `$near` or `$nearSphere` out of a filter. Compiling the rest refuses any that stand deeper. */
export function takeNear(filter: Document): {readonly near?: Near; readonly rest: Document} {
	const found: Near[] = [];
	const rest = withoutNear(filter, found);
	uassert(found.length <= 1, 'BadValue', 'Too many geoNear expressions');
	return found[0] ? {near: found[0], rest} : {rest: filter};
}

function withoutNear(filter: Document, found: Near[]): Document {
	const rest: Document = {};
	for (const [path, condition] of Object.entries(filter)) {
		if (path === '$and' && Array.isArray(condition)) {
			rest[path] = condition.map((clause: unknown) => (isDocument(clause) ? withoutNear(clause, found) : clause));
			continue;
		}

		const names = isDocument(condition) ? Object.keys(condition) : [];
		const name = names.find(key => operators.has(key));
		if (name === undefined || path.startsWith('$')) {
			rest[path] = condition;
			continue;
		}

		found.push(readNear(path, name, condition as Document));
		const others = names.filter(key => key !== name && !limits.has(key));
		if (others.length > 0) {
			rest[path] = Object.fromEntries(others.map(key => [key, (condition as Document)[key]]));
		}
	}

	return rest;
}

function readNear(path: string, name: string, condition: Document): Near {
	const operand = condition[name];
	ensureSupported(isDocument(operand) && isDocument(operand['$geometry']), `${name} with a pair of coordinates`);
	const odd = Object.keys(operand).find(key => key !== '$geometry' && !limits.has(key));
	uassert(!odd, 'BadValue', `invalid argument in geo near query: ${odd}`);
	return nearTo(path, operand['$geometry'], operand['$minDistance'], operand['$maxDistance']);
}

/** A wish for what is near a GeoJSON point, with distances in metres. */
export function nearTo(path: string, point: unknown, least: unknown, greatest: unknown): Near {
	ensureSupported(!Array.isArray(point), 'A search near a pair of coordinates');
	const center = readPosition(point);
	uassert(typeof center !== 'string', 'BadValue', () => `invalid point in geo near query $geometry argument: ${displayValue(point)}  ${String(center)}`);
	return {
		path,
		center,
		least: distance('minDistance', least, 0) / earthRadiusMeters,
		greatest: Math.min(distance('maxDistance', greatest, Number.POSITIVE_INFINITY) / earthRadiusMeters, Math.PI),
	};
}

function distance(name: string, written: unknown, otherwise: number): number {
	if (written === undefined) {
		return otherwise;
	}

	uassert(isNumeric(written), 'BadValue', `${name} must be a number`);
	uassert(Number(written) >= 0, 'BadValue', `${name} must be non-negative`);
	return Number(written);
}
