import {gzipSync} from 'node:zlib';
import {expect, test} from 'vitest';
import {orderKeeping} from '../../../source/scenarios/shop/order-keeping.ts';
import {ofShop} from './of-shop.ts';

const {scenario} = ofShop;

/** What BigQuery counts of a value: a text its bytes and two, a number or an instant eight. */
function logicalBytes(value: unknown): number {
	return typeof value === 'string'
		? /^\d{4}-\d\d-\d\dT/.test(value)
			? 8
			: 2 + Buffer.byteLength(value)
		: typeof value === 'number'
			? 8
			: value === null
				? 0
				: Object.values(value as object).reduce<number>((sum, one) => sum + logicalBytes(one), 0);
}

test('what an order takes is as it was measured', async () => {
	const orders = [...(await scenario.facts.generate({count: 1500, days: 35, seed: 7, nowMs: Date.UTC(2026, 10, 24), timeZone: 'UTC'}))];
	const lines = orders.map(order => scenario.archive!.line(order));
	const {gcs, history, redis} = orderKeeping.bytesPerFact;
	const within = (value: number, measured: number) => {
		expect(value / measured).toBeGreaterThan(0.85);
		expect(value / measured).toBeLessThan(1.15);
	};

	within(gzipSync(lines.join('')).length / orders.length, gcs);
	within(lines.reduce((sum, line) => sum + logicalBytes(JSON.parse(line)), 0) / orders.length, history);
	// A key and what Redis keeps beside it are some 180 bytes.
	within(lines.join('').length / orders.length + 180, redis);
});
