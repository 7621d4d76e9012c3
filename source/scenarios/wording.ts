import type {Scenario} from './scenario.ts';

/** A text, or how a scenario says it. */
export type Wording = string | ((scenario: Scenario) => string);

/** The text in a scenario's words. */
export function said(wording: Wording, scenario: Scenario): string {
	return typeof wording === 'string' ? wording : wording(scenario);
}
