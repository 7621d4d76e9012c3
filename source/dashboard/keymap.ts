import {formatDuration} from '../lab/duration.ts';
import {nextTtl, previousTtl, ttlPresets} from '../lab/ttl-presets.ts';
import type {Effects} from './effects/effects.ts';
import type {Event} from './event.ts';
import {helpPages} from './help-pages.ts';
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
	/** The screen on which alone it acts; without it, on all. */
	readonly screen?: State['screen'];
	/** A word or two for the key bar; undefined leaves it out there. */
	readonly bar?: (state: State) => string | undefined;
	/** How the key bar names the key, where one entry there stands for two keys. */
	readonly barLabel?: string;
	/** Left out of the key bar first, where it is narrow. */
	readonly isMinor?: true;
	/** One line for the help, the README and `--help`. */
	readonly help: string;
	/** Why the key cannot act now; undefined when it can. */
	readonly off?: (state: State) => string | undefined;
	/** @param key which of the keys it was */
	readonly press: (context: KeyContext, key: string) => void;
};

const longestTtl = ttlPresets.at(-1)!;
const shortestTtl = ttlPresets[0]!;

/** The slow origin's steps, in seconds. */
const addedFills = [0, 0.1, 0.4, 1, 2, 5];

/** How far an arrow moves a guess. */
const guessSteps = {up: 0.05, down: -0.05, right: 0.01, left: -0.01} as const;

const onDashboard = (text: string) => (state: State) => state.screen === 'dashboard' ? text : undefined;

const unopened = (state: State) => state.isOpen ? undefined : 'the stores are still opening';
const busy = (state: State) => unopened(state) ?? (state.job ? `${state.job.name} is running: Esc cancels it` : undefined);

const reading = (state: State) => unopened(state) ?? (state.isPaused ? 'paused: space reads again' : undefined);
const alone = (state: State) => busy(state) ?? (state.viewers.count > 0 ? 'viewers are reading and would falsify it: v sets them to none' : undefined);

const simulating = (state: State) => unopened(state) ?? (state.laboratory.simulatingSeconds === undefined ? undefined : 'a simulation is running: Esc cancels it');

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
		bar: onDashboard('seed'),
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
		bar: () => 'TTL',
		barLabel: '- +',
		help: 'shorter TTL: one preset down, to 1 s',
		off: state => unopened(state) ?? (state.ttlSeconds <= shortestTtl ? `${formatDuration(shortestTtl)} is the shortest preset: t takes an exact TTL` : undefined),
		press: ({state, effects}) => effects.chooseTtl(previousTtl(state.ttlSeconds)),
	},
	{
		keys: ['+', '='],
		label: '+',
		help: 'longer TTL: one preset up, to 24 h',
		off: state => unopened(state) ?? (state.ttlSeconds >= longestTtl ? `${formatDuration(longestTtl)} is the longest preset: t takes an exact TTL` : undefined),
		press: ({state, effects}) => effects.chooseTtl(nextTtl(state.ttlSeconds)),
	},
	{
		keys: ['t'],
		bar: onDashboard('exact TTL'),
		isMinor: true,
		help: 'type an exact TTL: 45s, 5m, 24h',
		off: unopened,
		press: ({dispatch}) => dispatch({type: 'prompt-opened', kind: 'ttl'}),
	},
	{
		keys: ['m'],
		bar: state => state.screen === 'dashboard' ? `mode: ${state.ttlMode === 'now' ? 'now' : 'next fill'}` : undefined,
		help: 'a new TTL acts now (the key moves) or with the next fill',
		off: unopened,
		press: ({state, effects}) => effects.chooseTtlMode(state.ttlMode === 'now' ? 'next' : 'now'),
	},
	{
		keys: ['b'],
		bar: onDashboard('bench'),
		help: 'measure misses against hits, one read after the other (burst)',
		off: alone,
		press: ({effects}) => effects.benchmark('burst'),
	},
	{
		keys: ['B'],
		help: 'the same with a pause before each read, as a dashboard reads (paced)',
		off: alone,
		press: ({effects}) => effects.benchmark('paced'),
	},
	{
		keys: ['a'],
		bar: onDashboard('archive'),
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
		bar: onDashboard('refresh'),
		isMinor: true,
		help: 'read now',
		off: state => reading(state) ?? (state.viewers.count > 0 ? 'the viewers read: v sets their number' : undefined),
		press: ({effects}) => effects.readNow(),
	},
	{
		keys: ['x'],
		bar: onDashboard('expire'),
		isMinor: true,
		help: 'expire the key in Redis: the next read is a miss',
		off: unopened,
		press: ({effects}) => effects.expire(),
	},
	{
		keys: ['v'],
		bar: state => `viewers ${state.viewers.count}`,
		help: 'viewers: how many more read, how, and from how many processes',
		off: unopened,
		press: ({dispatch}) => dispatch({type: 'menu-opened', kind: 'viewers'}),
	},
	{
		keys: ['V'],
		help: 'type the number of viewers, 0 to 1,000',
		off: unopened,
		press: ({dispatch}) => dispatch({type: 'prompt-opened', kind: 'viewers'}),
	},
	{
		keys: ['p'],
		bar: () => 'protect',
		help: 'protections against stampedes: switch each, set its figure',
		off: unopened,
		press: ({dispatch}) => dispatch({type: 'menu-opened', kind: 'protections'}),
	},
	{
		keys: ['l'],
		bar: state => state.addedFillSeconds === 0 ? 'slow origin' : `slow +${formatDuration(state.addedFillSeconds)}`,
		help: 'slow origin: time added to each query of MongoDB, 0 to 5 s',
		off: unopened,
		press: ({state, effects}) => effects.chooseAddedFill(addedFills.find(seconds => seconds > state.addedFillSeconds) ?? 0),
	},
	{
		keys: ['L'],
		help: 'type the time added to each query of MongoDB',
		off: unopened,
		press: ({dispatch}) => dispatch({type: 'prompt-opened', kind: 'added-fill'}),
	},
	{
		keys: ['!'],
		bar: () => 'stampede',
		help: 'stampede: expire the key under the present load, count the queries',
		off: state => busy(state) ?? reading(state),
		press: ({effects}) => effects.stampede(),
	},
	{
		keys: ['1'],
		bar: state => state.screen === 'laboratory' ? 'dashboard' : undefined,
		help: 'the dashboard',
		press: ({effects}) => effects.showScreen('dashboard'),
	},
	{
		keys: ['3'],
		bar: state => state.screen === 'dashboard' ? 'lab' : undefined,
		help: 'the laboratory: what each TTL buys and costs, predicted and seen',
		press: ({effects}) => effects.showScreen('laboratory'),
	},
	{
		keys: ['up', 'down', 'right', 'left'],
		label: 'arrows',
		screen: 'laboratory',
		bar: state => state.screen === 'laboratory' ? 'guess' : undefined,
		help: 'guess the hit rate: theory hides until Enter starts the run',
		off: unopened,
		press({state: {laboratory: {guess}}, dispatch}, key) {
			const step = guessSteps[key as keyof typeof guessSteps];
			const from = guess?.isPlacing ? guess.hitRate : 0.5 - step;
			const to = Math.round((from + step) * 100) / 100;
			if (to < 0 || to > 1) {
				dispatch({type: 'noted', text: 'a guess lies between 0 % and 100 %', failed: false, nowMs: Date.now()});
			} else {
				dispatch({type: 'guess-moved', hitRate: to});
			}
		},
	},
	{
		keys: ['G'],
		screen: 'laboratory',
		help: 'type the guess, in percent',
		off: unopened,
		press: ({dispatch}) => dispatch({type: 'prompt-opened', kind: 'guess'}),
	},
	{
		keys: ['return'],
		label: 'Enter',
		screen: 'laboratory',
		help: 'place the guess and start the run',
		off: state => unopened(state) ?? (state.laboratory.guess?.isPlacing ? undefined : 'there is no guess to place: the arrows make one'),
		press: ({dispatch}) => dispatch({type: 'guess-placed', nowMs: Date.now()}),
	},
	{
		keys: ['w'],
		screen: 'laboratory',
		bar: state => state.screen === 'laboratory' ? 'what if 24 h' : undefined,
		help: 'what if the TTL were 24 h? SIMULATED with the present load',
		off: simulating,
		press: ({effects}) => effects.simulate(longestTtl),
	},
	{
		keys: ['W'],
		screen: 'laboratory',
		help: 'the same for a TTL that you type',
		off: simulating,
		press: ({dispatch}) => dispatch({type: 'prompt-opened', kind: 'what-if-ttl'}),
	},
	{
		keys: ['e'],
		screen: 'laboratory',
		bar: state => state.screen === 'laboratory' ? 'budget' : undefined,
		help: 'error budget: type how far off today may be, 95 % of the time',
		off: unopened,
		press: ({dispatch}) => dispatch({type: 'prompt-opened', kind: 'error-budget'}),
	},
	{
		keys: ['tab'],
		label: 'Tab',
		screen: 'laboratory',
		bar: state => state.screen === 'laboratory' ? 'charts' : undefined,
		help: 'the other two charts, on a small screen',
		press: ({dispatch}) => dispatch({type: 'charts-swapped'}),
	},
	{
		keys: [' '],
		label: 'space',
		bar: state => state.isPaused ? 'go on' : state.screen === 'dashboard' ? 'pause' : undefined,
		isMinor: true,
		help: 'pause reading, and go on',
		off: unopened,
		press: ({state, effects}) => effects.pause(!state.isPaused),
	},
	{
		keys: ['esc'],
		label: 'Esc',
		help: 'cancel what runs; close what is open',
		press({state, effects, dispatch}) {
			if (state.helpPage !== undefined) {
				dispatch({type: 'help-turned', page: undefined});
			} else if (state.laboratory.guess?.isPlacing) {
				dispatch({type: 'guess-left'});
			} else {
				effects.cancel();
			}
		},
	},
	{
		keys: ['?', 'h'],
		label: '?',
		bar: () => 'help',
		help: 'this help and the addresses to attach to; again: its next page',
		press({state: {helpPage, rows}, dispatch}) {
			const next = helpPage === undefined ? 0 : helpPage + 1;
			dispatch({type: 'help-turned', page: next < helpPages(rows, keymap.length) ? next : undefined});
		},
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
