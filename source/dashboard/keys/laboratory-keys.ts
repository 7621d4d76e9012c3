import {ttlPresets} from '../../lab/ttl-presets.ts';
import {showsAllCharts} from '../screens/laboratory/laboratory-layout.ts';
import type {KeyBinding} from './key-binding.ts';
import {simulating, unopened} from './key-conditions.ts';

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
		screen: 'laboratory',
		bar: state => state.screen === 'laboratory' ? 'guess' : undefined,
		repeats: true,
		help: 'guess the hit rate: theory hides until Enter starts the run',
		off: unopened,
		press({laboratory: {guess}}, key) {
			const step = guessSteps[key as keyof typeof guessSteps];
			const from = guess?.isPlacing ? guess.hitRate : 0.5 - step;
			const to = Math.round((from + step) * 100) / 100;
			return to < 0 || to > 1
				? {type: 'key-refused', key: 'arrows', reason: 'a guess lies between 0 % and 100 %'}
				: {type: 'guess-moved', hitRate: to};
		},
	},
	{
		keys: ['G'],
		screen: 'laboratory',
		help: 'type the guess, in percent',
		off: unopened,
		press: () => ({type: 'prompt-opened', kind: 'guess'}),
	},
	{
		keys: ['return'],
		label: 'Enter',
		screen: 'laboratory',
		repeats: true,
		help: 'place the guess and start the run',
		off: state => unopened(state) ?? (state.laboratory.guess?.isPlacing ? undefined : 'there is no guess to place: the arrows make one'),
		press: () => ({type: 'guess-placed'}),
	},
	{
		keys: ['w'],
		barLabel: 'w W',
		hasSecondKeys: true,
		screen: 'laboratory',
		bar: state => state.screen === 'laboratory' ? 'what if 24 h' : undefined,
		help: 'what if the TTL were 24 h? SIMULATED with the present load',
		off: simulating,
		press: () => ({type: 'what-if-wished', ttlSeconds: longestTtl}),
	},
	{
		keys: ['W'],
		screen: 'laboratory',
		help: 'the same for a TTL that you type',
		off: simulating,
		press: () => ({type: 'prompt-opened', kind: 'what-if-ttl'}),
	},
	{
		keys: ['e'],
		screen: 'laboratory',
		bar: state => state.screen === 'laboratory' ? 'budget' : undefined,
		help: ({error}) => `error budget: type how far off ${error.headline.name} may be, 95 % of the time`,
		off: unopened,
		press: () => ({type: 'prompt-opened', kind: 'error-budget'}),
	},
	{
		keys: ['tab'],
		label: 'Tab',
		screen: 'laboratory',
		bar: state => state.screen === 'laboratory' && !showsAllCharts(state) ? 'charts' : undefined,
		repeats: true,
		help: 'the other two charts, on a small screen',
		off: state => showsAllCharts(state) ? 'all four charts stand here already' : undefined,
		press: () => ({type: 'charts-swapped'}),
	},
];
