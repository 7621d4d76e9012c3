// Filters and groups run as generated code: names of clients stand in its text, and texts are kept from one command to the next.
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {compileFilter} from '../../../source/engines/mongo/filter/compile-filter.ts';
import {createScope} from '../../../source/engines/mongo/expressions/create-scope.ts';
import {compactDocument} from '../../../source/engines/mongo/values/compact-value.ts';
import {openMongo, type OpenMongo} from './open-mongo.ts';

const scope = createScope(0);

describe('filters', () => {
	test.for(['a"b', 'a\\', '`${1}`', 'a\nb', 'a\u2028b', 'constructor', 'toString', '"]);throw 1;//', '0', 'class', 'k', 'd'])('of the field %j', name => {
		const matches = compileFilter({[name]: 1}, scope);
		expect([{[name]: 1}, {[name]: [2, 1]}, {[name]: 2}, {}].map(document => matches(document))).toEqual([true, true, false, false]);
	});

	test('of the same form and other values do not disturb each other', () => {
		const all = [1, 2, 3].map(n => compileFilter({a: {$gte: n, $lt: n + 1}, b: {$elemMatch: {c: n}}}, scope));
		expect(all.map(matches => matches({a: 2, b: [{c: 2}]}))).toEqual([false, true, false]);
	});

	test('of many thousand clauses', () => {
		const matches = compileFilter({$or: Array.from({length: 20_000}, (_, a) => ({a}))}, scope);
		expect([{a: 19_999}, {a: 20_000}].map(document => matches(document))).toEqual([true, false]);
	});

	test('nested deep', () => {
		let filter: Record<string, unknown> = {a: 1};
		let document: Record<string, unknown> = {a: 1};
		for (let depth = 0; depth < 60; depth++) {
			filter = {a: {$not: {$not: {$elemMatch: filter}}}};
			document = {a: [document]};
		}

		expect(compileFilter(filter, scope)(document)).toBe(true);
	});

	test.for([
		[{a: {$type: 'int'}}, [1, -0, 1.5, 2 ** 40], [true, false, false, false]],
		[{a: {$type: 'double'}}, [1, -0, 1.5, 2 ** 40], [false, true, true, true]],
		[{a: {$type: ['int', 'object']}}, [1, {}, {constructor: 1}, null, new Date(0), 'x', true], [true, true, true, false, false, false, false]],
		[{a: {$gt: new Date(5)}}, [new Date(5), new Date(6), 7, null, [new Date(1), new Date(9)]], [false, true, false, false, true]],
		[{a: {$lte: 5}}, [5, Number.NaN, '1', [9, 4], null], [true, false, false, true, false]],
	] as const)('%j', ([filter, values, expected]) => {
		const matches = compileFilter(filter, scope);
		expect(values.map(a => matches({a}))).toEqual(expected);
	});
});

test('a stored document keeps its fields, their order and their types', () => {
	const document = {b: 1, a: {'x"y': [1, {c: 'text'}, [new Date(3)]], constructor: 2}, k: null, '1': 'one'};
	expect(Object.entries(compactDocument(document))).toEqual(Object.entries(document));
	expect(compactDocument(document)).not.toBe(document);
});

describe('what is unwound', () => {
	let open: OpenMongo;
	const unwound = async (group: object) =>
		open.db
			.collection('unwound')
			.aggregate([{$sort: {_id: 1}}, {$unwind: '$list'}, {$group: {_id: null, ...group}}])
			.toArray();

	beforeAll(async () => {
		open = await openMongo();
		await open.db.collection('unwound').insertMany([
			{_id: 1, other: 'x', list: [1, 2]},
			{_id: 2, list: [3]},
		] as never);
	});

	afterAll(async () => open.close());

	const whole = [
		{_id: 1, other: 'x', list: 1},
		{_id: 1, other: 'x', list: 2},
		{_id: 2, list: 3},
	];

	test.for([
		['kept whole', {all: {$push: '$$ROOT'}}, whole],
		['kept whole inside an expression', {all: {$push: {$cond: [true, '$$CURRENT', null]}}}, whole],
		['kept in part', {all: {$push: {list: '$list', other: '$other'}}}, [{list: 1, other: 'x'}, {list: 2, other: 'x'}, {list: 3}]],
	] as const)('%s', async ([, group, expected]) => {
		expect(await unwound(group)).toEqual([{_id: null, all: expected}]);
	});

	test('and summed past what a number holds exactly', async () => {
		await open.db
			.collection('sums')
			.insertMany(Array.from({length: 3}, (_, _id) => ({_id, n: 2 ** 31 - 1, huge: 9_007_199_254_740_991n, mixed: [1, 0.5, 'x'][_id]})) as never);
		const [sums] = await open.db
			.collection('sums')
			.aggregate([{$group: {_id: null, n: {$sum: '$n'}, huge: {$sum: '$huge'}, mixed: {$sum: '$mixed'}, none: {$sum: '$absent'}}}], {promoteLongs: false})
			.toArray();
		expect([String(sums!['n']), String(sums!['huge']), sums!['mixed'], sums!['none']]).toEqual(['6442450941', '27021597764222973', 1.5, 0]);
	});
});
