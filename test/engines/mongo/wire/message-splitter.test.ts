import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {BufferBudget} from '../../../../source/engines/mongo/wire/buffer-budget.ts';
import {MessageSplitter} from '../../../../source/engines/mongo/wire/message-splitter.ts';

function message(size: number, fill: number): Buffer {
	const bytes = Buffer.alloc(size, fill);
	bytes.writeInt32LE(size);
	return bytes;
}

test('messages come out whole however their bytes come in', () => {
	fc.assert(
		fc.property(
			fc.array(fc.integer({min: 16, max: 60}), {minLength: 1, maxLength: 8}),
			fc.array(fc.integer({min: 1, max: 40}), {minLength: 1, maxLength: 20}),
			(sizes, cuts) => {
				const messages = sizes.map((size, index) => message(size, index + 1));
				const splitter = new MessageSplitter(1000);
				const found: Buffer[] = [];
				let rest: Buffer = Buffer.concat(messages);
				for (let i = 0; rest.length > 0; i++) {
					splitter.push(rest.subarray(0, cuts[i % cuts.length]));
					rest = rest.subarray(cuts[i % cuts.length]);
					for (let next = splitter.next(); next !== null; next = splitter.next()) {
						found.push(next as Buffer);
					}
				}

				expect(found.map(bytes => bytes.toString('hex'))).toEqual(messages.map(bytes => bytes.toString('hex')));
				expect(splitter.bytes).toBe(0);
			},
		),
		{seed: 1},
	);
});

test.each([[0], [15], [-1], [1001]])('a length of %d is malformed', length => {
	const splitter = new MessageSplitter(1000);
	const bytes = Buffer.alloc(20);
	bytes.writeInt32LE(length);
	splitter.push(bytes);
	expect(splitter.next()).toBe('malformed');
});

test('the budget gives no more than it has', () => {
	const budget = new BufferBudget(10);
	expect([budget.take(6), budget.take(5), budget.take(4)]).toEqual([true, false, true]);
	budget.give(6);
	expect(budget.take(7)).toBe(false);
	expect(budget.take(6)).toBe(true);
});
