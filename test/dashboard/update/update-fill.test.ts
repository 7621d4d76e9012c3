import {expect, test} from 'vitest';
import type {FillFigures} from '../../../source/flows/fill-figures.ts';
import {StoreFailure} from '../../../source/stores/store-failure.ts';
import {openDesk} from '../desk.ts';

const figures: FillFigures = {lag: {p50Ms: 8, p95Ms: 21, samples: 200}, queued: 3, heldBackBy: undefined, bound: 'at most one row an order of the last 36 days'};

test('the figures stand in the state; what holds orders back is said once, and its end', () => {
	const {state, dispatch} = openDesk();
	const tell = (heldBackBy: string | undefined) => dispatch({type: 'fill-told', news: {type: 'figures', figures: {...figures, heldBackBy}}});
	const before = state().activity.length;
	tell(undefined);
	expect([state().fill, state().activity.length - before]).toEqual([figures, 0]);
	tell('psql (process 17) has not committed');
	tell('psql (process 17) has not committed');
	tell(undefined);
	expect(state().activity.slice(0, state().activity.length - before).map(({text, kind}) => [text, kind])).toEqual([
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
	expect(state().activity.slice(0, 4).map(({text}) => text)).toEqual([
		'MongoDB is not filled any more: it cannot be',
		'Redis was not told of new orders: no answer',
		'MongoDB has lost orders: it gets the 1,200 of the window again',
		'this MongoDB is new to PostgreSQL: it gets the 1,200 orders of the window',
	]);
	expect(state().fill).toBeUndefined();
});
