import * as fc from 'fast-check';
import {expect, it} from 'vitest';
import {createEventQueue} from '../../source/lab/event-queue.ts';

it('gives all in the order of their instants, those of one instant as they came, pushed before or while taking', () => {
	fc.assert(
		fc.property(fc.array(fc.oneof(fc.integer({min: 0, max: 9}), fc.constant('pop' as const)), {maxLength: 200}), commands => {
			const queue = createEventQueue<string>();
			let model: Array<{at: number; event: string}> = [];
			for (const [number, command] of commands.entries()) {
				// A stable sort keeps equal instants in the order of arrival.
				model = model.toSorted((a, b) => a.at - b.at);
				expect([queue.size, queue.nextAt]).toEqual([model.length, model[0]?.at ?? Number.POSITIVE_INFINITY]);
				const isPop = command === 'pop';
				expect(isPop ? queue.pop() : queue.push(command, `${number}`)).toBe(isPop ? model.shift()?.event : undefined);
				model = isPop ? model : [...model, {at: command, event: `${number}`}];
			}
		}),
	);
});
