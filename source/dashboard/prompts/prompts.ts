import {addedFillTime, figureOfPrompt, mostViewers, ttlTime} from '../../command-line/ranges.ts';
import {decimal, percent, time, whole} from '../../command-line/read-value.ts';
import {type FigureName, protections} from '../../lab/protections.ts';
import type {KeyContext} from '../keys/key-binding.ts';
import {seedCount, seedOrAsk} from '../keys/order-keys.ts';
import type {PromptKind} from '../state/state.ts';

/** A value that is typed: what is asked, and what becomes of it. */
export type PromptBinding = {
	readonly ask: string;
	/** What a number without a unit means: "5 is 5 s". */
	readonly bare?: string;
	/** Takes a typed value, or throws a Problem that names the range. */
	readonly accept: (text: string, context: KeyContext) => void;
};

/** The most signs that a prompt takes. */
export const longestAnswer = 20;

const bareSeconds = '5 is 5 s';
const barePercent = '5 is 5 %';

const seedOrders = whole(1, 1_000_000);
const ordersPerSecond = decimal(0.01, 1000);
const viewerCount = whole(0, mostViewers);
const readingPeriod = time(1, 3600, '5s or 1m');
const hitRate = percent(0, 100);
const errorBudget = percent(0.01, 50);

export const prompts: Readonly<Record<PromptKind, PromptBinding>> = {
	'seed-count': {
		ask: `Seed how many orders (${seedOrders.range}; s seeds ${seedCount})`,
		accept: (text, context) => seedOrAsk(context, seedOrders.read('The number of orders', text)),
	},
	ttl: {
		ask: `TTL (${ttlTime.range}; such as 45 s, 5 min or 24 h)`,
		bare: bareSeconds,
		accept: (text, {effects}) => effects.chooseTtl(ttlTime.read('The TTL', text)),
	},
	'orders-per-second': {
		ask: `Orders a second (${ordersPerSecond.range})`,
		accept: (text, {dispatch}) => dispatch({type: 'stream-rate-chosen', perSecond: ordersPerSecond.read('The rate of the order stream', text)}),
	},
	viewers: {
		ask: `Viewers in place of the dashboard (${viewerCount.range})`,
		accept: (text, {state, effects}) => effects.chooseViewers({...state.viewers, count: viewerCount.read('The number of viewers', text)}),
	},
	'every-seconds': {
		ask: `Each viewer reads every (${readingPeriod.range}, such as 5 s)`,
		bare: bareSeconds,
		accept: (text, {state, effects}) => effects.chooseViewers({...state.viewers, everySeconds: readingPeriod.read('The time between two reads', text)}),
	},
	'added-fill': {
		ask: `Added to each query of MongoDB (${addedFillTime.range}, such as 400 ms)`,
		bare: bareSeconds,
		accept: (text, {effects}) => effects.chooseAddedFill(addedFillTime.read('The added time', text)),
	},
	guess: {
		ask: `Your guess of the hit rate, in percent (${hitRate.range})`,
		bare: barePercent,
		accept: (text, {dispatch}) => dispatch({type: 'guess-moved', hitRate: hitRate.read('A guess', text)}),
	},
	'what-if-ttl': {
		ask: `What if the TTL were (SIMULATED; ${ttlTime.range})`,
		bare: bareSeconds,
		accept: (text, {effects}) => effects.simulate(ttlTime.read('The TTL', text)),
	},
	'error-budget': {
		ask: `At most so many percent off today, 95 % of the time (${errorBudget.range})`,
		bare: barePercent,
		accept: (text, {dispatch}) => dispatch({type: 'budget-chosen', share: errorBudget.read('The error budget', text)}),
	},
	...ofProtections(),
};

/** A prompt for the figure of each protection; typing it switches the protection on. */
function ofProtections(): Readonly<Record<FigureName, PromptBinding>> {
	return Object.fromEntries(protections.flatMap(({name, figure}) => {
		if (!figure) {
			return [];
		}

		const {unit, prompt} = figure;
		const reader = figureOfPrompt(figure);
		return [[figure.name, {
			ask: prompt.ask(reader.range),
			...(unit !== 'number' && {bare: unit === 'seconds' ? bareSeconds : barePercent}),
			accept: (text, {state: {protection}, effects}) => effects.chooseProtection({...protection, [figure.name]: reader.read(prompt.subject, text), on: new Set([...protection.on, name])}),
		} satisfies PromptBinding]];
	})) as Readonly<Record<FigureName, PromptBinding>>;
}
