import type {BudgetedTtl} from '../../lab/error-budget.ts';
import {presentLoad} from './present-load.ts';
import type {State} from '../state/state.ts';

/** What the longest TTL that holds the error budget depends on: the trade as last measured, the present rate of facts, and the fill time. */
type BudgetQuestion = {
	readonly error: State['scenario']['error'];
	readonly truth: State['truth'];
	readonly factsPerSecond: number;
	readonly errorShare: number;
	readonly fillSeconds: number;
};

export function budgetQuestion(state: State): BudgetQuestion {
	const {
		scenario: {error},
		truth,
		isStreaming,
		factsPerSecond,
		laboratory: {budgetShare},
	} = state;
	return {error, truth, factsPerSecond: isStreaming ? factsPerSecond : 0, errorShare: budgetShare, fillSeconds: presentLoad(state).fillSeconds};
}

/** The longest TTL that holds the error budget at the hour of the truth. Undefined before that is known, and where no formula is. It takes some thousand steps. */
export function budgetOf({error, truth, ...present}: BudgetQuestion): BudgetedTtl | undefined {
	return truth && error.budget?.({truth: truth.answer, trade: truth.trade, ...present});
}

/** The same of a state. */
export function presentBudget(state: State): BudgetedTtl | undefined {
	return budgetOf(budgetQuestion(state));
}
