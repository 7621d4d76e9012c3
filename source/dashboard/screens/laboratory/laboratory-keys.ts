import {ttlPresets} from '../../../lab/ttl-presets.ts';
import type {KeyBinding} from '../../keys/key-binding.ts';
import {filled, isOfMany, manyRead, needs, noJob, noSimulation, notPaused, opened} from '../../keys/key-conditions.ts';
import {showsAllCharts} from './laboratory-layout.ts';

const longestTtl = ttlPresets.at(-1)!;

/** How far an arrow moves a guess. */
const guessSteps = {up: 0.05, down: -0.05, right: 0.01, left: -0.01} as const;

/** Keys of the laboratory's screen. */
export const laboratoryKeys: readonly KeyBinding[] = [
	{
		keys: ['up', 'down', 'right', 'left'],
		label: 'arrows',
		barLabel: 'arrows G',
		hasSecondKeys: true,
		bar: () => 'guess',
		repeats: true,
		help: 'guess the hit rate: theory hides until Enter starts the run',
		off: needs(opened),
		press({laboratory: {guess}}, key) {
			const step = guessSteps[key as keyof typeof guessSteps];
			const from = guess?.isPlacing ? guess.hitRate : 0.5 - step;
			const to = Math.round((from + step) * 100) / 100;
			return to < 0 || to > 1 ? {type: 'key-refused', key: 'arrows', reason: 'a guess lies between 0 % and 100 %'} : {type: 'guess-moved', hitRate: to};
		},
	},
	{
		keys: ['G'],
		help: 'type the guess, in percent',
		off: needs(opened),
		press: () => ({type: 'prompt-opened', kind: 'guess'}),
	},
	{
		keys: ['return'],
		label: 'Enter',
		repeats: true,
		help: 'place the guess and start the run',
		off: needs(opened, ({laboratory: {guess}}) => (guess?.isPlacing ? undefined : 'there is no guess to place: the arrows make one')),
		press: () => ({type: 'guess-placed'}),
	},
	{
		keys: ['w'],
		barLabel: 'w W',
		hasSecondKeys: true,
		bar: () => 'what if 24 h',
		help: 'what if the TTL were 24 h? SIMULATED with the present load',
		off: needs(opened, noSimulation),
		press: () => ({type: 'what-if-wished', ttlSeconds: longestTtl}),
	},
	{
		keys: ['W'],
		help: 'the same for a TTL that you type',
		off: needs(opened, noSimulation),
		press: () => ({type: 'prompt-opened', kind: 'what-if-ttl'}),
	},
	{
		keys: ['e'],
		bar: () => 'budget',
		help: ({error}) => `error budget: how far off ${error.headline.name} may be, 95 % of the time`,
		off: needs(opened),
		press: () => ({type: 'prompt-opened', kind: 'error-budget'}),
	},
	{
		keys: ['M'],
		isOf: isOfMany,
		barLabel: 'M K',
		hasSecondKeys: true,
		bar: ({laboratory: {shows}}) => (shows === 'memory' ? 'TTLs' : 'memory'),
		repeats: true,
		help: 'memory: hit rate over the keys that fit; again: over TTLs',
		press: ({laboratory: {shows}}) => ({type: 'figures-shown', shows: shows === 'memory' ? 'ttls' : 'memory'}),
	},
	{
		keys: ['K'],
		isOf: isOfMany,
		help: 'type how many keys fit in Redis: it evicts the others',
		off: needs(opened),
		press: () => [
			{type: 'figures-shown', shows: 'memory'},
			{type: 'prompt-opened', kind: 'memory-keys'},
		],
	},
	{
		keys: ['J'],
		isOf: isOfMany,
		bar: () => 'jitter',
		help: 'jitter: all keys end together, without jitter, then with it',
		off: needs(opened, filled, noJob, notPaused, manyRead),
		// What was measured is shown first.
		press: ({laboratory: {jitter, shows}}) => (jitter && shows !== 'jitter' ? {type: 'figures-shown', shows: 'jitter'} : {type: 'jitter-wished'}),
	},
	{
		keys: ['tab'],
		label: 'Tab',
		bar: state => (showsAllCharts(state) || state.laboratory.shows !== 'ttls' ? undefined : 'charts'),
		repeats: true,
		help: 'the other two charts, on a small screen',
		off: state =>
			state.laboratory.shows === 'memory'
				? 'memory has one chart: M shows those of TTLs'
				: showsAllCharts(state)
					? 'all four charts stand here already'
					: undefined,
		press: () => ({type: 'charts-swapped'}),
	},
];
