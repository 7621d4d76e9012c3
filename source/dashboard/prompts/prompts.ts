import {type FigureName, type ProtectionFigure, protections} from '../../lab/protections.ts';
import {Problem} from '../../words/problem.ts';
import {commaHint, longestTtlSeconds, readDuration, readWhole, shortestTtlSeconds} from '../../command-line/read-value.ts';
import {formatDuration, parseDuration} from '../../words/duration.ts';
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

/** The most viewers that can be asked for. */
export const mostViewers = 1000;

/** The longest time that can be added to a query, in seconds. */
export const longestAddedFillSeconds = 5;

const ttlRange = `${formatDuration(shortestTtlSeconds)} to ${formatDuration(longestTtlSeconds)}`;

/** The most signs that a prompt takes. */
export const longestAnswer = 20;

const bareSeconds = '5 is 5 s';
const barePercent = '5 is 5 %';

export const prompts: Readonly<Record<PromptKind, PromptBinding>> = {
	'seed-count': {
		ask: `Seed how many orders (1 to 1,000,000; s seeds ${seedCount})`,
		accept: (text, context) => seedOrAsk(context, readWhole('The number of orders', text, 0, 1, 1_000_000)),
	},
	ttl: {
		ask: `TTL (${ttlRange}; such as 45 s, 5 min or 24 h)`,
		bare: bareSeconds,
		accept: (text, {effects}) => effects.chooseTtl(readTtl('The TTL', text)),
	},
	'orders-per-second': {
		ask: 'Orders a second (0.01 to 1,000)',
		accept: (text, {dispatch}) => dispatch({type: 'stream-rate-chosen', perSecond: readNumber('The order stream', text, 0.01, 1000, 'orders a second')}),
	},
	viewers: {
		ask: `Viewers in place of the dashboard (0 to ${mostViewers.toLocaleString('en-US')})`,
		accept: (text, {state, effects}) => effects.chooseViewers({...state.viewers, count: readWhole('The number of viewers', text, 0, 0, mostViewers)}),
	},
	'every-seconds': {
		ask: 'Each viewer reads every (1 s to 1 h, such as 5 s)',
		bare: bareSeconds,
		accept: (text, {state, effects}) => effects.chooseViewers({...state.viewers, everySeconds: readSeconds('The time between two reads', text, 1, 3600, '5 s or 1 min')}),
	},
	'added-fill': {
		ask: `Added to each query of MongoDB (0 s to ${formatDuration(longestAddedFillSeconds)}, such as 400 ms)`,
		bare: bareSeconds,
		accept: (text, {effects}) => effects.chooseAddedFill(/^0+(\.0+)?( ?(ms|s))?$/.test(text) ? 0 : readSeconds('The added time', text, 0, longestAddedFillSeconds, '400 ms or 2 s')),
	},
	guess: {
		ask: 'Your guess of the hit rate, in percent (0 to 100)',
		bare: barePercent,
		accept: (text, {dispatch}) => dispatch({type: 'guess-moved', hitRate: readNumber('A guess', text, 0, 100, '%') / 100}),
	},
	'what-if-ttl': {
		ask: `What if the TTL were (SIMULATED; ${ttlRange})`,
		bare: bareSeconds,
		accept: (text, {effects}) => effects.simulate(readTtl('The TTL', text)),
	},
	'error-budget': {
		ask: 'At most so many percent off today, 95 % of the time (0.01 to 50)',
		bare: barePercent,
		accept: (text, {dispatch}) => dispatch({type: 'budget-chosen', share: readNumber('The error budget', text, 0.01, 50, '%') / 100}),
	},
	...ofProtections(),
};

/** A prompt for the figure of each protection; typing it switches the protection on. */
function ofProtections(): Readonly<Record<FigureName, PromptBinding>> {
	return Object.fromEntries(protections.flatMap(({name, figure}) => {
		if (!figure) {
			return [];
		}

		const {read, ...asked} = askFor(figure);
		const accept: PromptBinding['accept'] = (text, {state: {protection}, effects}) => effects.chooseProtection({...protection, [figure.name]: read(text), on: new Set([...protection.on, name])});
		return [[figure.name, {...asked, accept}]];
	})) as Readonly<Record<FigureName, PromptBinding>>;
}

/** What is asked, and how it is read. */
function askFor({unit, least, most, examples, prompt}: ProtectionFigure) {
	const {ask, subject} = prompt;
	const [from, to] = [prompt.least ?? least, prompt.most ?? most];
	switch (unit) {
		case 'seconds': {
			return {ask: ask(`${formatDuration(from)} to ${formatDuration(to)}`), bare: bareSeconds, read: (text: string) => readSeconds(subject, text, from, to, examples)};
		}

		case 'share': {
			return {ask: ask(`${from * 100} to ${to * 100}`), bare: barePercent, read: (text: string) => readNumber(subject, text, from * 100, to * 100, '%') / 100};
		}

		case 'number': {
			return {ask: ask(`${from} to ${to}`), read: (text: string) => readNumber(subject, text, from, to)};
		}
	}
}

function readTtl(name: string, text: string): number {
	return readDuration(name, text, 0, shortestTtlSeconds, longestTtlSeconds, '45 s, 5 min or 24 h');
}

function readSeconds(name: string, text: string, least: number, most: number, examples: string): number {
	const seconds = parseDuration(text);
	if (seconds === undefined || seconds < least || seconds > most) {
		throw new Problem(`${name} wants ${formatDuration(least)} to ${formatDuration(most)}, such as ${examples}, not "${text}"${commaHint(text)}`);
	}

	return seconds;
}

function readNumber(name: string, text: string, least: number, most: number, unit = ''): number {
	const digits = unit === '%' ? text.replace(/ ?%$/, '') : text;
	const number = Number(digits);
	if (!/^\d+(\.\d+)?$/.test(digits) || number < least || number > most) {
		throw new Problem(`${name} wants ${least} to ${most.toLocaleString('en-US')}${unit && ` ${unit}`}, not "${text}"${commaHint(text)}`);
	}

	return number;
}
