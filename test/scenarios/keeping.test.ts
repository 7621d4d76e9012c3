import {gzipSync} from 'node:zlib';
import {calculateObjectSize} from 'bson';
import {expect, test} from 'vitest';
import {scenarios} from '../../source/scenarios/scenarios.ts';

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

test.each(scenarios.filter(({keeping}) => keeping))('$name: what a fact takes is as it was measured', async scenario => {
	const facts = [...(await scenario.facts.generate({count: 1500, days: 35, seed: 7, nowMs: Date.UTC(2026, 10, 24), timeZone: 'UTC'}))];
	const lines = facts.map(fact => scenario.archive!.line(fact));
	const {gcs, history, mongo, redis} = scenario.keeping!.bytesPerFact;
	const within = (value: number, measured: number) => {
		expect(value / measured).toBeGreaterThan(0.95);
		expect(value / measured).toBeLessThan(1.05);
	};

	within(gzipSync(lines.join('')).length / facts.length, gcs);
	within(facts.reduce((sum, fact) => sum + calculateObjectSize(scenario.facts.toDocument(fact)), 0) / facts.length, mongo);
	within(lines.reduce((sum, line) => sum + logicalBytes(JSON.parse(line)), 0) / facts.length, history);
	// A key and what Redis keeps beside it are some 180 bytes.
	within(lines.join('').length / facts.length + 180, redis);
});
