import type {State} from '../state/state.ts';
import type {Event} from '../update/event.ts';
import type {KeyBinding} from './key-binding.ts';
import {filled, ledgerOpen, needs, noJob, noViewers, opened} from './key-conditions.ts';

/** What is measured is shown on a screen of its own. */
const shown = (wish: Event): readonly Event[] => [{type: 'screen-chosen', screen: 'rivals'}, wish];

/** A text for the key bar of that screen: the others name the screen itself. */
const atRivals =
	(text: string) =>
	({screen}: State) =>
		screen === 'rivals' ? text : undefined;

/** Keys that measure PostgreSQL against the cache. */
export const rivalKeys: readonly KeyBinding[] = [
	{
		keys: ['c'],
		isOf: ({question}) => question.ledger !== undefined,
		bar: atRivals('compare'),
		writes: true,
		help: 'compare: ask PostgreSQL (in 3 ways), MongoDB and Redis one question',
		off: needs(opened, ledgerOpen, filled, noJob, noViewers),
		press: () => shown({type: 'comparison-wished'}),
	},
	{
		keys: ['k'],
		isOf: ({question}) => question.ledger !== undefined,
		bar: atRivals('contend'),
		writes: true,
		help: 'contend: checkouts beside dashboards that scan PostgreSQL, or do not',
		off: needs(opened, ledgerOpen, filled, noJob, noViewers),
		press: () => shown({type: 'contention-wished'}),
	},
];
