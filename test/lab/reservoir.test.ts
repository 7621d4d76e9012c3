import {expect, it} from 'vitest';
import {createReservoir} from '../../source/lab/reservoir.ts';
import {createRandom} from '../../source/orders/random.ts';

it('keeps all while there are few', () => {
	const reservoir = createReservoir<string>(3, createRandom(1));
	reservoir.add('a');
	reservoir.add('b');
	expect([reservoir.seen, reservoir.values()]).toEqual([2, ['a', 'b']]);
	reservoir.values().push('c');
	expect(reservoir.values()).toEqual(['a', 'b']);
	reservoir.clear();
	expect([reservoir.seen, reservoir.values()]).toEqual([0, []]);
});

it('keeps each of many with the same probability', () => {
	const random = createRandom(2);
	const kept = Array.from({length: 20}, () => 0);
	for (let run = 0; run < 20_000; run++) {
		const reservoir = createReservoir<number>(5, random);
		for (let value = 0; value < 20; value++) {
			reservoir.add(value);
		}

		for (const value of reservoir.values()) {
			kept[value]!++;
		}
	}

	// A quarter of 20,000, ± 4.5 deviations.
	expect(Math.min(...kept)).toBeGreaterThan(4725);
	expect(Math.max(...kept)).toBeLessThan(5275);
});

it('refuses a capacity of 0', () => {
	expect(() => createReservoir(0, createRandom(1))).toThrow('capacity must be a whole number of at least 1, not 0');
});
