import type {SeedResult} from '../../flows/seed-facts.ts';
import {type LeftOut, leftOutText} from '../../scenarios/left-out.ts';
import {type Backends, byLayer, type LayerName} from '../../layers/layers.ts';
import type {StoreHealth} from '../../stores/store-failure.ts';
import {formatCount} from '../../words/count.ts';
import {formatLatency} from '../../words/latency.ts';
import {givenRateText} from '../../words/rate.ts';
import type {Layer, Question, State} from '../state/state.ts';
import {holding} from './holding.ts';
import {note, noteLatest} from './note.ts';
import {startJob} from './start-job.ts';
import {layerCalled} from './store-health.ts';
import type {Handlers, Named, Next} from './step.ts';

/** How many orders there are, and whether more arrive. */
export type OrderEvents = {
	/** `firstOrders`: so many are stored in an embedded MongoDB that holds none. */
	'services-opened': {backends: Backends; ordersHeld: number; firstOrders: number};
	'layer-counted': {layer: LayerName; held: number};
	/** A layer did not say how much it holds. */
	'layer-not-counted': {layer: LayerName; health: StoreHealth};
	'left-out-found': {leftOut: readonly LeftOut[]};
	'seed-wished': {count: number};
	'stream-wished': {isStreaming: boolean};
	/** Before something is written into a MongoDB of others, its orders were counted; undefined: it did not say. */
	'writing-checked': {wish: Question; ordersHeld: number | undefined};
	'question-answered': {yes: boolean};
	/** `ordersHeld`: by a count afterwards; undefined where that failed. */
	'orders-seeded': {result: SeedResult; ordersHeld: number | undefined};
	/** The stream ended by itself. */
	'stream-failed': {reason: string};
	'stream-rate-chosen': {perSecond: number};
	'orders-streamed': {count: number};
};

export type OrderCommands = {
	/** Counts the orders before a wish is granted. */
	'check-writing': {wish: Question};
	/** Counts the orders that MongoDB holds. */
	'count-orders': object;
	seed: {count: number};
};

type Doing = State | Next<Named<OrderCommands>>;

export const orderHandlers: Handlers<OrderEvents, OrderCommands> = {
	'services-opened'(state, {backends, ordersHeld, firstOrders}) {
		const layers = byLayer(({name}): Layer => ({health: 'up', backend: backends[name]}));
		const next = {...state, isOpen: true, layers, held: {mongo: ordersHeld}};
		return backends.mongo.kind === 'embedded' && ordersHeld === 0 ? seed(next, firstOrders) : next;
	},
	'layer-counted': (state, {layer, held}, nowMs) => holding(layerCalled(state, layer, {state: 'up'}, nowMs), layer, held),
	'layer-not-counted': (state, {layer, health}, nowMs) => layerCalled(state, layer, health, nowMs),
	'left-out-found'(state, {leftOut}, nowMs) {
		const text = leftOutText(leftOut);
		const isNews = text !== leftOutText(state.leftOut);
		const next = {...state, leftOut};
		return isNews ? note(next, nowMs, text ?? 'no document is left out any more') : next;
	},
	'seed-wished': (state, {count}, nowMs) => wished(state, {about: 'seed', count}, nowMs),
	'stream-wished': (state, {isStreaming}, nowMs) => isStreaming ? wished(state, {about: 'stream'}, nowMs) : switched(state, false, nowMs),
	'writing-checked'(state, {wish, ordersHeld = 0}, nowMs) {
		return isOthers(state) && ordersHeld > 0 ? {...holding(state, 'mongo', ordersHeld), question: wish} : granted(state, wish, nowMs);
	},
	'question-answered'(state, {yes}, nowMs) {
		const {question} = state;
		const next = {...state, question: undefined};
		return yes && question ? granted({...next, mayWrite: true}, question, nowMs) : next;
	},
	'orders-seeded'(state, {result: {stored, wanted, tookMs, expiring}, ordersHeld}, nowMs) {
		const {many} = state.scenario.facts;
		const text = stored < wanted
			? `seed cancelled: ${formatCount(stored)} of ${formatCount(wanted)} ${many} stored`
			: `seeded ${formatCount(stored)} ${many} in ${formatLatency(tookMs)}${expiring === 0 ? '' : `; ${formatCount(expiring)} of them are too old to stay`}`;
		// A count that fails takes nothing from what stands.
		const next = {...holding(state, 'mongo', ordersHeld ?? (state.held.mongo ?? 0) + stored), job: undefined, seededAtMs: nowMs, mayWrite: true};
		return note(next, nowMs, text, stored < wanted ? 'note' : 'done');
	},
	'stream-failed': (state, {reason}, nowMs) => switched(note(state, nowMs, `the ${state.scenario.facts.one} stream ended: ${reason}`, 'failed'), false, nowMs),
	'stream-rate-chosen'(state, {perSecond}, nowMs) {
		const next = {...state, ordersPerSecond: perSecond};
		return noteLatest(next, nowMs, `${perSecond} ${state.scenario.facts.many} a second${state.isStreaming ? '' : ' once o starts the stream'}`, 'stream rate');
	},
	'orders-streamed': (state, {count}) => ({...holding(state, 'mongo', (state.held.mongo ?? 0) + count), streamed: state.streamed + count}),
};

/** Whether MongoDB is a server of others, in which nothing was agreed to be written. */
function isOthers({layers, mayWrite}: State): boolean {
	return layers.mongo.backend?.kind === 'server' && !mayWrite;
}

/** Orders of others that were there before this run are a reason to ask first, by a fresh count. */
function wished(state: State, wish: Question, nowMs: number): Doing {
	if (!state.isOpen || !isOthers(state)) {
		return granted(state, wish, nowMs);
	}

	return (state.held.mongo ?? 0) > 0
		? {state: {...state, question: wish}, commands: [{type: 'count-orders'}]}
		: {state, commands: [{type: 'check-writing', wish}]};
}

function granted(state: State, wish: Question, nowMs: number): Doing {
	return wish.about === 'seed' ? seed(state, wish.count) : switched(state, true, nowMs);
}

function seed(state: State, count: number): Doing {
	return startJob(state, 'seed', count, {type: 'seed', count});
}

function switched(state: State, isStreaming: boolean, nowMs: number): State {
	const {one, many} = state.scenario.facts;
	const text = isStreaming
		? `${one} stream on, ${givenRateText(state.ordersPerSecond)}`
		: `${one} stream off after ${formatCount(state.streamed)} ${many}`;
	return note({...state, isStreaming, streamed: isStreaming ? 0 : state.streamed, mayWrite: state.mayWrite || isStreaming}, nowMs, text);
}
