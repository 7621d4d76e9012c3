import {compileExpression, fieldPath, type CompileScope} from '../expressions/compile-expression.ts';
import {withField} from '../aggregation/reshaping-stages.ts';
import {nearTo, takeNear, type Near} from '../geo/near.ts';
import {earthRadiusMeters} from '../geo/position.ts';
import {ensureSupported, MongoError, uassert} from '../mongo-error.ts';
import type {Collection} from '../state/collection.ts';
import {bsonType} from '../values/bson-type.ts';
import {isDocument, type Document} from '../values/document.ts';
import {double} from '../values/numbers.ts';

/** What `$geoNear` chooses, and what it makes of each document. */
export type GeoNear = ReturnType<typeof readGeoNear>;

const options = ['near', 'key', 'distanceField', 'maxDistance', 'minDistance', 'query', 'spherical'];

/** Reads the operand of a `$geoNear` at the head of a pipeline. */
export function readGeoNear(operand: unknown, collection: Collection | undefined, namespace: string, scope: CompileScope) {
	uassert(isDocument(operand), 10_093, '$geoNear must take a nested object');
	const {distanceField, query = {}, near} = operand;
	const refused = ['distanceMultiplier', 'includeLocs'].find(name => Object.hasOwn(operand, name));
	ensureSupported(!refused, `'${refused}' of $geoNear`);
	const unknown = Object.keys(operand).find(name => !options.includes(name));
	if (unknown !== undefined) {
		throw ['limit', 'num'].includes(unknown)
			? new MongoError(50_858, `$geoNear no longer supports the '${unknown}' parameter. Use a $limit stage instead.`)
			: new MongoError('BadValue', `Unknown argument to $geoNear: ${unknown}`);
	}

	uassert(near !== undefined, 5_860_400, "$geoNear requires a 'near' argument");
	uassert(typeof distanceField === 'string', 16_606, "$geoNear requires that the 'distanceField' option is a String");
	uassert(isDocument(query), 'TypeMismatch', "$geoNear requires 'query' to be an object");
	uassert(!takeNear(query).near, 'BadValue', "$near is not allowed inside of a $geoNear stage's query");
	const [point, least, greatest] = [near, operand['minDistance'], operand['maxDistance']].map(value =>
		value === undefined ? undefined : compileExpression(value, scope)({}, scope.variables),
	);
	const wish: Near = nearTo(pathOf(operand['key'], collection, namespace), point, least, greatest);
	const distanceParts = fieldPath(distanceField);
	return {
		filter: query,
		near: wish,
		shown: (document: Document, radians: number) => withField(document, distanceParts, double(radians * earthRadiusMeters)),
	};
}

/** The field whose places are meant: `key`, or that of the one index of places. */
function pathOf(key: unknown, collection: Collection | undefined, namespace: string): string {
	const why = () => `$geoNear parameter 'key' must be of type string but found type: ${bsonType(key)}`;
	uassert(key === undefined || typeof key === 'string', 'TypeMismatch', why);
	uassert(key !== '', 'BadValue', "$geoNear parameter 'key' cannot be the empty string");
	uassert(collection, 'NamespaceNotFound', `$geoNear requires a geo index to run, but ${namespace} does not exist`);
	const [path, other] = collection.indexes.flatMap(index => Object.keys(index.key).filter(field => index.key[field] === '2dsphere'));
	uassert(key !== undefined || (path !== undefined && other === undefined), 'IndexNotFound', () =>
		path === undefined
			? '$geoNear requires a 2d or 2dsphere index, but none were found'
			: `There is more than one 2dsphere index on ${namespace}; unsure which to use for $geoNear`,
	);
	return key ?? path!;
}
