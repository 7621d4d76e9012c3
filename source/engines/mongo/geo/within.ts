import {ensureSupported, uassert} from '../mongo-error.ts';
import {isDocument} from '../values/document.ts';
import {isNumeric} from '../values/numbers.ts';
import {readPosition, type Position} from './position.ts';

/** A circle on the earth. */
export type Circle = {readonly center: Position; readonly radians: number};

/** Reads the operand of `$geoWithin`: a `$centerSphere`. Its other shapes are refused. */
export function readCircle(operand: unknown): Circle {
	const [shape = '', ...more] = isDocument(operand) ? Object.keys(operand) : [];
	ensureSupported(!['$geometry', '$box', '$polygon', '$center'].includes(shape), `$geoWithin with ${shape}`);
	uassert(isDocument(operand) && shape === '$centerSphere' && more.length === 0, 'BadValue', () =>
		shape === '' ? "geo query doesn't have any geometry" : `unknown geo specifier: ${shape}`,
	);
	const circle = operand[shape];
	uassert(Array.isArray(circle) && circle.length <= 2, 'BadValue', () =>
		Array.isArray(circle) ? 'Only 2 fields allowed for circular region' : `unknown geo specifier: ${shape}`,
	);
	const [written, radius] = circle as unknown[];
	const center = readPosition(written);
	uassert(typeof center === 'object', 'BadValue', String(center));
	const radians = isNumeric(radius) ? Number(radius) : Number.NaN;
	uassert(radians >= 0, 'BadValue', 'radius must be a non-negative number');
	return {center, radians};
}
