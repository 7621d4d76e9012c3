import {freshPace, paceAfter} from '../state/stream-pace.ts';
import {contention} from '../../command-line/lesson.ts';
import type {ContentionLoad} from '../../flows/contend.ts';
import type {SeedResult} from '../../flows/seed-facts.ts';
import {type LeftOut, leftOutText} from '../../scenarios/left-out.ts';
import {type Backends, byLayer, type Held, type LayerName} from '../../layers/layers.ts';
import type {Backend} from '../../stores/backend.ts';
import type {Holdings} from '../../stores/holdings.ts';
import type {StoreHealth} from '../../stores/store-failure.ts';
import {countedText, formatCount, formatGiven} from '../../words/count.ts';
import {formatLatency} from '../../words/latency.ts';
import {givenRateText} from '../../words/rate.ts';
import {isOpen} from '../selectors/is-open.ts';
import {othersThatHold, serversOfOthers} from '../selectors/servers-of-others.ts';
import type {WritingWish} from '../state/asked.ts';
import type {Layer, State} from '../state/state.ts';
import {streamed} from '../../scenarios/streamed.ts';
import {holding} from './holding.ts';
import {note, noteLatest} from './note.ts';
import {startJob} from './start-job.ts';
import {layerCalled, withHealth} from './store-health.ts';
import type {Handlers, Named, Next} from './step.ts';
import {limitMemory, type MemoryCommands} from './update-memory.ts';
import type {ProgramCommands} from './update-program.ts';
import type {SavingCommands} from './update-saving.ts';

/** How many facts there are, and whether more arrive. */
export type FactEvents = {
	/** `firstFacts`: this many are stored in an embedded MongoDB that holds none. */
	'services-opened': {backends: Backends; factsHeld: number; firstFacts: number};
	/** A layer that the lesson does not begin with. */
	'layer-opening': {layer: LayerName};
	'layer-opened': {layer: LayerName; backend: Backend};
	/** `health`: how it is, where that is known; without it the layer stays out. */
	'layer-not-opened': {layer: LayerName; reason: string; health: StoreHealth | undefined};
	/** PostgreSQL is taking over what MongoDB holds: this many facts it has. */
	'ledger-taking-over': {facts: number};
	/** It has taken over this many that it lacked; facts are placed there now. */
	'ledger-took-over': {taken: number};
	'ledger-not-taken-over': {reason: string};
	'layer-counted': {layer: LayerName; held: number; isEstimate?: boolean};
	/** What a layer told of what it holds. */
	'layer-looked-into': {layer: LayerName; holdings: Holdings};
	/** A layer did not say how much it holds. */
	'layer-not-counted': {layer: LayerName; health: StoreHealth};
	'left-out-found': {leftOut: readonly LeftOut[]};
	'seed-wished': {count: number};
	'stream-wished': {isStreaming: boolean};
	/** Checkouts beside dashboards, which place facts. */
	'contention-wished': object;
	/** A history of this many facts over years, archived, loaded and asked about. */
	'history-to-make-wished': {count: number};
	/** A day is to be lost and restored. */
	'drill-wished': object;
	/** Before something is written into a server of others, its facts were counted, as far as it said. */
	'writing-checked': {wish: WritingWish; held: Held};
	'question-answered': {yes: boolean};
	/** `held`: by a count afterwards, as far as it did not fail. */
	'facts-seeded': {result: SeedResult; held: Held};
	/** A store does not take what arrives: it is tried again. */
	'stream-held': {reason: string};
	/** The stream ended by itself. */
	'stream-failed': {reason: string};
	'stream-rate-chosen': {perSecond: number};
	'facts-streamed': {count: number};
};

export type FactCommands = {
	/** Counts the facts before a wish is granted. */
	'check-writing': {wish: WritingWish};
	/** Counts the facts that the stores hold. */
	'count-facts': object;
	seed: {count: number};
	contend: {load: ContentionLoad};
	history: {orders?: number};
	drill: object;
	'answer-bill': {yes: boolean};
};

type Doing = State | Next<Named<FactCommands>>;

export const factHandlers: Handlers<FactEvents, FactCommands & SavingCommands & MemoryCommands & Pick<ProgramCommands, 'leave'>> = {
	'services-opened'(state, {backends, factsHeld, firstFacts}) {
		const layers = byLayer(({name}): Layer => (backends[name] ? {health: 'up', backend: backends[name]} : state.layers[name]));
		// A named PostgreSQL says what MongoDB is to hold.
		const next: State = {
			...state,
			layers,
			placedIn: backends.postgres ? 'postgres' : 'mongo',
			held: {mongo: factsHeld},
			refill: backends.postgres && {progress: undefined, failure: undefined},
		};
		return backends.mongo.kind === 'embedded' && !backends.postgres && factsHeld === 0 ? seed(next, firstFacts) : next;
	},
	'layer-opening': (state, {layer}) => withLayer(state, layer, {health: 'opening', backend: undefined}),
	'layer-opened': (state, {layer, backend}, nowMs) => note(withLayer(state, layer, {health: 'up', backend}), nowMs, `${titles[layer]} is open`),
	'layer-not-opened': (state, {layer, reason, health}, nowMs) =>
		note(
			withLayer(state, layer, health ? withHealth({health: 'out', backend: undefined}, health) : {health: 'out', reason, backend: undefined}),
			nowMs,
			reason,
			'failed',
		),
	'ledger-taking-over': (state, {facts}, nowMs) =>
		noteLatest(state, nowMs, `PostgreSQL takes over the ${state.scenario.facts.many} of MongoDB: ${formatCount(facts)} so far`, 'take-over'),
	'ledger-took-over'(state, {taken}, nowMs) {
		const {many} = state.scenario.facts;
		const next = noteLatest(
			{...state, placedIn: 'postgres'},
			nowMs,
			taken === 0 ? `${many} are placed in PostgreSQL now` : `PostgreSQL took over ${formatCount(taken)} ${many} from MongoDB: new ${many} are placed there`,
			'take-over',
		);
		return {state: next, commands: [{type: 'count-facts'}]};
	},
	'ledger-not-taken-over': (state, {reason}, nowMs) =>
		note(state, nowMs, `${state.scenario.facts.many} go straight to MongoDB, PostgreSQL did not take over: ${reason}`, 'failed'),
	'layer-counted'(state, {layer, held, isEstimate = false}, nowMs) {
		const next = layerCalled(state, layer, {state: 'up'}, nowMs);
		return counted({...next, holdings: {...next.holdings, [layer]: {...next.holdings[layer], count: held, isEstimate}}}, layer, held);
	},
	'layer-looked-into'(state, {layer, holdings}, nowMs) {
		const next = {...layerCalled(state, layer, {state: 'up'}, nowMs), holdings: {...state.holdings, [layer]: holdings}};
		// Whether there is a key follows from what is known of it.
		return holdings.count === undefined || layer === 'redis' ? next : counted(next, layer, holdings.count);
	},
	'layer-not-counted': (state, {layer, health}, nowMs) => layerCalled(state, layer, health, nowMs),
	'left-out-found'(state, {leftOut}, nowMs) {
		const text = leftOutText(leftOut);
		const isNews = text !== leftOutText(state.leftOut);
		const next = {...state, leftOut};
		return isNews ? note(next, nowMs, text ?? 'no document is left out any more') : next;
	},
	'seed-wished': (state, {count}, nowMs) => wished(state, {about: 'seed', count}, nowMs),
	'stream-wished': (state, {isStreaming}, nowMs) => (isStreaming ? wished(state, {about: 'stream'}, nowMs) : switched(state, false, nowMs)),
	'history-to-make-wished': (state, {count}, nowMs) => wished(state, {about: 'history', count}, nowMs),
	'contention-wished': (state, _, nowMs) => wished(state, {about: 'contend'}, nowMs),
	// Whoever has it is asked, each time.
	'drill-wished': state => ({...state, question: {about: 'drill'}}),
	'writing-checked'(state, {wish, held}, nowMs) {
		const counted = {...state, held: {...state.held, ...held}};
		return othersThatHold(counted).length > 0 ? {...counted, question: wish} : granted(state, wish, nowMs);
	},
	'question-answered'(state, {yes}, nowMs) {
		const {question} = state;
		const next = {...state, question: undefined};
		if (question?.about === 'bill') {
			return {state: next, commands: [{type: 'answer-bill', yes}]};
		}

		if (!yes || !question) {
			return next;
		}

		if (question.about === 'leave') {
			return {state: next, commands: [{type: 'leave', scenario: question.scenario}]};
		}

		if (question.about === 'replace') {
			return {state: next, commands: [{type: 'save-table', saving: question.saving, replaces: true}]};
		}

		if (question.about === 'memory') {
			return {state: next, commands: [limitMemory(question.keys)]};
		}

		return question.about === 'drill'
			? startJob({...next, drill: undefined}, 'drill', 0, {type: 'drill'})
			: granted({...next, mayWrite: true}, question, nowMs);
	},
	'facts-seeded'(state, {result: {stored, wanted, tookMs, expiring}, held}, nowMs) {
		const {many} = state.scenario.facts;
		const text =
			stored < wanted
				? `seed cancelled: ${formatCount(stored)} of ${formatCount(wanted)} ${many} stored`
				: `seeded ${formatCount(stored)} ${many} in ${formatLatency(tookMs)}${expiring === 0 ? '' : `; ${formatCount(expiring)} of them are too old to stay`}`;
		// A count that fails takes nothing from what stands.
		const placed = placing(state, stored);
		const next = {...placed, held: {...placed.held, ...held}, job: undefined, seededAtMs: nowMs, mayWrite: true};
		return note(next, nowMs, text, stored < wanted ? 'note' : 'done');
	},
	'stream-held'(state, {reason}, nowMs) {
		const next = {...state, streamHeldBy: reason, streamPace: freshPace(nowMs)};
		return state.streamHeldBy === reason
			? next
			: note(next, nowMs, `the ${streamed(state.scenario.facts).one} stream waits, and resumes by itself: ${reason}`, 'failed');
	},
	'stream-failed': (state, {reason}, nowMs) =>
		switched(note(state, nowMs, `the ${streamed(state.scenario.facts).one} stream ended: ${reason}`, 'failed'), false, nowMs),
	'stream-rate-chosen'(state, {perSecond}, nowMs) {
		const {one, many} = streamed(state.scenario.facts);
		const next = {...state, factsPerSecond: perSecond, streamPace: freshPace(nowMs)};
		return noteLatest(
			next,
			nowMs,
			`${formatGiven(perSecond)} ${perSecond === 1 ? one : many} a second${state.isStreaming ? '' : ' once o starts the stream'}`,
			'stream rate',
		);
	},
	'facts-streamed'(state, {count}, nowMs) {
		const {streamPace, factsPerSecond} = state;
		const next = {
			...arriving(state, count),
			streamed: state.streamed + count,
			streamHeldBy: undefined,
			streamPace: paceAfter(streamPace, count, {perSecond: factsPerSecond, nowMs}),
		};
		return state.streamHeldBy === undefined ? next : note(next, nowMs, `the ${streamed(state.scenario.facts).one} stream resumed`);
	},
};

const titles = byLayer(({title}) => title);

function withLayer(state: State, name: LayerName, layer: Layer): State {
	return {...state, layers: {...state.layers, [name]: layer}};
}

/** A layer was counted. While facts arrive in PostgreSQL, which keeps all, the count may be from before the last of them. */
function counted(state: State, layer: LayerName, held: number): State {
	// What PostgreSQL takes over is there at once or not at all: its nothing before that is no count of the facts.
	if (layer === 'postgres' && state.placedIn !== 'postgres' && held === 0) {
		return state;
	}

	return holding(state, layer, layer === 'postgres' && state.isStreaming && !state.scenario.facts.moving ? Math.max(held, state.held.postgres ?? 0) : held);
}

/** The state with so many facts that came; of those that move, nobody knows before they are counted how many came again. */
function arriving(state: State, count: number): State {
	return state.scenario.facts.moving ? state : placing(state, count);
}

/** The state with this many facts more where they are placed, once it is known how many there were. */
function placing(state: State, count: number): State {
	const {
		placedIn,
		held: {[placedIn]: before},
	} = state;
	return before === undefined ? state : holding(state, placedIn, before + count);
}

/** Facts of others that were there before this run are a reason to ask first, by a fresh count. */
function wished(state: State, wish: WritingWish, nowMs: number): Doing {
	if (!isOpen(state) || serversOfOthers(state).length === 0) {
		return granted(state, wish, nowMs);
	}

	return othersThatHold(state).length > 0
		? {state: {...state, question: wish}, commands: [{type: 'count-facts'}]}
		: {state, commands: [{type: 'check-writing', wish}]};
}

function granted(state: State, wish: WritingWish, nowMs: number): Doing {
	switch (wish.about) {
		case 'seed': {
			return seed(state, wish.count);
		}

		case 'stream': {
			return switched(state, true, nowMs);
		}

		case 'contend': {
			return startJob(state, 'contend', 0, {type: 'contend', load: contention});
		}

		case 'history': {
			return startJob(state, 'history', 0, {type: 'history', orders: wish.count});
		}
	}
}

function seed(state: State, count: number): Doing {
	return startJob(state, 'seed', count, {type: 'seed', count});
}

function switched(state: State, isStreaming: boolean, nowMs: number): State {
	const {one, many} = streamed(state.scenario.facts);
	const text = isStreaming ? `${one} stream on, ${givenRateText(state.factsPerSecond)}` : `${one} stream off after ${countedText(state.streamed, one, many)}`;
	return note(
		{
			...state,
			isStreaming,
			streamHeldBy: undefined,
			streamPace: freshPace(nowMs),
			streamed: isStreaming ? 0 : state.streamed,
			mayWrite: state.mayWrite || isStreaming,
		},
		nowMs,
		text,
	);
}
