import * as fc from 'fast-check';
import {Double, Long, type Document} from 'mongodb';

const scalar = fc.oneof(
	fc.integer({min: -3, max: 3}),
	fc.constantFrom(0.5, 1.5, -2.5),
	fc.constantFrom('', 'a', 'b', 'ab'),
	fc.constant(null),
	fc.boolean(),
	fc.constantFrom(new Date(0), new Date(1000)),
	fc.integer({min: -2, max: 2}).map(value => Long.fromNumber(value)),
	fc.integer({min: -2, max: 2}).map(value => new Double(value)),
);
const field = fc.constantFrom('a', 'b', 'c');
// Arithmetic on null and paths through it are errors of MongoDB that the other server lets pass.
const notNull = scalar.filter(item => item !== null);
const inner = fc.dictionary(fc.constantFrom('x', 'y'), scalar, {minKeys: 1, maxKeys: 2, noNullPrototype: true});
const value = fc.oneof(
	{weight: 4, arbitrary: scalar},
	{weight: 1, arbitrary: inner},
	{weight: 2, arbitrary: fc.array(scalar, {maxLength: 3})},
	{weight: 1, arbitrary: fc.array(inner, {minLength: 1, maxLength: 2})},
);
const path = fc.oneof({weight: 4, arbitrary: field}, {weight: 2, arbitrary: fc.tuple(field, fc.constantFrom('x', 'y')).map(parts => parts.join('.'))});

/** A document of a few fields: scalars of every kind, documents, arrays of both. */
export const smallDocument: fc.Arbitrary<Document> = fc.dictionary(field, value, {maxKeys: 3, noNullPrototype: true});

/** The same without null. */
export const documentWithoutNull: fc.Arbitrary<Document> = fc.dictionary(field, fc.oneof(notNull, fc.array(notNull, {maxLength: 3})), {
	maxKeys: 3,
	noNullPrototype: true,
});

const ordered = fc.oneof(fc.integer({min: -3, max: 3}), fc.constantFrom(0.5, 'a', 'b', new Date(500)));
const condition: fc.Arbitrary<unknown> = fc.oneof(
	scalar,
	fc.tuple(fc.constantFrom('$eq', '$ne'), scalar).map(pair => Object.fromEntries([pair])),
	fc.tuple(fc.constantFrom('$gt', '$gte', '$lt', '$lte'), ordered).map(pair => Object.fromEntries([pair])),
	fc.tuple(fc.constantFrom('$in', '$nin'), fc.array(scalar, {maxLength: 3})).map(pair => Object.fromEntries([pair])),
	fc.boolean().map($exists => ({$exists})),
	fc.integer({min: 0, max: 3}).map($size => ({$size})),
	fc.constantFrom('int', 'double', 'long', 'string', 'bool', 'date', 'null', 'array', 'object').map($type => ({$type})),
	fc.tuple(ordered, ordered).map(([$gte, $lt]) => ({$gte, $lt})),
	fc.tuple(fc.constantFrom('$gt', '$lt'), ordered).map(pair => ({$not: Object.fromEntries([pair])})),
);
const clause = fc.dictionary(path, condition, {minKeys: 1, maxKeys: 2, noNullPrototype: true});

/** A filter of one to two fields, or of clauses. */
export const smallFilter: fc.Arbitrary<Document> = fc.oneof(
	{weight: 4, arbitrary: clause},
	{
		weight: 1,
		arbitrary: fc.tuple(fc.constantFrom('$and', '$or', '$nor'), fc.array(clause, {minLength: 1, maxLength: 2})).map(pair => Object.fromEntries([pair])),
	},
);

const number = fc.oneof(
	fc.integer({min: -3, max: 3}),
	fc.constantFrom(0.5, 1.25),
	fc.integer({min: -2, max: 2}).map(value_ => Long.fromNumber(value_)),
);

// Under `d` only documents come to stand, for the same reason.
const updatePath = fc.oneof({weight: 3, arbitrary: field}, {weight: 1, arbitrary: fc.constantFrom('d.x', 'd.y')});

/** One update operator on one path. */
export const smallUpdate: fc.Arbitrary<Document> = fc.oneof(
	fc.tuple(updatePath, notNull).map(pair => ({$set: Object.fromEntries([pair])})),
	updatePath.map(name => ({$unset: {[name]: ''}})),
	fc.tuple(updatePath, number).map(pair => ({$inc: Object.fromEntries([pair])})),
	fc.tuple(field, notNull).map(pair => ({$push: Object.fromEntries([pair])})),
	fc.tuple(field, notNull).map(pair => ({$addToSet: Object.fromEntries([pair])})),
	fc.tuple(field, notNull).map(pair => ({$max: Object.fromEntries([pair])})),
);
