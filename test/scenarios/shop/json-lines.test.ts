import fc from 'fast-check';
import {expect, test} from 'vitest';
import {orderCents, readJsonLine, toJsonLine} from '../../../source/scenarios/shop/json-lines.ts';
import type {Order, OrderStatus, StoredOrder} from '../../../source/scenarios/shop/order.ts';
import {anyOrder} from './any-order.ts';

type Line = {
	order_id: string;
	placed_at: string;
	updated_at: string;
	status: OrderStatus;
	customer: {customer_id: string; name: string; email: string; city: string; country: string};
	items: Array<{sku: string; name: string; category: string; quantity: number; unit_price_cents: number}>;
	total_cents: number;
};

/** Reads a line back, as whoever has but the file would. */
function fromJsonLine(line: string): Order {
	const {
		order_id: id,
		placed_at,
		updated_at,
		status,
		customer: {customer_id, ...customer},
		items,
	} = JSON.parse(line) as Line;
	return {
		id,
		placedAt: new Date(placed_at),
		updatedAt: new Date(updated_at),
		status,
		customer: {id: customer_id, ...customer},
		items: items.map(({unit_price_cents: unitPriceCents, ...item}) => ({...item, unitPriceCents})),
	};
}

test('a line is read back as the order it was, and is one line', () => {
	fc.assert(
		fc.property(anyOrder(0, 4e12), order => {
			const line = toJsonLine(order);
			expect(fromJsonLine(line)).toEqual(order);
			expect(readJsonLine(line)).toEqual(order);
			const versioned: StoredOrder = {...order, updatedAt: null, version: 3};
			expect(readJsonLine(toJsonLine(versioned))).toEqual(versioned);
			expect(line.indexOf('\n')).toBe(line.length - 1);
			expect((JSON.parse(line) as Line).total_cents).toBe(orderCents(order));
		}),
		{numRuns: 300},
	);
});

/** Every sign at which some reader ends a line: Python's splitlines has the most. */
const lineEnds = /[\n\v\f\r\u001C-\u001E\u0085\u2028\u2029]/g;

test('whatever stands in its text, a line is one line for every reader, and holds no control sign', () => {
	const anySign = fc.oneof(
		fc.string({unit: 'binary', maxLength: 8}),
		fc.integer({min: 0, max: 0x9f}).map(code => String.fromCharCode(code)),
		fc.constantFrom('\u2028', '\u2029', '\u0085', '\r\n'),
	);
	const anyName = fc.array(anySign, {maxLength: 6}).map(signs => signs.join(''));
	fc.assert(
		fc.property(anyOrder(0, 4e12), anyName, (order, name) => {
			const named = {...order, id: name, customer: {...order.customer, name}, items: order.items.map(item => ({...item, category: name}))};
			const line = toJsonLine(named);
			expect(line.match(lineEnds)).toEqual(['\n']);
			expect(line.slice(0, -1)).not.toMatch(/\p{Cc}/u);
			expect(fromJsonLine(line)).toEqual(named);
		}),
		{numRuns: 300},
	);
});

test('separators and control signs are escaped', () => {
	const order: Order = {
		id: '1',
		placedAt: new Date(0),
		updatedAt: new Date(0),
		status: 'completed',
		customer: {id: '', name: 'a\u2028b\u2029c\u0085d\u007Fe\u0000f\uFEFFg\u{1F600}', email: '', city: '', country: ''},
		items: [],
	};
	expect(toJsonLine(order)).toContain(String.raw`"name":"a\u2028b\u2029c\u0085d\u007fe\u0000f` + '\uFEFFg\u{1F600}"');
});

test('the line as BigQuery loads it', () => {
	expect(
		toJsonLine({
			id: '01J',
			placedAt: new Date(Date.UTC(2026, 10, 24, 8, 5, 3, 7)),
			updatedAt: new Date(Date.UTC(2026, 10, 24, 9)),
			status: 'shipped',
			customer: {id: 'C0001', name: 'Ada "L" Byron', email: 'ada@example.com', city: 'London', country: 'GB'},
			items: [
				{sku: 'BOO-001', name: 'Notes', category: 'Books', quantity: 2, unitPriceCents: 1599},
				{sku: 'TOY-002', name: 'Engine', category: 'Toys & Games', quantity: 1, unitPriceCents: 2},
			],
			version: 3,
		}),
	).toBe(
		'{"order_id":"01J","placed_at":"2026-11-24T08:05:03.007Z","updated_at":"2026-11-24T09:00:00.000Z","status":"shipped",' +
			'"customer":{"customer_id":"C0001","name":"Ada \\"L\\" Byron","email":"ada@example.com","city":"London","country":"GB"},' +
			'"items":[{"sku":"BOO-001","name":"Notes","category":"Books","quantity":2,"unit_price_cents":1599},' +
			'{"sku":"TOY-002","name":"Engine","category":"Toys & Games","quantity":1,"unit_price_cents":2}],"total_cents":3200,"version":3}\n',
	);
});
