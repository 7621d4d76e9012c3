import type {KeyBinding} from '../../keys/key-binding.ts';
import {archived, type Condition, ledgerOpen, needs, noJob, opened} from '../../keys/key-conditions.ts';
import type {State} from '../../state/state.ts';
import type {Event} from '../../update/event.ts';
import {trendView} from './view-of.ts';

/** The history that a key makes. */
export const historyOrders = {count: 100_000, years: 5} as const;

const asked: Condition = ({scenario: {warehouse, facts}}) => (warehouse ? undefined : `years of ${facts.many} are not asked about`);

const studied: Condition = ({history: {study}}) => (study ? undefined : 'nothing was asked yet: y loads the archive and asks');

/** How many periods an arrow goes. */
const steps = {left: -1, right: 1, down: -12, up: 12} as const;

/** The month or the day that lies this many further on; of days, up and down lead to the months beside theirs. */
function moved(state: State, key: keyof typeof steps): Event {
	const {
		history: {study, days, month},
	} = state;
	if (days && (key === 'up' || key === 'down')) {
		const months = trendView({...state, history: {...state.history, days: undefined}}, study!).periods;
		const at = months.findIndex(({name}) => name === month);
		// A month in which nothing happened has no days to show.
		const next = key === 'up' ? months.find(({of}, i) => i > at && of.size > 0) : months.findLast(({of}, i) => i < at && of.size > 0);
		return next ? {type: 'history-days-wished', month: next.name} : beyond;
	}

	const {periods, chosen} = trendView(state, study!);
	const next = periods[chosen + steps[key]];
	return next ? {type: 'history-moved', ...(days ? {day: next.name} : {month: next.name})} : beyond;
}

const beyond: Event = {type: 'key-refused', key: 'arrows', reason: 'no history lies there'};

/** Keys of the history screen. */
export const historyKeys: readonly KeyBinding[] = [
	{
		keys: ['y'],
		bar: ({scenario: {warehouse}, history: {study}}) => (warehouse ? (study ? 'load again' : 'load') : undefined),
		writes: true,
		help: 'load the archive into the warehouse, and ask it for years',
		off: needs(asked, archived, opened, noJob),
		press: () => ({type: 'history-wished'}),
	},
	{
		keys: ['left', 'right', 'up', 'down'],
		label: 'arrows',
		bar: ({history: {study, days}}) => (study ? (days ? 'day, month' : 'month, year') : undefined),
		repeats: true,
		help: 'another month or year; among days: another day or month',
		off: needs(asked, studied, state => (state.history.days ? noJob(state) : undefined)),
		press: (state, key) => moved(state, key as keyof typeof steps),
	},
	{
		keys: ['return'],
		label: 'Enter',
		bar: ({scenario: {warehouse}, history: {study, days}}) => (!warehouse || days ? undefined : study ? 'days' : 'make a history'),
		writes: true,
		help: 'show the days of the month; with no history, make one',
		off: needs(asked, archived, opened, noJob, state =>
			state.history.study ? (state.history.days ? 'these are the days: Esc leads back to the months' : undefined) : ledgerOpen(state),
		),
		press: ({history: {study, month}}) =>
			study ? {type: 'history-days-wished', month} : {type: 'prompt-opened', kind: 'history-orders', text: String(historyOrders.count)},
	},
];
