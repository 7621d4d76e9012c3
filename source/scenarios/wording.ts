import type {Scenario} from './scenario.ts';

/** A text, or a function that gives it for a scenario. */
export type Wording = string | ((scenario: Scenario) => string);

/** The text for a scenario. */
export function said(wording: Wording, scenario: Scenario): string {
	return typeof wording === 'string' ? wording : wording(scenario);
}
