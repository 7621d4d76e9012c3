import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {Keyspace} from '../../../../source/engines/redis/state/keyspace.ts';

test('a scan sees each key that stays, sees none twice, and ends, whatever comes and goes meanwhile', () => {
	const changes = fc.array(fc.record({key: fc.integer({min: 0, max: 300}), isPut: fc.boolean()}), {maxLength: 200});
	fc.assert(
		fc.property(fc.integer({min: 1, max: 300}), fc.integer({min: 1, max: 40}), changes, (size, count, list) => {
			const database = new Keyspace(0, () => undefined).databases[0]!;
			for (let i = 0; i < size; i++) {
				database.put(String(i), 'v');
			}

			const touched = new Set(list.map(({key}) => String(key)));
			const seen: string[] = [];
			const rest = [...list];
			let cursor = 0n;
			do {
				const page = database.order.page(cursor, count);
				seen.push(...page.entries.map(entry => entry.key));
				cursor = BigInt(page.next);
				for (const {key, isPut} of rest.splice(0, 15)) {
					const entry = database.find(String(key));
					if (isPut) {
						database.put(String(key), 'w');
					} else if (entry !== undefined) {
						database.remove(entry);
					}
				}
			} while (cursor !== 0n);

			const stayed = Array.from({length: size}, (_, i) => String(i)).filter(key => !touched.has(key));
			expect(stayed.filter(key => !seen.includes(key))).toEqual([]);
			expect(new Set(seen).size).toBe(seen.length);
		}),
	);
});
