import {expect, test} from 'vitest';
import {presentBudget} from '../../../source/dashboard/selectors/present-budget.ts';
import type {State} from '../../../source/dashboard/state/state.ts';
import {budgetTtl} from '../../../source/lab/error-budget.ts';
import {nowMs, openState, stateAfter, statistics, truth} from '../desk.ts';

// At noon, 0.5 orders/s of 60.00 all day long.
const todayCents = 0.5 * 43_200 * 6000;
const trading: State = {...openState, isStreaming: true, factsPerSecond: 0.5, truth: truth(todayCents)};
const noon = {errorShare: 0.01, ordersPerSecond: 0.5, meanCents: 6000, squareCents: 2 * 6000 ** 2, todayCents, sinceMidnightSeconds: 43_200, fillSeconds: 0};

test('asks for the trade as last measured, at the hour of that measurement', () => {
	expect(presentBudget(trading)).toEqual(budgetTtl(noon));
	expect(presentBudget({...trading, nowMs: nowMs + 9 * 3_600_000})).toEqual(budgetTtl(noon));
	const atOne = truth(todayCents, {asOfMs: nowMs - 11 * 3_600_000});
	expect(presentBudget({...trading, truth: atOne})).toEqual(budgetTtl({...noon, sinceMidnightSeconds: 3600}));
});

test('takes the budget asked for, the rate chosen and the fill time of the load', () => {
	const asked: State = {...trading, factsPerSecond: 4, addedFillSeconds: 2, laboratory: {...trading.laboratory, budgetShare: 0.05}};
	expect(presentBudget(asked)).toEqual(budgetTtl({...noon, errorShare: 0.05, ordersPerSecond: 4, fillSeconds: 2}));
	expect(presentBudget({...asked, statistics: statistics(30, 10, {fillMs: 3000})})).toEqual(
		budgetTtl({...noon, errorShare: 0.05, ordersPerSecond: 4, fillSeconds: 3}),
	);
});

test('while no orders come nothing is missed: the day so far', () => {
	expect(presentBudget({...trading, isStreaming: false})).toMatchObject({
		ttlSeconds: 43_200,
		reason: expect.stringContaining('no orders come at present') as string,
	});
});

test('is not there before the truth is known, nor without orders', () => {
	expect(presentBudget(openState)).toBeUndefined();
	expect(presentBudget({...trading, truth: {...truth(0), trade: {orders: 0, cents: 0, squareCents: 0}}})).toBeUndefined();
});

test('at midnight there is no TTL, and a reason', () => {
	const midnight = presentBudget({...trading, truth: truth(0, {asOfMs: nowMs + 43_200_000})})!;
	expect(midnight.ttlSeconds).toBeUndefined();
	expect(midnight.reason).toMatch(/^no TTL keeps 95 % of reads that close/);
});

test('follows the order stream, its rate and the budget at once', () => {
	const asked = stateAfter(trading, {type: 'budget-chosen', share: 0.02}, {type: 'stream-rate-chosen', perSecond: 2});
	expect(presentBudget(asked)).toEqual(budgetTtl({...noon, errorShare: 0.02, ordersPerSecond: 2}));
	expect(presentBudget(stateAfter(asked, {type: 'stream-wished', isStreaming: false}))).toEqual(budgetTtl({...noon, errorShare: 0.02, ordersPerSecond: 0}));
});
