// What is measured and predicted of rides and merchants without a terminal: each command's JSON names its scenario.
import {describe, expect, test} from 'vitest';
import {printed} from '../terminal/printed.ts';
import {rounds} from '../thorough.ts';

type What = readonly [command: string, flags: readonly string[], schema: string];

const what: readonly What[] = [
	['what-if', ['--ttl', '60s', '--reads', '20000'], 'shopstream.what-if/1'],
	...rounds<readonly What[]>(
		[],
		[
			['lab', ['--for', '1s', '--viewers', '20', '--poll', '1s', '--without', 'postgres'], 'shopstream.lab/1'],
			['stampede', ['--ttl', '2s', '--viewers', '20', '--poll', '1s', '--without', 'postgres'], 'shopstream.stampede-together/1'],
			['bench', ['--without', 'postgres'], 'shopstream.bench/1'],
			['compare', [], 'shopstream.compare/1'],
			['report', ['--without', 'postgres'], ''],
		],
	),
];

describe.each([
	['rides', ['--drivers', '100']],
	['merchants', ['--merchants', '1000', '--orders', '500']],
] as const)('%s', (scenario, population) => {
	test.each(what)('%s', async (command, flags, given) => {
		const schema = given || `shopstream.${scenario}-report/1`;
		const taken = command === 'what-if' ? population.slice(0, 2) : population;
		const {code, stdout, stderr} = await printed([command, '--scenario', scenario, ...taken, ...flags, '--json']);
		expect([code, JSON.parse(stdout || 'null')], stderr).toMatchObject([0, {schema, scenario}]);
	});
});
