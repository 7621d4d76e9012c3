import type {KeyBinding} from './key-binding.ts';
import {archived, filled, ledgerOpen, needs, noJob, opened} from './key-conditions.ts';

/** Keys of the layers screen: the drill. */
export const drillKeys: readonly KeyBinding[] = [
	{
		keys: ['d'],
		isOf: ({facts, archive}) => facts.ledger !== undefined && archive !== undefined,
		bar: ({drill}) => (drill?.stage === 'lost' ? 'restore now' : 'drill'),
		writes: true,
		help: 'drill: lose an archived day, and restore it from the archive',
		off: state =>
			state.drill?.stage === 'lost'
				? undefined
				: needs(archived, opened, ledgerOpen, filled, noJob, ({holdings: {gcs}}) =>
						gcs?.days === 0 ? 'nothing is archived yet, archive first: a' : undefined,
					)(state),
		press: ({drill}) => (drill?.stage === 'lost' ? {type: 'restore-wished'} : {type: 'drill-wished'}),
	},
];
