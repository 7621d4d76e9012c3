import {scenarios} from '../scenarios/scenarios.ts';
import {Problem} from '../words/problem.ts';
import type {Given} from './flags.ts';

/** How many keys memory is to hold. @throws Problem of a scenario with one key */
export function readKeysInMemory({keysInMemory, scenario = scenarios[0]}: Given): number | undefined {
	if (keysInMemory !== undefined && !scenario.question.abouts) {
		throw new Problem(`--keys-in-memory is of scenarios with many keys, not of ${scenario.name}: name one with --scenario`, 2);
	}

	return keysInMemory;
}
