import {placed} from '../../scenarios/placed.ts';
import type {State} from '../state/state.ts';
import type {Event} from '../update/event.ts';
import type {KeyBinding} from './key-binding.ts';
import {filled, ledgerOpen, needs, noJob, noViewers, opened} from './key-conditions.ts';

/** What is measured is shown on its own screen. */
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
		bar: atRivals('compare'),
		writes: true,
		help({question: {ledger}, live}) {
			const ways = (ledger ? (ledger.indexes.length > 0 ? 3 : 2) : 0) + 1 + (live?.question ? 2 : 1);
			return `compare: ask ${ledger ? 'PostgreSQL, ' : ''}MongoDB and Redis one question, in ${ways} ways`;
		},
		off: needs(opened, state => (state.scenario.question.ledger ? ledgerOpen(state) : undefined), filled, noJob, noViewers),
		press: () => shown({type: 'comparison-wished'}),
	},
	{
		keys: ['k'],
		isOf: ({question}) => question.ledger !== undefined,
		bar: atRivals('contend'),
		writes: true,
		help: ({facts}) => `contend: ${placed(facts).many} with and without dashboards that scan PostgreSQL`,
		off: needs(opened, ledgerOpen, filled, noJob, noViewers),
		press: () => shown({type: 'contention-wished'}),
	},
];
