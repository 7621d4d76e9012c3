import * as fc from 'fast-check';
import {collectionCommand} from './random-collections.ts';

export type Step = {readonly connection: 0 | 1; readonly words: readonly string[]};

const key = fc.constantFrom('a', 'b', 'c', 'ab', '');
const integer = fc.oneof(
	fc.integer({min: -12, max: 12}).map(String),
	fc.constantFrom('9223372036854775807', '-9223372036854775808', '9007199254740993', '99999999999999999999', '01', '+1', '', 'x'),
);
const decimal = fc.oneof(
	fc.double({noNaN: true, noDefaultInfinity: true, min: -1e22, max: 1e22}).map(String),
	fc.double({noNaN: true, noDefaultInfinity: true, min: -10, max: 10}).map(number => number.toFixed(6)),
	fc.integer({min: -1000, max: 1000}).map(number => String(number / 100)),
	fc.constantFrom('1e-17', '123456789012345678901', '0x1.8p3', 'inf', 'x', '0.1', '3.0e3'),
);
const value = fc.oneof(
	integer,
	decimal,
	fc.string({maxLength: 6}),
	fc.uint8Array({maxLength: 60}).map(bytes => Buffer.from(bytes).toString('latin1')),
);
const latin1 = fc.string({maxLength: 5});
/** Far in the future, long past, or wrong, so that the time of the test does not matter. */
const absoluteSeconds = fc.constantFrom('4102444800', '4102444801', '4102444900', '1', '0', '-1', 'x', '9223372036854775807');
const absoluteMs = fc.constantFrom('4102444800000', '4102444800499', '4102444800500', '4102444900001', '1', '0', '-1', 'x');
const relativeSeconds = fc.constantFrom('100000', '200000', '0', '-1', 'x', '1.5');
const relativeMs = fc.constantFrom('100000000', '200000000', '0', '-1', 'x');
const expiry = fc.oneof(
	fc.tuple(fc.constantFrom('EX', 'ex'), relativeSeconds),
	fc.tuple(fc.constant('PX'), relativeMs),
	fc.tuple(fc.constant('EXAT'), absoluteSeconds),
	fc.tuple(fc.constant('PXAT'), absoluteMs),
);
const words = (...parts: ReadonlyArray<string | fc.Arbitrary<string>>) =>
	fc.tuple<string[]>(...parts.map(part => (typeof part === 'string' ? fc.constant(part) : part)));
const followedBy = (head: fc.Arbitrary<string[]>, tail: fc.Arbitrary<string[][]>) => fc.tuple(head, tail).map(([first, rest]) => [...first, ...rest.flat()]);
const flag = (...names: string[]) => fc.constantFrom(...names).map(name => [name]);
const few = (option: fc.Arbitrary<string[]>, maxLength = 3) => fc.array(option, {maxLength});
/** Of a time to come, no GT and LT: whether a millisecond goes by between two commands is no difference. */
const relativeOption = flag('NX', 'XX', 'nx', 'BAD');
const absoluteOption = flag('NX', 'XX', 'GT', 'LT', 'gt', 'BAD');
const pattern = fc.array(fc.constantFrom('*', '?', '[', ']', '^', '-', '\\', 'a', 'b', 'c'), {maxLength: 6}).map(parts => parts.join(''));

/** One command of strings and keys, mostly right, sometimes wrong. No DBSIZE, which counts what expired and still stands. */
const command: fc.Arbitrary<string[]> = fc.oneof(
	{weight: 6, arbitrary: followedBy(words('SET', key, value), few(fc.oneof(expiry, flag('NX', 'XX', 'GET', 'KEEPTTL', 'nx', 'BAD')), 2))},
	{weight: 4, arbitrary: words('GET', key)},
	{
		weight: 3,
		arbitrary: words(fc.constantFrom('STRLEN', 'INCR', 'DECR', 'TTL', 'PEXPIRETIME', 'PERSIST', 'TYPE', 'DEL', 'EXISTS'), key),
	},
	{weight: 2, arbitrary: words(fc.constantFrom('INCRBY', 'DECRBY'), key, integer)},
	{weight: 3, arbitrary: words('SETNX', key, fc.oneof(key, value))},
	words('SETEX', key, relativeSeconds, value),
	{weight: 3, arbitrary: followedBy(words('EXPIRE', key, relativeSeconds), few(relativeOption, 2))},
	{weight: 2, arbitrary: followedBy(words('EXPIREAT', key, absoluteSeconds), few(absoluteOption, 2))},
	{weight: 2, arbitrary: followedBy(words('PEXPIREAT', key, absoluteMs), few(absoluteOption, 1))},
	followedBy(words('PEXPIRE', key, relativeMs), few(relativeOption, 1)),
	{
		weight: 2,
		arbitrary: followedBy(
			words(fc.constantFrom('MGET', 'DEL', 'UNLINK', 'EXISTS')),
			fc.array(
				key.map(name => [name]),
				{maxLength: 4},
			),
		),
	},
	followedBy(words('MSET'), fc.array(fc.tuple(key, value), {maxLength: 3})),
	words('KEYS', pattern),
	words('SCAN', '0', 'COUNT', '100', 'MATCH', pattern),
	words('SCAN', '0', 'COUNT', '100', 'TYPE', fc.constantFrom('string', 'none', 'hash')),
	words('FLUSHDB'),
	words('PING', latin1),
	words('NONSENSE', latin1, latin1),
	{weight: 3, arbitrary: words(fc.constantFrom('MULTI', 'EXEC', 'DISCARD', 'UNWATCH'))},
	{weight: 3, arbitrary: words('WATCH', key)},
);

/** Up to forty steps of two connections, all of one choice of commands. */
const stepsOf = (commands: fc.Arbitrary<string[]>): fc.Arbitrary<Step[]> =>
	fc.array(
		fc.record({
			connection: fc.constantFrom(0 as const, 0 as const, 1 as const),
			words: commands.map(list => list.map(word => Buffer.from(word, 'latin1').toString('latin1'))),
		}),
		{minLength: 1, maxLength: 40},
	);

/** Sequences by what they are about. */
export const randomSequences = {'strings and keys': stepsOf(command), collections: stepsOf(collectionCommand)};
