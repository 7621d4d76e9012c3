import {expect, test} from 'vitest';
import {sampledValueVariation, valueVariation} from '../../../source/scenarios/shop/value-variation.ts';
import type {Order} from '../../../source/scenarios/shop/order.ts';

const order = (cents: number, status: Order['status'] = 'completed'): Order => ({
	id: 'x',
	placedAt: new Date(0),
	updatedAt: new Date(0),
	status,
	customer: {id: '', name: '', email: '', city: '', country: ''},
	items: [{sku: '', name: '', category: '', quantity: 2, unitPriceCents: cents / 2}],
});

test('standard deviation over mean, by hand; returned orders are none', () => {
	expect(valueVariation([order(100), order(300), order(1_000_000, 'returned')])).toBeCloseTo(100 / 200, 12);
	expect(valueVariation([order(700), order(700)])).toBe(0);
	expect(valueVariation([])).toBe(0);
});

test("the generator's orders vary by more than their mean, whatever the seed", async () => {
	for (const seed of [1, 42]) {
		const sampled = await sampledValueVariation(seed);
		expect(sampled).toBeGreaterThan(1);
		expect(sampled).toBeLessThan(2);
	}
});
