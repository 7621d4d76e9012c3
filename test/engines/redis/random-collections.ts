import * as fc from 'fast-check';

const words = (...parts: ReadonlyArray<string | fc.Arbitrary<string>>) =>
	fc.tuple<string[]>(...parts.map(part => (typeof part === 'string' ? fc.constant(part) : part)));
const then = (...parts: ReadonlyArray<fc.Arbitrary<string[]>>) => fc.tuple(...parts).map(lists => lists.flat());
const many = (part: fc.Arbitrary<string[]>, maxLength = 4) => fc.array(part, {minLength: 1, maxLength}).map(lists => lists.flat());
const maybe = (...options: string[][]) => fc.constantFrom([], ...options);
/** Mostly a key of the kind, sometimes another's. */
const keyOf = (...names: string[]) => fc.oneof({weight: 12, arbitrary: fc.constantFrom(...names)}, fc.constantFrom('a', 'h', 'l', 's', 'z'));

const [hash, list, set, sorted, places] = [keyOf('h', 'h2'), keyOf('l'), keyOf('s', 's2', 's3'), keyOf('z', 'z2'), keyOf('g')];
const member = fc.constantFrom('a', 'b', 'c', 'd', '1', '2', '30', '-4', '', 'm'.repeat(65));
const integer = fc.oneof(fc.integer({min: -7, max: 7}).map(String), fc.constantFrom('9223372036854775807', 'x', ''));
const score = fc.oneof(
	fc.integer({min: -5, max: 5}).map(String),
	fc.double({noNaN: true, noDefaultInfinity: true}).map(String),
	fc.constantFrom('inf', '-inf', '+inf', 'nan', '1e400', '0.1', '3.', '.5', '0x1f', '0x1.8p1', 'x', ''),
);
const bound = fc.oneof(
	score,
	score.map(text => `(${text}`),
);
const coordinate = (most: number) =>
	fc.oneof({weight: 9, arbitrary: fc.double({noNaN: true, min: -most, max: most}).map(String)}, fc.constantFrom('0', '200', 'x'));
const [longitude, latitude] = [coordinate(180), coordinate(85.05112878)];
const metres = fc.oneof(fc.double({noNaN: true, min: 0, max: 3e7}).map(String), fc.constantFrom('0', '-1', '1000', 'x'));
const unit = fc.constantFrom('m', 'km', 'FT', 'mi', 'x');

/** One command of those of collections, mostly right, sometimes wrong. Random ones among them only where one reply is possible. */
export const collectionCommand: fc.Arbitrary<string[]> = fc.oneof(
	{weight: 4, arbitrary: then(words('HSET', hash), many(words(member, member)))},
	words('HSETNX', hash, member, member),
	{weight: 2, arbitrary: words('HINCRBY', hash, member, integer)},
	words(fc.constantFrom('HGET', 'HEXISTS'), hash, member),
	{weight: 2, arbitrary: then(words(fc.constantFrom('HDEL', 'HMGET'), hash), many(words(member)))},
	words(fc.constantFrom('HGETALL', 'HKEYS', 'HVALS', 'HLEN'), hash),
	// From its start, and all at once: where a cursor in the middle of a hash with a long field leads is Redis's affair.
	words('HSCAN', hash, fc.constantFrom('0', 'x'), fc.constantFrom('MATCH', 'COUNT', 'TYPE', 'BAD'), fc.constantFrom('*', 'f*', '1000', '0', '')),
	{weight: 3, arbitrary: then(words(fc.constantFrom('LPUSH', 'RPUSH'), list), many(words(member)))},
	{weight: 2, arbitrary: then(words(fc.constantFrom('LPOP', 'RPOP'), list), maybe(['1'], ['2'], ['0'], ['-1'], ['9']))},
	words('LRANGE', list, integer, integer),
	{weight: 4, arbitrary: then(words(fc.constantFrom('SADD', 'SREM'), set), many(words(member)))},
	words(fc.constantFrom('SMEMBERS', 'SCARD'), set),
	words('SISMEMBER', set, member),
	{
		weight: 5,
		arbitrary: then(words('ZADD', sorted), maybe(['NX'], ['XX'], ['XX', 'CH'], ['CH'], ['NX', 'XX']), many(words(score, member))),
	},
	words('ZINCRBY', sorted, fc.oneof({weight: 6, arbitrary: score}, fc.constantFrom('NX', 'incr')), member),
	words('ZSCORE', sorted, member),
	then(words('ZREM', sorted), many(words(member))),
	then(words('ZPOPMIN', sorted), maybe(['1'], ['2'], ['0'], ['-1'])),
	{weight: 2, arbitrary: then(words('ZRANGE', sorted, integer, integer), maybe(['REV'], ['WITHSCORES'], ['REV', 'WITHSCORES'], ['BAD']))},
	then(words('ZRANGEBYSCORE', sorted, bound, bound), maybe(['WITHSCORES'])),
	words('ZREMRANGEBYSCORE', sorted, bound, bound),
	then(words('ZREVRANGE', sorted, integer, integer), maybe(['WITHSCORES'])),
	{weight: 4, arbitrary: then(words('GEOADD', places), maybe(['NX'], ['XX', 'CH']), many(words(longitude, latitude, member)))},
	then(words('GEOPOS', places), many(words(member))),
	words('GEODIST', places, member, member, unit),
	{
		weight: 4,
		arbitrary: then(
			words('GEOSEARCH', places),
			fc.oneof(words('FROMLONLAT', longitude, latitude), words('FROMMEMBER', member)),
			fc.oneof(words('BYRADIUS', metres, unit), words('BYBOX', metres, metres, unit)),
			maybe(['ASC'], ['DESC'], ['COUNT', '2'], ['COUNT', '2', 'ANY'], ['WITHDIST', 'WITHHASH'], ['WITHCOORD'], ['STOREDIST']),
		),
	},
	words(fc.constantFrom('TYPE', 'DEL', 'PERSIST'), fc.constantFrom('h', 'l', 's', 'z', 'g')),
	words('EXPIRE', fc.constantFrom('h', 'l', 's', 'z', 'g'), fc.constantFrom('100000', '-1')),
	words('MULTI'),
	words('EXEC'),
	words('WATCH', fc.constantFrom('h', 'l', 's', 'z', 'g')),
);
