import fc from 'fast-check';
import {expect, test} from 'vitest';
import {orderId} from '../../../source/scenarios/shop/order-id.ts';
import {createRandom} from '../../../source/chance/random.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const timeOf = (id: string) => Array.from(id.slice(0, 10)).reduce((sum, sign) => sum * 32 + alphabet.indexOf(sign), 0);
const instantMs = fc.integer({min: 0, max: 2 ** 48 - 1});

test("is 26 signs of Crockford's base 32 and starts with its instant", () => {
	fc.assert(
		fc.property(instantMs, fc.integer(), (ms, seed) => {
			const id = orderId(ms, createRandom(seed));
			expect(id).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
			expect(timeOf(id)).toBe(ms);
		}),
	);
});

test('sorts by time, whatever its entropy', () => {
	fc.assert(
		fc.property(instantMs, instantMs, fc.integer(), (a, b, seed) => {
			fc.pre(a !== b);
			const random = createRandom(seed);
			expect(orderId(a, random) < orderId(b, random)).toBe(a < b);
		}),
	);
});

test("the instant of the ULID specification's own example", () => {
	expect(orderId(1_469_918_176_385, createRandom(0)).slice(0, 10)).toBe('01ARYZ6S41');
});
