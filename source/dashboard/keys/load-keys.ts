import type {Protection} from '../../lab/protections.ts';
import {formatCount} from '../../words/count.ts';
import {formatDuration} from '../../words/duration.ts';
import type {KeyBinding} from './key-binding.ts';
import {filled, needs, noJob, notPaused, opened} from './key-conditions.ts';

/** What is on besides, or instead of, the single-flight that the lesson starts with. */
function protectionNote({on}: Protection): string {
	const others = [...on].filter(name => name !== 'single-flight');
	return on.size === 0 ? ': none' : others.length === 0 ? '' : `: ${others[0]!}${others.length > 1 ? ` +${others.length - 1}` : ''}`;
}

/** The slow origin's steps, in seconds. */
const addedFills = [0, 0.1, 0.4, 1, 2, 5];

/** Keys for the load: who reads, from how slow an origin, behind which protection. */
export const loadKeys: readonly KeyBinding[] = [
	{
		keys: ['v'],
		bar: ({viewers: {count}}) => (count <= 1 ? '1 viewer' : `${formatCount(count)} viewers`),
		barLabel: 'v V',
		hasSecondKeys: true,
		help: 'viewers: how many read, how, and from how many processes',
		off: needs(opened),
		press: () => ({type: 'menu-opened', kind: 'viewers'}),
	},
	{
		keys: ['V'],
		help: 'type the number of viewers, 0 to 1,000',
		off: needs(opened),
		press: () => ({type: 'prompt-opened', kind: 'viewers'}),
	},
	{
		keys: ['p'],
		bar: ({protection}) => `protect${protectionNote(protection)}`,
		help: 'protections against stampedes: switch each, set its figure',
		off: needs(opened),
		press: () => ({type: 'menu-opened', kind: 'protections'}),
	},
	{
		keys: ['l'],
		barLabel: 'l L',
		hasSecondKeys: true,
		bar: state => (state.addedFillSeconds === 0 ? 'slow origin' : `slow +${formatDuration(state.addedFillSeconds)}`),
		repeats: true,
		help: 'slow origin: time added to each query of MongoDB, 0 to 5 s',
		off: needs(opened),
		press: state => ({type: 'added-fill-chosen', seconds: addedFills.find(seconds => seconds > state.addedFillSeconds) ?? 0}),
	},
	{
		keys: ['L'],
		help: 'type the time added to each query of MongoDB',
		off: needs(opened),
		press: () => ({type: 'prompt-opened', kind: 'added-fill'}),
	},
	{
		keys: ['!'],
		bar: () => 'stampede',
		writes: true,
		help: 'stampede: expire the key under the present load, count the queries',
		off: needs(opened, filled, noJob, notPaused),
		press: () => ({type: 'stampede-wished'}),
	},
];
