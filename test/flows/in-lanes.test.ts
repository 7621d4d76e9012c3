import {expect, test} from 'vitest';
import {inLanes} from '../../source/flows/in-lanes.ts';

test('so many go at a time, and the results are in the order of the things', async () => {
	let [underWay, most] = [0, 0];
	const results = await inLanes([30, 1, 20, 2, 10], 2, async ms => {
		most = Math.max(most, ++underWay);
		await new Promise(resolve => {
			setTimeout(resolve, ms);
		});
		underWay--;
		return `${ms} ms`;
	});
	expect([results, most]).toEqual([['30 ms', '1 ms', '20 ms', '2 ms', '10 ms'], 2]);
	expect(await inLanes([], 2, async () => 1)).toEqual([]);
});

test('the first failure ends it: nothing more is begun', async () => {
	const begun: number[] = [];
	let goOn = () => {};
	const held = new Promise<void>(resolve => {
		goOn = resolve;
	});
	const ending = inLanes([1, 2, 3, 4], 2, async thing => {
		begun.push(thing);
		await (thing === 1 ? held : undefined);
		if (thing === 2) {
			throw new Error('the second');
		}
	});
	await expect(ending).rejects.toThrow('the second');
	goOn();
	await held;
	await Promise.resolve();
	await Promise.resolve();
	expect(begun).toEqual([1, 2]);
});
