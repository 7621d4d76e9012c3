import type {KeyBinding} from './key-binding.ts';
import {alone, busy, onDashboard, reading, unopened} from './key-conditions.ts';

/** Keys for what is done once: measure, archive, read, expire. */
export const workKeys: readonly KeyBinding[] = [
	{
		keys: ['b'],
		bar: onDashboard('bench'),
		barLabel: 'b B',
		hasSecondKeys: true,
		writes: true,
		help: 'measure misses against hits, one read after the other (burst)',
		off: alone,
		press: () => ({type: 'benchmark-wished', mode: 'burst'}),
	},
	{
		keys: ['B'],
		writes: true,
		help: 'the same with a pause before each read, as a dashboard reads (paced)',
		off: alone,
		press: () => ({type: 'benchmark-wished', mode: 'paced'}),
	},
	{
		keys: ['a'],
		bar: onDashboard('archive'),
		isMinor: state => state.isStreaming,
		writes: true,
		help: 'archive the window to GCS: JSON Lines, gzip, a day an object',
		off: busy,
		press: () => ({type: 'archive-wished'}),
	},
	{
		keys: ['r'],
		bar: onDashboard('refresh'),
		isMinor: () => true,
		help: 'read now',
		off: state => reading(state) ?? (state.viewers.count > 0 ? 'the viewers read: v sets their number' : undefined),
		press: () => ({type: 'read-wished'}),
	},
	{
		keys: ['x'],
		bar: onDashboard('expire'),
		isMinor: () => true,
		writes: true,
		help: 'expire the key in Redis: the next read is a miss',
		off: unopened,
		press: () => ({type: 'expiry-wished'}),
	},
];
