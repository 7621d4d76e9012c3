import type {BudgetedTtl} from '../../lab/error-budget.ts';
import {presentLoad} from './present-load.ts';
import type {State} from '../state/state.ts';

/**
 * The longest TTL that holds the error budget at the present rate of facts and hour, with the trade as last measured.
 * Undefined before the truth is known, and where no formula is.
 */
export function presentBudget(state: State): BudgetedTtl | undefined {
	const {scenario, truth, isStreaming, factsPerSecond, laboratory: {budgetShare}} = state;
	return truth && scenario.error.budget?.({
		truth: truth.answer,
		trade: truth.trade,
		factsPerSecond: isStreaming ? factsPerSecond : 0,
		errorShare: budgetShare,
		fillSeconds: presentLoad(state).fillSeconds,
	});
}
