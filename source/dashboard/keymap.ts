import {formatDuration} from '../lab/duration.ts';
import {nextTtl, previousTtl, ttlPresets} from '../lab/ttl-presets.ts';
import type {Effects} from './effects.ts';
import type {Event} from './event.ts';
import type {State} from './state.ts';

/** What a key may use when pressed. */
export type KeyContext = {
	readonly state: State;
	readonly effects: Effects;
	readonly dispatch: (event: Event) => void;
	readonly quit: () => void;
};

/** A key, everywhere it is named: the key bar, the help overlay, `--help`, the README and what it does. */
export type KeyBinding = {
	/** The keys as they arrive; the first is the one shown unless `label` says otherwise. */
	readonly keys: readonly string[];
	readonly label?: string;
	/** A word or two for the key bar; without it the key stands only in the help. */
	readonly bar?: (state: State) => string;
	/** One line for the help, the README and `--help`. */
	readonly help: string;
	/** Why the key cannot act now; undefined when it can. */
	readonly off?: (state: State) => string | undefined;
	readonly press: (context: KeyContext) => void;
};

const longestTtl = ttlPresets.at(-1)!;
const shortestTtl = ttlPresets[0]!;

const unopened = (state: State) => state.isOpen ? undefined : 'the stores are still opening';
const busy = (state: State) => unopened(state) ?? (state.job ? `${state.job.name} is running: Esc cancels it` : undefined);

/** Rates of the order stream, in orders a second. */
const streamRates = [0.2, 0.5, 1, 2, 5, 10, 20, 50, 100];

/** External orders that were there before this run are a reason to ask first. */
const needsQuestion = (state: State) => state.layers.mongo.backend?.kind === 'server' && !state.mayWrite && (state.ordersHeld ?? 0) > 0;

/** Seeds, or asks first. */
export function seedOrAsk({state, effects, dispatch}: Pick<KeyContext, 'state' | 'effects' | 'dispatch'>, count: number): void {
	if (needsQuestion(state)) {
		dispatch({type: 'question-asked', question: {about: 'seed', count, held: state.ordersHeld ?? 0}});
	} else {
		effects.seed(count);
	}
}

/** Orders a press of `s` seeds. */
export const seedCount = 500;

/** Every key of the dashboard, in the order of the key bar. */
export const keymap: readonly KeyBinding[] = [
	{
		keys: ['s'],
		bar: () => 'seed',
		help: `seed ${seedCount} orders over the last days`,
		off: busy,
		press: context => seedOrAsk(context, seedCount),
	},
	{
		keys: ['S'],
		help: 'seed a number of orders that you type',
		off: busy,
		press: ({dispatch}) => dispatch({type: 'prompt-opened', kind: 'seed-count'}),
	},
	{
		keys: ['-', '_'],
		label: '-',
		bar: () => 'TTL down',
		help: 'shorter TTL: one preset down, to 1 s',
		off: state => unopened(state) ?? (state.ttlSeconds <= shortestTtl ? `${formatDuration(shortestTtl)} is the shortest preset: t takes an exact TTL` : undefined),
		press: ({state, effects}) => effects.chooseTtl(previousTtl(state.ttlSeconds)),
	},
	{
		keys: ['+', '='],
		label: '+',
		bar: () => 'TTL up',
		help: 'longer TTL: one preset up, to 24 h',
		off: state => unopened(state) ?? (state.ttlSeconds >= longestTtl ? `${formatDuration(longestTtl)} is the longest preset: t takes an exact TTL` : undefined),
		press: ({state, effects}) => effects.chooseTtl(nextTtl(state.ttlSeconds)),
	},
	{
		keys: ['t'],
		bar: () => 'exact TTL',
		help: 'type an exact TTL: 45s, 5m, 24h',
		off: unopened,
		press: ({dispatch}) => dispatch({type: 'prompt-opened', kind: 'ttl'}),
	},
	{
		keys: ['m'],
		bar: state => `mode: ${state.ttlMode === 'now' ? 'now' : 'next fill'}`,
		help: 'a new TTL acts now (the key moves) or with the next fill',
		off: unopened,
		press: ({state, effects}) => effects.chooseTtlMode(state.ttlMode === 'now' ? 'next' : 'now'),
	},
	{
		keys: ['b'],
		bar: () => 'benchmark',
		help: 'measure misses against hits, one read after the other (burst)',
		off: busy,
		press: ({effects}) => effects.benchmark('burst'),
	},
	{
		keys: ['B'],
		help: 'the same with a pause before each read, as a dashboard reads (paced)',
		off: busy,
		press: ({effects}) => effects.benchmark('paced'),
	},
	{
		keys: ['a'],
		bar: () => 'archive',
		help: 'archive the window to GCS: JSON Lines, gzip, a day an object',
		off: busy,
		press: ({effects}) => effects.archive(),
	},
	{
		keys: ['o'],
		bar: state => state.isStreaming ? `orders ${state.ordersPerSecond}/s` : 'orders off',
		help: 'order stream on and off: orders arrive, the cached answer grows stale',
		off: unopened,
		press({state, effects, dispatch}) {
			if (!state.isStreaming && needsQuestion(state)) {
				dispatch({type: 'question-asked', question: {about: 'stream', held: state.ordersHeld ?? 0}});
			} else {
				effects.switchStream(!state.isStreaming);
			}
		},
	},
	{
		keys: ['[', '<', ','],
		label: '[',
		help: 'fewer orders a second',
		off: state => state.ordersPerSecond <= streamRates[0]! ? `${streamRates[0]}/s is the slowest preset: O takes any rate` : undefined,
		press: ({state, dispatch}) => dispatch({type: 'stream-rate-chosen', perSecond: streamRates.findLast(rate => rate < state.ordersPerSecond) ?? streamRates[0]!}),
	},
	{
		keys: [']', '>', '.'],
		label: ']',
		help: 'more orders a second',
		off: state => state.ordersPerSecond >= streamRates.at(-1)! ? `${streamRates.at(-1)}/s is the fastest preset: O takes any rate` : undefined,
		press: ({state, dispatch}) => dispatch({type: 'stream-rate-chosen', perSecond: streamRates.find(rate => rate > state.ordersPerSecond) ?? streamRates.at(-1)!}),
	},
	{
		keys: ['O'],
		help: 'type how many orders a second arrive',
		off: unopened,
		press: ({dispatch}) => dispatch({type: 'prompt-opened', kind: 'orders-per-second'}),
	},
	{
		keys: ['r'],
		bar: () => 'refresh',
		help: 'read now',
		off: state => unopened(state) ?? (state.isPaused ? 'paused: space reads again' : undefined),
		press: ({effects}) => effects.readNow(),
	},
	{
		keys: ['x'],
		bar: () => 'expire',
		help: 'expire the key in Redis: the next read is a miss',
		off: unopened,
		press: ({effects}) => effects.expire(),
	},
	{
		keys: [' '],
		label: 'space',
		bar: state => state.isPaused ? 'go on' : 'pause',
		help: 'pause reading, and go on',
		off: unopened,
		press: ({state, effects}) => effects.pause(!state.isPaused),
	},
	{
		keys: ['esc'],
		label: 'Esc',
		help: 'cancel what runs; close what is open',
		press({state, effects, dispatch}) {
			if (state.showsHelp) {
				dispatch({type: 'help-switched'});
			} else {
				effects.cancel();
			}
		},
	},
	{
		keys: ['?', 'h'],
		label: '?',
		bar: () => 'help',
		help: 'this help, and the addresses to attach to',
		press: ({dispatch}) => dispatch({type: 'help-switched'}),
	},
	{
		keys: ['q'],
		bar: () => 'quit',
		help: 'quit',
		press: ({quit}) => quit(),
	},
];

/** The sign that stands for a key on the screen. */
export function keyLabel({label, keys}: KeyBinding): string {
	return label ?? keys[0]!;
}
