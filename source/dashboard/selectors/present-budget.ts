import {type BudgetedTtl, budgetTtl} from '../../lab/error-budget.ts';
import {localDay} from '../../words/local-day.ts';
import {presentLoad} from './present-load.ts';
import type {State} from '../state/state.ts';

/**
 * The longest TTL that holds the error budget at the present order rate and hour, with the trade as last measured.
 * Undefined before the truth is known, and without orders.
 */
export function presentBudget(state: State): BudgetedTtl | undefined {
	const {truth, isStreaming, ordersPerSecond, laboratory: {budgetShare}} = state;
	if (!truth || truth.values.orders === 0 || truth.values.cents <= 0 || truth.report.totals.todayCents < 0) {
		return undefined;
	}

	const {values: {orders, cents, squareCents}, report} = truth;
	return budgetTtl({
		errorShare: budgetShare,
		ordersPerSecond: isStreaming ? ordersPerSecond : 0,
		meanCents: cents / orders,
		squareCents: squareCents / orders,
		todayCents: report.totals.todayCents,
		sinceMidnightSeconds: (report.asOfMs - localDay(report.asOfMs, report.timeZone).startMs) / 1000,
		fillSeconds: presentLoad(state).fillSeconds,
	});
}
