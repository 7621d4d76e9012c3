import {expect, test} from 'vitest';
import type {FillFigures} from '../../../source/flows/fill-figures.ts';
import {StoreFailure} from '../../../source/stores/store-failure.ts';
import {whatRuns} from '../../../source/dashboard/commands/what-runs.ts';
import {partHeld, refillWaitedFor} from '../../../source/dashboard/selectors/refill-text.ts';
import {byLayer} from '../../../source/layers/layers.ts';
import {openDesk} from '../desk.ts';

const figures: FillFigures = {
	lag: {p50Ms: 8, p95Ms: 21, samples: 200},
	queued: 3,
	heldBackBy: undefined,
	bound: 'at most one row an order of the last 36 days',
};

test('the figures stand in the state; what holds orders back is said once, and its end', () => {
	const {state, dispatch} = openDesk();
	const tell = (heldBackBy: string | undefined) => dispatch({type: 'fill-told', news: {type: 'figures', figures: {...figures, heldBackBy}}});
	const before = state().activity.length;
	tell(undefined);
	expect([state().fill, state().activity.length - before]).toEqual([figures, 0]);
	tell('psql (process 17) has not committed');
	tell('psql (process 17) has not committed');
	tell(undefined);
	expect(
		state()
			.activity.slice(0, state().activity.length - before)
			.map(({text, kind}) => [text, kind]),
	).toEqual([
		['nothing holds orders back from MongoDB any more', 'note'],
		['orders are held back from MongoDB: psql (process 17) has not committed', 'failed'],
	]);
});

test('a MongoDB that is filled anew is said, and why', () => {
	const {state, dispatch} = openDesk();
	dispatch({type: 'fill-told', news: {type: 'refilling', facts: 1200, why: 'another'}});
	dispatch({type: 'fill-told', news: {type: 'refilling', facts: 1200, why: 'lost'}});
	dispatch({type: 'fill-told', news: {type: 'live-missed', failure: new StoreFailure('redis', 'silent', 'no answer', 'Redis does not answer')}});
	dispatch({type: 'fill-failed', reason: 'it cannot be'});
	expect(
		state()
			.activity.slice(0, 4)
			.map(({text}) => text),
	).toEqual([
		'MongoDB is not filled any more: it cannot be',
		'Redis was not told of new orders: no answer',
		'MongoDB has lost orders: it receives the 1,200 of the window again',
		'this MongoDB is new to PostgreSQL: it receives the 1,200 orders of the window',
	]);
	expect(state().fill).toBeUndefined();
});

test('with a named PostgreSQL nothing is read before MongoDB has what its window held', () => {
	const {state, dispatch} = openDesk();
	const server = {kind: 'server', label: 'PostgreSQL 15', version: '15', address: 'postgres://x'} as const;
	const seen = () => [refillWaitedFor(state()), whatRuns(state()).load !== undefined, whatRuns(state()).truth !== undefined];
	dispatch({type: 'services-opened', backends: byLayer(() => server), factsHeld: 0, firstFacts: 500});
	expect(seen()).toEqual(['asking PostgreSQL what MongoDB lacks …', false, false]);
	dispatch({type: 'fill-told', news: {type: 'behind', refill: {facts: 40_000, left: 28_000}}});
	expect(seen()).toEqual(['MongoDB is being filled from PostgreSQL: 12,000 of 40,000', false, false]);
	dispatch({type: 'fill-told', news: {type: 'whole'}});
	expect(seen()).toEqual([undefined, true, true]);
	expect(state().activity[0]!.text).toBe("MongoDB is filled: it has the 40,000 orders of PostgreSQL's window");
	// Emptied meanwhile, it is waited for too.
	dispatch({type: 'fill-told', news: {type: 'behind', refill: {facts: 10, left: 10}}});
	expect(seen()).toEqual(['MongoDB is being filled from PostgreSQL: 0 of 10', false, false]);
});

test('what holds the queueing back is said while it is waited for; a failure ends the waiting, and a part is called one', () => {
	const {state, dispatch} = openDesk({refill: {progress: undefined, failure: undefined}});
	dispatch({type: 'fill-told', news: {type: 'figures', figures: {...figures, heldBackBy: 'transactions are open'}}});
	expect(refillWaitedFor(state())).toBe('MongoDB waits to be filled: transactions are open');
	dispatch({type: 'fill-told', news: {type: 'behind', refill: {facts: 10, left: 7}}});
	dispatch({type: 'fill-told', news: {type: 'failed', failure: new StoreFailure('postgres', 'silent', 'no connection', 'PostgreSQL at x does not answer')}});
	expect([refillWaitedFor(state()), partHeld(state()), whatRuns(state()).load !== undefined]).toEqual([undefined, 'MongoDB holds a part: 3 of 10', true]);
	dispatch({type: 'fill-told', news: {type: 'behind', refill: {facts: 10, left: 6}}});
	expect([partHeld(state()), whatRuns(state()).load]).toEqual([undefined, undefined]);
	dispatch({type: 'fill-failed', reason: 'it cannot be'});
	expect([partHeld(state()), whatRuns(state()).load !== undefined]).toEqual(['MongoDB holds a part: 4 of 10', true]);
	dispatch({type: 'fill-told', news: {type: 'whole'}});
	dispatch({type: 'fill-told', news: {type: 'failed', failure: new StoreFailure('postgres', 'silent', 'no connection', 'PostgreSQL at x does not answer')}});
	expect([partHeld(state()), refillWaitedFor(state())]).toEqual([undefined, undefined]);
});

test('beside what is timed MongoDB is not counted either: it would seem to hold more than PostgreSQL', () => {
	const {state, dispatch, commands} = openDesk();
	const server = {kind: 'server', label: 'PostgreSQL 15', version: '15', address: 'postgres://x'} as const;
	dispatch({type: 'services-opened', backends: byLayer(() => server), factsHeld: 500, firstFacts: 500});
	const counted = () => commands.filter(({type}) => type === 'estimate-facts').length;
	dispatch({type: 'fill-told', news: {type: 'brought', changes: 5}});
	expect(counted()).toBe(1);
	dispatch({type: 'comparison-wished'});
	expect(state().job?.name).toBe('compare');
	dispatch({type: 'fill-told', news: {type: 'brought', changes: 5}});
	expect(counted()).toBe(1);
});
