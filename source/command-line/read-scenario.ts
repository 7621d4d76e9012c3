import type {Scenario} from '../scenarios/scenario.ts';
import {scenarios} from '../scenarios/scenarios.ts';
import {oneOf, type Reader} from './read-value.ts';

const names = oneOf(scenarios.map(({name}) => name));

/** The scenario of a name. */
export const scenarioNamed: Reader<Scenario> = {
	range: names.range,
	read(flag, text) {
		const wanted = names.read(flag, text);
		return scenarios.find(({name}) => name === wanted)!;
	},
};
