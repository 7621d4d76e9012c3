import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Event} from '../../../source/dashboard/update/event.ts';
import {prompts} from '../../../source/dashboard/prompts/prompts.ts';
import type {PromptKind} from '../../../source/dashboard/state/asked.ts';
import {said} from '../../../source/scenarios/wording.ts';
import {usualProtection} from '../../../source/lab/protections.ts';
import {openDesk, openState} from '../desk.ts';

type Case = {
	readonly accepted: ReadonlyArray<readonly [text: string, figure: number]>;
	readonly refused: readonly string[];
	/** How a refusal begins, before what was typed. */
	readonly says: string;
	/** The event that an accepted figure becomes, and its figure. */
	readonly becomes: readonly [type: Event['type'], figure: (event: never) => unknown];
};

/** What an event of a type has as its figure. */
function becomes<Type extends Event['type']>(type: Type, figure: (event: Extract<Event, {type: Type}>) => unknown): Case['becomes'] {
	return [type, figure];
}

const ofProtection = (figure: Exclude<keyof typeof usualProtection, 'on'>) => becomes('protection-chosen', ({protection}) => protection[figure]);
const ofViewers = (figure: 'count' | 'everySeconds') => becomes('viewers-chosen', ({viewers}) => viewers[figure]);
const neither = ['abc', '-1', '1e3', ' ', '5 5', '5x', '٥', '∞', 'NaN'];

/** What a figure is typed at; the file of a table, the id of a fact, a name and keys in memory have tests of their own. */
type FigurePrompt = Exclude<PromptKind, 'table-file' | 'audit-id' | 'about' | 'memory-keys'>;

const cases: Readonly<Record<FigurePrompt, Case>> = {
	'seed-count': {
		accepted: [
			['1', 1],
			['1000000', 1_000_000],
			['1,000', 1000],
			['1,000,000', 1_000_000],
		],
		refused: ['0', '1000001', '1.5', '5s', '1,5', ',000', '1,0000', ...neither],
		says: 'The number of orders wants a whole number from 1 to 1,000,000, not ',
		becomes: becomes('seed-wished', ({count}) => count),
	},
	'history-orders': {
		accepted: [
			['1000', 1000],
			['100k', 100_000],
			['1M', 1_000_000],
		],
		refused: ['0', '999', '1000001', ...neither],
		says: 'The number of orders wants a whole number from 1,000 to 1,000,000, not ',
		becomes: becomes('history-to-make-wished', ({count}) => count),
	},
	ttl: {
		accepted: [
			['100ms', 0.1],
			['1', 1],
			['45s', 45],
			['24h', 86_400],
			['168h', 604_800],
			['7d', 604_800],
			['7 days', 604_800],
			['1 day', 86_400],
			['1 min 30 s', 90],
			['2 min', 120],
		],
		refused: ['0', '99ms', '168.1h', '8d', ...neither],
		says: 'The TTL wants a time from 100 ms to 7 days, such as 5m, 45s, 24h, or 90 for seconds, not ',
		becomes: becomes('ttl-chosen', ({ttlSeconds}) => ttlSeconds),
	},
	'stream-rate': {
		accepted: [
			['0.01', 0.01],
			['10000', 10_000],
		],
		refused: ['0', '0.009', '10000.1', '5s', '5%', ...neither],
		says: 'The rate of the order stream wants a number from 0.01 to 10,000, not ',
		becomes: becomes('stream-rate-chosen', ({perSecond}) => perSecond),
	},
	viewers: {
		accepted: [
			['0', 0],
			['1', 1],
			['1000', 1000],
		],
		refused: ['1001', '1.5', '99999999999999999999', ...neither],
		says: 'The number of viewers wants a whole number from 0 to 1,000, not ',
		becomes: ofViewers('count'),
	},
	'every-seconds': {
		accepted: [
			['1', 1],
			['1s', 1],
			['90s', 90],
			['1h', 3600],
			['60m', 3600],
		],
		refused: ['0', '999ms', '3601s', '1.01h', '1d', ...neither],
		says: 'The time between two reads wants a time from 1 s to 1 h, such as 5s or 1m, not ',
		becomes: ofViewers('everySeconds'),
	},
	'added-fill': {
		accepted: [
			['0', 0],
			['0s', 0],
			['0.0', 0],
			['0ms', 0],
			['1ms', 0.001],
			['400ms', 0.4],
			['5', 5],
			['5000ms', 5],
		],
		refused: ['5.1', '5001ms', '1m', ...neither],
		says: 'The added time wants a time from 0 s to 5 s, such as 400ms or 2s, not ',
		becomes: becomes('added-fill-chosen', ({seconds}) => seconds),
	},
	lockSeconds: {
		accepted: [
			['100ms', 0.1],
			['10s', 10],
			['1m', 60],
		],
		refused: ['0', '99ms', '61s', '1h', ...neither],
		says: 'The life of the lock wants a time from 100 ms to 1 min, such as 10s or 500ms, not ',
		becomes: ofProtection('lockSeconds'),
	},
	staleSeconds: {
		accepted: [
			['1', 1],
			['10m', 600],
			['24h', 86_400],
		],
		refused: ['0', '999ms', '86401s', '2d', ...neither],
		says: 'The bound on stale answers wants a time from 1 s to 24 h, such as 60s or 10m, not ',
		becomes: ofProtection('staleSeconds'),
	},
	beta: {
		accepted: [
			['0.01', 0.01],
			['1', 1],
			['100', 100],
		],
		refused: ['0', '0.009', '100.1', '1s', '50%', ...neither],
		says: 'β wants a number from 0.01 to 100, not ',
		becomes: ofProtection('beta'),
	},
	jitterFraction: {
		accepted: [
			['1', 0.01],
			['10%', 0.1],
			['12.5 %', 0.125],
			['100', 1],
		],
		refused: ['0', '0.9', '101', '1s', '%', ...neither],
		says: 'Jitter wants a share from 1 to 100 %, not ',
		becomes: ofProtection('jitterFraction'),
	},
	staleOnErrorSeconds: {
		accepted: [
			['1s', 1],
			['24h', 86_400],
		],
		refused: ['0', '25h', ...neither],
		says: 'The bound on stale answers wants a time from 1 s to 24 h, such as 60s or 10m, not ',
		becomes: ofProtection('staleOnErrorSeconds'),
	},
	guess: {
		accepted: [
			['0', 0],
			['70', 0.7],
			['99.5%', 0.995],
			['100', 1],
		],
		refused: ['101', '100.01', '120', '%', ...neither],
		says: 'A guess wants a share from 0 to 100 %, not ',
		becomes: becomes('guess-moved', ({hitRate}) => hitRate),
	},
	'what-if-ttl': {
		accepted: [
			['1s', 1],
			['24h', 86_400],
		],
		refused: ['0', '8d', ...neither],
		says: 'The TTL wants a time from 100 ms to 7 days, such as 5m, 45s, 24h, or 90 for seconds, not ',
		becomes: becomes('what-if-wished', ({ttlSeconds}) => ttlSeconds),
	},
	'error-budget': {
		accepted: [
			['0.01', 0.0001],
			['1', 0.01],
			['2.5%', 0.025],
			['50', 0.5],
		],
		refused: ['0', '0.009', '50.1', '99', ...neither],
		says: 'The error budget wants a share from 0.01 to 50 %, not ',
		becomes: becomes('budget-chosen', ({share}) => share),
	},
};

/** Types a text into a prompt and presses Enter. */
function typed(kind: PromptKind, text: string) {
	const desk = openDesk();
	const before = desk.state();
	desk.dispatch({type: 'prompt-opened', kind});
	desk.type(text);
	desk.press('return');
	return {...desk, before};
}

/** The figure that a text becomes as an answer. */
function accepted(kind: FigurePrompt, text: string): number {
	const event = prompts[kind].accept(text, openState);
	const [type, figure] = cases[kind].becomes;
	expect(event.type).toBe(type);
	return figure(event as never) as number;
}

describe.each(Object.entries(cases) as ReadonlyArray<[FigurePrompt, Case]>)('%s', (kind, {accepted: good, refused, says}) => {
	test.each(good)('"%s" is %d', (text, wanted) => {
		expect(accepted(kind, text)).toBeCloseTo(wanted, 12);
		expect(typed(kind, text).state().prompt).toBeUndefined();
	});

	test.each(refused)('"%s" is refused with the range, and nothing is lost', text => {
		const {state, commands, before} = typed(kind, text);
		expect(state().prompt).toEqual({kind, text, refusal: `${says}"${text}"`});
		expect(commands).toEqual([]);
		expect({...state(), prompt: undefined}).toEqual(before);
	});

	test('the question has the range in it and, with the longest answer, room on 80 columns', () => {
		expect(` ${said(prompts[kind].ask, openState.scenario)}: `.length + 8).toBeLessThanOrEqual(80);
		expect(` ${says}"12345"`.length).toBeLessThanOrEqual(100);
	});
});

test.each<[FigurePrompt, string]>([
	['ttl', '1,5'],
	['error-budget', '99,5'],
	['stream-rate', '0,5'],
	['every-seconds', '1,5s'],
])('%s: %j asks for a decimal point', (kind, text) => {
	expect(typed(kind, text).state().prompt?.refusal).toBe(`${cases[kind].says}"${text}": write a decimal point, as in 1.5`);
});

test('a refused figure can be mended where it stands', () => {
	const desk = typed('viewers', '10000');
	desk.press('backspace', 'return');
	expect(desk.state()).toMatchObject({prompt: undefined, viewers: {count: 1000}});
});

test('a number of viewers keeps how they read, and their period how many they are', () => {
	const desk = openDesk({viewers: {count: 7, arrivals: 'fixed', everySeconds: 2, ownProcess: true}});
	desk.press('V', '9', 'return');
	expect(desk.state().viewers).toEqual({count: 9, arrivals: 'fixed', everySeconds: 2, ownProcess: true});
	desk.dispatch({type: 'prompt-opened', kind: 'every-seconds'});
	desk.press('3', 'return');
	expect(desk.state().viewers).toEqual({count: 9, arrivals: 'fixed', everySeconds: 3, ownProcess: true});
});

test('the figure of a protection switches it on and keeps the others', () => {
	const desk = openDesk({protection: {...usualProtection, on: new Set(['swr'])}});
	desk.dispatch({type: 'prompt-opened', kind: 'lockSeconds'});
	desk.press('5', 'return');
	expect(desk.state().protection).toEqual({...usualProtection, on: new Set(['swr', 'lock']), lockSeconds: 5});
});

test('whatever is typed is taken in its range or refused with a sentence, and never both', () => {
	const ranges: Partial<Record<FigurePrompt, readonly [number, number]>> = {
		viewers: [0, 1000],
		beta: [0.01, 100],
		guess: [0, 1],
		jitterFraction: [0.01, 1],
		'error-budget': [0.0001, 0.5],
		'every-seconds': [1, 3600],
		'added-fill': [0, 5],
		lockSeconds: [0.1, 60],
		staleSeconds: [1, 86_400],
		ttl: [0.1, 604_800],
	};
	const text = fc.oneof(
		fc.string({minLength: 1, maxLength: 12}),
		fc.double({min: -10, max: 2000, noNaN: true}).map(String),
		fc.tuple(fc.nat(100_000), fc.constantFrom('', 's', 'ms', 'm', 'h', '%', ' %')).map(parts => parts.join('')),
	);
	fc.assert(
		fc.property(fc.constantFrom(...(Object.keys(ranges) as FigurePrompt[])), text, (kind, typedText) => {
			const [least, most] = ranges[kind]!;
			try {
				const figure = accepted(kind, typedText);
				expect(figure).toBeGreaterThanOrEqual(least - 1e-12);
				expect(figure).toBeLessThanOrEqual(most + 1e-12);
			} catch (error) {
				// A URL may carry a password, and is not repeated. Where a comma stands for a decimal point, that is said too.
				const repeated = typedText.includes('://') ? 'a URL' : `"${typedText}"`;
				expect((error as Error).message.replace(/: write a decimal point, as in [\d.]+$/, '')).toBe(cases[kind].says + repeated);
			}
		}),
		{numRuns: 1000, examples: [['viewers', 'redis://:s3cret@h']]},
	);
});
