import type {Scenario} from '../scenarios/scenario.ts';
import {Problem} from '../words/problem.ts';
import {dashed} from './dashed.ts';
import {type Reader, whole} from './read-value.ts';

/** A flag for each scenario whose world has a number of something. */
export function populationFlags(scenarios: readonly Scenario[]): Readonly<Record<string, {value: string; reader: Reader<number>; help: string}>> {
	return Object.fromEntries(
		scenarios.flatMap(({name, population}) =>
			population
				? [
						[
							population.flag,
							{
								value: 'N',
								reader: whole(population.least, population.most),
								help: `${name}: number of ${population.many}, ${whole(population.least, population.most).range} (default ${population.usual})`,
							},
						],
					]
				: [],
		),
	);
}

/**
 * A scenario at the size that was asked for.
 * @param given what was given, by flag
 * @throws Problem (exit code 2) where a size is asked for that the scenario does not have
 */
export function sized(scenario: Scenario, scenarios: readonly Scenario[], given: Readonly<Record<string, unknown>>): Scenario {
	for (const {name, population} of scenarios) {
		if (population && name !== scenario.name && given[population.flag] !== undefined) {
			throw new Problem(`${dashed(population.flag)} belongs to --scenario ${name}, not to ${scenario.name}`, 2);
		}
	}

	const {population} = scenario;
	const count = population && (given[population.flag] as number | undefined);
	return count === undefined ? scenario : population!.sized(count);
}
