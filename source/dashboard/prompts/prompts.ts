import {addedFillTime, factId, longestId, figureOfPrompt, mostViewers, ttlTime} from '../../command-line/ranges.ts';
import {decimal, percent, time, whole} from '../../command-line/read-value.ts';
import {type FigureName, protections} from '../../lab/protections.ts';
import {formatCount} from '../../words/count.ts';
import {capital} from '../../words/capital.ts';
import {seedCount} from '../keys/fact-keys.ts';
import {historyOrders} from '../screens/history/history-keys.ts';
import type {Prompt, PromptKind} from '../state/asked.ts';
import {streamed} from '../../scenarios/streamed.ts';
import {aboutPrompt} from './about-prompt.ts';
import type {PromptBinding} from './prompt-binding.ts';
import {tableFilePrompt} from './table-file-prompt.ts';

/** The most signs that most prompts take. */
const usualLongest = 20;

/** The most signs that a prompt takes. */
export function longestAnswer({kind}: Pick<Prompt, 'kind'>): number {
	return prompts[kind].longest ?? usualLongest;
}

const bareSeconds = '5 is 5 s';
const barePercent = '5 is 5 %';

const seedFacts = whole(1, 1_000_000);
const historyFacts = whole(1000, 1_000_000);
const streamRate = decimal(0.01, 10_000);
const viewerCount = whole(0, mostViewers);
const readingPeriod = time(1, 3600, '5s or 1m');
const hitRate = percent(0, 100);
const errorBudget = percent(0.01, 50);

export const prompts: Readonly<Record<PromptKind, PromptBinding>> = {
	'seed-count': {
		ask: scenario => `Seed how many ${scenario.facts.many} (${seedFacts.range}; s seeds ${formatCount(seedCount(scenario))})`,
		accept: (
			text,
			{
				scenario: {
					facts: {many},
				},
			},
		) => ({type: 'seed-wished', count: seedFacts.read(`The number of ${many}`, text)}),
	},
	'history-orders': {
		keys: 'Enter accepts, Ctrl-U empties it, Esc cancels',
		ask: ({facts: {many}}) => `A history of how many ${many} over ${historyOrders.years} years (${historyFacts.range})`,
		accept: (
			text,
			{
				scenario: {
					facts: {many},
				},
			},
		) => ({type: 'history-to-make-wished', count: historyFacts.read(`The number of ${many}`, text)}),
	},
	ttl: {
		ask: `TTL (${ttlTime.range}; such as 45 s, 5 min or 24 h)`,
		bare: bareSeconds,
		accept: text => ({type: 'ttl-chosen', ttlSeconds: ttlTime.read('The TTL', text)}),
	},
	'stream-rate': {
		ask: ({facts}) => `${capital(streamed(facts).many)} a second (${streamRate.range})`,
		accept: (text, {scenario: {facts}}) => ({type: 'stream-rate-chosen', perSecond: streamRate.read(`The rate of the ${streamed(facts).one} stream`, text)}),
	},
	viewers: {
		ask: `Viewers in place of the dashboard (${viewerCount.range})`,
		accept: (text, {viewers}) => ({type: 'viewers-chosen', viewers: {...viewers, count: viewerCount.read('The number of viewers', text)}}),
	},
	'every-seconds': {
		ask: `Each viewer reads every (${readingPeriod.range}, such as 5 s)`,
		bare: bareSeconds,
		accept: (text, {viewers}) => ({type: 'viewers-chosen', viewers: {...viewers, everySeconds: readingPeriod.read('The time between two reads', text)}}),
	},
	'added-fill': {
		ask: `Added to each query of MongoDB (${addedFillTime.range}, such as 400 ms)`,
		bare: bareSeconds,
		accept: text => ({type: 'added-fill-chosen', seconds: addedFillTime.read('The added time', text)}),
	},
	guess: {
		ask: `Your guess of the hit rate, in percent (${hitRate.range})`,
		bare: barePercent,
		accept: text => ({type: 'guess-moved', hitRate: hitRate.read('A guess', text)}),
	},
	'what-if-ttl': {
		ask: `What if the TTL were (SIMULATED; ${ttlTime.range})`,
		bare: bareSeconds,
		accept: text => ({type: 'what-if-wished', ttlSeconds: ttlTime.read('The TTL', text)}),
	},
	'error-budget': {
		ask: ({error}) => `How far off ${error.headline.name} may be, in percent, 95 % of the time (${errorBudget.range})`,
		bare: barePercent,
		accept: text => ({type: 'budget-chosen', share: errorBudget.read('The error budget', text)}),
	},
	'audit-id': {
		ask: ({facts: {one}}) => `Audit which ${one} id (empty: the newest)`,
		keys: 'Enter looks it up, paste works, Esc cancels',
		longest: longestId,
		takesNothing: true,
		accept: text => ({type: 'audit-wished', id: text === '' ? undefined : factId.read('The audit', text)}),
	},
	about: aboutPrompt,
	'memory-keys': {
		ask: ({question: {abouts}}) => `Redis has memory for how many keys (1 to ${formatCount(abouts?.all.length ?? 0)}; 0: as it had)`,
		accept(text, {scenario: {question}}) {
			const keys = whole(0, question.abouts?.all.length ?? 0).read('The number of keys', text);
			return {type: 'memory-wished', keys: keys === 0 ? undefined : keys};
		},
	},
	'table-file': tableFilePrompt,
	...ofProtections(),
};

/** A prompt for the figure of each protection; typing it switches the protection on. */
function ofProtections(): Readonly<Record<FigureName, PromptBinding>> {
	return Object.fromEntries(
		protections.flatMap(({name, figure}) => {
			if (!figure) {
				return [];
			}

			const {unit, prompt} = figure;
			const reader = figureOfPrompt(figure);
			const binding: PromptBinding = {
				ask: prompt.ask(reader.range),
				...(unit !== 'number' && {bare: unit === 'seconds' ? bareSeconds : barePercent}),
				accept: (text, {protection}) => ({
					type: 'protection-chosen',
					protection: {...protection, [figure.name]: reader.read(prompt.subject, text), on: new Set([...protection.on, name])},
				}),
			};
			return [[figure.name, binding]];
		}),
	) as Readonly<Record<FigureName, PromptBinding>>;
}
