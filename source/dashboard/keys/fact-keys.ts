import {lesson} from '../../command-line/lesson.ts';
import type {Scenario} from '../../scenarios/scenario.ts';
import {formatCount} from '../../words/count.ts';
import {givenRateText} from '../../words/rate.ts';
import {streamed} from '../../scenarios/streamed.ts';
import {streamText} from '../selectors/stream-text.ts';
import type {KeyBinding} from './key-binding.ts';
import {atHome, atHomeAndLayers, needs, noJob, opened} from './key-conditions.ts';

/** Rates of the stream, in facts a second. */
const streamRates = [0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

/** Facts a press of `s` seeds. */
export const seedCount = ({facts: {seeded = lesson.orders}}: Scenario) => seeded;

/** Keys for the facts: how many there are, and whether more arrive. */
export const factKeys: readonly KeyBinding[] = [
	{
		keys: ['s'],
		bar: atHomeAndLayers('seed'),
		barLabel: 's S',
		hasSecondKeys: true,
		isSpare: true,
		writes: true,
		help: scenario => `seed ${formatCount(seedCount(scenario))} ${scenario.facts.many} over the last days`,
		off: needs(opened, noJob),
		press: ({scenario}) => ({type: 'seed-wished', count: seedCount(scenario)}),
	},
	{
		keys: ['S'],
		writes: true,
		help: ({facts: {many}}) => `seed a number of ${many} that you type`,
		off: needs(opened, noJob),
		press: () => ({type: 'prompt-opened', kind: 'seed-count'}),
	},
	{
		keys: ['o'],
		bar(state) {
			const {
				scenario: {facts},
				isStreaming,
				streamHeldBy,
			} = state;
			const {many} = streamed(facts);
			return !isStreaming ? `${many} off` : streamHeldBy === undefined ? `${many} ${streamText(state)}` : `${many} wait`;
		},
		writes: true,
		help: ({facts}) => `${streamed(facts).one} stream on or off: ${streamed(facts).many} arrive, the answer ages`,
		off: needs(opened),
		press: state => ({type: 'stream-wished', isStreaming: !state.isStreaming}),
	},
	{
		keys: ['[', '<', ','],
		label: '[',
		repeats: true,
		help: ({facts}) => `fewer ${streamed(facts).many} a second`,
		off: state => (state.factsPerSecond <= streamRates[0]! ? `${givenRateText(streamRates[0]!)} is the slowest preset: O takes any rate` : undefined),
		press: state => ({type: 'stream-rate-chosen', perSecond: streamRates.findLast(rate => rate < state.factsPerSecond) ?? streamRates[0]!}),
	},
	{
		keys: [']', '>', '.'],
		label: ']',
		barLabel: '[ ] O',
		bar: atHome('rate'),
		// While facts come, their rate is what there is to change.
		isMinor: state => !state.isStreaming,
		isSpare: true,
		repeats: true,
		help: ({facts}) => `more ${streamed(facts).many} a second`,
		off: state => (state.factsPerSecond >= streamRates.at(-1)! ? `${givenRateText(streamRates.at(-1)!)} is the fastest preset: O takes any rate` : undefined),
		press: state => ({type: 'stream-rate-chosen', perSecond: streamRates.find(rate => rate > state.factsPerSecond) ?? streamRates.at(-1)!}),
	},
	{
		keys: ['O'],
		help: ({facts}) => `type the rate of ${streamed(facts).many} a second`,
		off: needs(opened),
		press: () => ({type: 'prompt-opened', kind: 'stream-rate'}),
	},
];
