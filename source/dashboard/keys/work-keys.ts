import type {KeyBinding} from './key-binding.ts';
import {archived, atHome, atHomeAndLayers, filled, needs, noJob, notPaused, noViewers, opened} from './key-conditions.ts';

/** Keys for what is done once: measure, archive, read, expire. */
export const workKeys: readonly KeyBinding[] = [
	{
		keys: ['b'],
		bar: atHome('bench'),
		barLabel: 'b B',
		hasSecondKeys: true,
		writes: true,
		help: 'measure misses against hits, read after read (burst)',
		off: needs(opened, filled, noJob, noViewers),
		press: () => ({type: 'benchmark-wished', mode: 'burst'}),
	},
	{
		keys: ['B'],
		writes: true,
		help: 'the same, pausing before each read as a dashboard does (paced)',
		off: needs(opened, filled, noJob, noViewers),
		press: () => ({type: 'benchmark-wished', mode: 'paced'}),
	},
	{
		keys: ['a'],
		bar: atHomeAndLayers('archive'),
		writes: true,
		help: ({facts: {many}}) => `archive whole days of ${many} to GCS, as JSON Lines in gzip`,
		off: needs(archived, opened, filled, noJob),
		press: () => ({type: 'archive-wished'}),
	},
	{
		keys: ['r'],
		bar: atHome('refresh'),
		isMinor: () => true,
		help: 'read now',
		off: needs(opened, filled, notPaused, ({viewers}) => (viewers.count > 0 ? 'the viewers read: v sets their number' : undefined)),
		press: () => ({type: 'read-wished'}),
	},
	{
		keys: ['x'],
		bar: atHomeAndLayers('expire'),
		isMinor: () => true,
		writes: true,
		help: 'expire the key in Redis: the next read is a miss',
		off: needs(opened),
		press: () => ({type: 'expiry-wished'}),
	},
];
