import {displayValue} from '../values/display-value.ts';
import {isDocument} from '../values/document.ts';
import {isNumeric} from '../values/numbers.ts';
import {bsonType} from '../values/bson-type.ts';
import {ensureSupported} from '../mongo-error.ts';

/** A place on the earth, in degrees. */
export type Position = {readonly lng: number; readonly lat: number};

/** The earth's radius by which MongoDB turns angles into metres. */
export const earthRadiusMeters = 6_378_100;

const otherShapes = new Set(['LineString', 'Polygon', 'MultiPoint', 'MultiLineString', 'MultiPolygon', 'GeometryCollection']);

/**
 * Reads a GeoJSON point, or a legacy pair: an array or a document that begins with longitude and latitude.
 *
 * @returns The place, or MongoDB's reason why it is none.
 */
export function readPosition(value: unknown): Position | string {
	if (!isDocument(value) && !Array.isArray(value)) {
		return `geo element must be an array or object: ${displayValue(value)}`;
	}

	const items: unknown[] = Object.values(value);
	if (Array.isArray(value) || isNumeric(items[0])) {
		return fromPair(items);
	}

	const {type, coordinates} = value;
	ensureSupported(!otherShapes.has(type as string), `A GeoJSON ${String(type)}`);
	if (type !== 'Point') {
		return `unknown GeoJSON type: ${displayValue(value)}`;
	}

	return Array.isArray(coordinates) ? fromPair(coordinates) : `GeoJSON coordinates must be an array of coordinates, instead got type ${bsonType(coordinates)}`;
}

function fromPair([first, second]: readonly unknown[]): Position | string {
	if (!isNumeric(first) || !isNumeric(second)) {
		return `Point must only contain numeric elements, instead got type ${bsonType(isNumeric(first) ? second : first)}`;
	}

	const [lng, lat] = [Number(first), Number(second)];
	if (!Number.isFinite(lng) || !Number.isFinite(lat)) {
		return 'Point coordinates must be finite numbers';
	}

	return Math.abs(lng) <= 180 && Math.abs(lat) <= 90 ? {lng, lat} : `longitude/latitude is out of bounds, lng: ${lng} lat: ${lat}`;
}

/** The angle between two places as seen from the earth's centre, in radians. */
export function angleBetween(a: Position, b: Position): number {
	const [ax, ay, az] = vectorOf(a);
	const [bx, by, bz] = vectorOf(b);
	return Math.atan2(Math.hypot(ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx), ax * bx + ay * by + az * bz);
}

function vectorOf({lng, lat}: Position): readonly [number, number, number] {
	const theta = (lng * Math.PI) / 180;
	const phi = (lat * Math.PI) / 180;
	return [Math.cos(phi) * Math.cos(theta), Math.cos(phi) * Math.sin(theta), Math.sin(phi)];
}
