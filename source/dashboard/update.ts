import type {RevenueRead} from '../flows/read-revenue.ts';
import {formatDuration} from '../lab/duration.ts';
import {formatCents, formatCount} from '../orders/money.ts';
import {formatLatency} from '../reports/format-latency.ts';
import type {Event} from './event.ts';
import {type Activity, activityLimit, emptyStatistics, type Layer, type ReadStatistics, sampleLimit, type State} from './state.ts';

/** The next state after an event. Pure; the only way the state changes. */
export function update(state: State, event: Event): State {
	switch (event.type) {
		case 'clock-ticked': {
			return {...state, nowMs: event.nowMs};
		}

		case 'resized': {
			return {...state, columns: event.columns, rows: event.rows};
		}

		case 'services-opened': {
			const {mongo, redis, gcs} = event.backends;
			const up = (backend: Layer['backend']): Layer => ({health: 'up', backend});
			return {...state, isOpen: true, layers: {mongo: up(mongo), redis: up(redis), gcs: up(gcs)}, ordersHeld: event.ordersHeld};
		}

		case 'orders-counted': {
			return {...state, ordersHeld: event.ordersHeld};
		}

		case 'revenue-read': {
			return readEnded(state, event.read);
		}

		case 'ttl-chosen': {
			const when = state.ttlMode === 'now' ? 'now' : 'with the next fill';
			return note(
				{...state, ttlSeconds: event.ttlSeconds, statistics: emptyStatistics(event.nowMs)},
				event.nowMs,
				`TTL ${formatDuration(event.ttlSeconds)}, ${when}`,
			);
		}

		case 'ttl-mode-chosen': {
			const text = event.mode === 'now'
				? 'TTL changes act now: the key moves'
				: 'TTL changes act with the next fill';
			return note({...state, ttlMode: event.mode}, event.nowMs, text);
		}

		case 'expiry-moved': {
			return {...state, keyExpiresAtMs: event.expiresAtMs};
		}

		case 'key-removed': {
			return note({...state, keyExpiresAtMs: undefined}, event.nowMs, 'expired the key: the next read is a miss');
		}

		case 'job-started': {
			return {...state, job: {name: event.name, done: 0, total: event.total, cancelling: false}, measuring: event.name === 'benchmark' ? [] : undefined};
		}

		case 'job-progressed': {
			return state.job ? {...state, job: {...state.job, done: event.done, total: event.total}} : state;
		}

		case 'job-cancelling': {
			return state.job ? {...state, job: {...state.job, cancelling: true}} : state;
		}

		case 'orders-seeded': {
			const {stored, wanted, tookMs} = event.result;
			const text = stored < wanted
				? `seed cancelled: ${formatCount(stored)} of ${formatCount(wanted)} orders stored`
				: `seeded ${formatCount(stored)} orders in ${formatLatency(tookMs)}`;
			return note({...state, job: undefined, ordersHeld: event.ordersHeld, mayWrite: true}, event.nowMs, text, stored < wanted ? 'note' : 'done');
		}

		case 'latency-sampled': {
			return {
				...state,
				samples: keepSamples([...state.samples, ...event.samples]),
				measuring: [...state.measuring ?? [], ...event.samples],
				job: state.job && {...state.job, done: event.done, total: event.total},
			};
		}

		case 'latency-measured': {
			const {measurement: {speedup, mode, miss, hit}, cancelled} = event;
			const figure = speedup ? `a hit is ${speedup.ratio.toFixed(1)} × faster` : 'too few reads for a figure';
			const text = `benchmark${cancelled ? ' cancelled' : ''} (${mode}, ${formatCount(miss.count + hit.count)} reads): ${figure}`;
			// A run that was cut too short for a figure leaves the one before standing.
			const measurement = speedup || !state.measurement ? event.measurement : state.measurement;
			return note({...state, job: undefined, measuring: undefined, measurement}, event.nowMs, text, cancelled ? 'note' : 'done');
		}

		case 'orders-archived': {
			const {rows, objects, created, revenueCents} = event.result;
			const text = `archived ${formatCount(rows)} orders, ${formatCents(revenueCents)}: ${objects.length} objects, ${created} new, CRC32C agrees`;
			return note(layerUp({...state, job: undefined, archivedObjects: objects.length}, 'gcs'), event.nowMs, text, 'done');
		}

		case 'job-failed': {
			const name = state.job?.name ?? 'work';
			return note({...state, job: undefined, measuring: undefined}, event.nowMs, event.cancelled ? `${name} cancelled` : `${name}: ${event.reason}`, event.cancelled ? 'note' : 'failed');
		}

		case 'stream-switched': {
			const text = event.isStreaming
				? `order stream on, ${state.ordersPerSecond}/s`
				: `order stream off after ${formatCount(state.streamed)} orders`;
			return note({...state, isStreaming: event.isStreaming, streamed: event.isStreaming ? 0 : state.streamed, mayWrite: state.mayWrite || event.isStreaming}, event.nowMs, text);
		}

		case 'stream-rate-chosen': {
			return {...state, ordersPerSecond: event.perSecond};
		}

		case 'orders-streamed': {
			return {...state, streamed: state.streamed + event.count, ordersHeld: (state.ordersHeld ?? 0) + event.count};
		}

		case 'paused': {
			return note({...state, isPaused: event.isPaused}, event.nowMs, event.isPaused ? 'paused: nothing is read' : 'reading again');
		}

		case 'help-switched': {
			return {...state, showsHelp: !state.showsHelp};
		}

		case 'prompt-opened': {
			return {...state, prompt: {kind: event.kind, text: ''}};
		}

		case 'prompt-typed': {
			return state.prompt ? {...state, prompt: {kind: state.prompt.kind, text: event.text}} : state;
		}

		case 'prompt-refused': {
			return state.prompt ? {...state, prompt: {...state.prompt, refusal: event.refusal}} : state;
		}

		case 'prompt-closed': {
			return {...state, prompt: undefined};
		}

		case 'question-asked': {
			return {...state, question: event.question};
		}

		case 'question-answered': {
			return {...state, question: undefined, mayWrite: state.mayWrite || event.yes};
		}

		case 'noted': {
			return note(state, event.nowMs, event.text, event.failed ? 'failed' : 'note');
		}
	}
}

function readEnded(state: State, read: RevenueRead): State {
	const statistics = countRead(state.statistics, read);
	// A reason is said once, not at each read of an outage.
	const isNews = read.reason !== undefined && (read.reason !== state.lastRead?.reason || read.outcome !== state.lastRead.outcome);
	const told = isNews ? note(state, read.servedAtMs, `${read.outcome}: ${read.reason}`, read.outcome === 'error' ? 'failed' : 'note') : state;
	const redisDown = read.outcome === 'bypass' || (read.outcome === 'error' && read.reason.startsWith('Redis'));
	const mongoDown = read.outcome === 'error' || (read.outcome === 'stale' && read.reason !== undefined);
	// A hit says nothing of MongoDB: it keeps the health it had.
	const mongo = mongoDown ? 'down' : read.outcome === 'hit' ? state.layers.mongo.health : 'up';
	const layers = {
		...state.layers,
		redis: {...state.layers.redis, health: redisDown ? 'down' as const : 'up' as const},
		mongo: {...state.layers.mongo, health: mongo},
	};
	if (read.outcome === 'error') {
		return {...told, statistics, layers, lastRead: read};
	}

	const samples = read.outcome === 'hit' || read.outcome === 'miss'
		? keepSamples([...state.samples, {kind: read.outcome, latencyMs: read.latencyMs, atMs: read.servedAtMs}])
		: state.samples;
	return {
		...told,
		statistics,
		layers,
		samples,
		lastRead: read,
		shown: read,
		keyExpiresAtMs: redisDown ? undefined : read.outcome === 'hit' && state.keyExpiresAtMs !== undefined ? state.keyExpiresAtMs : read.expiresAtMs,
	};
}

/** The oldest go a quarter at a time, so that the chart need not move with every read. */
function keepSamples(samples: State['samples']): State['samples'] {
	return samples.length > sampleLimit ? samples.slice(-Math.ceil(sampleLimit * 3 / 4)) : samples;
}

function countRead(statistics: ReadStatistics, read: RevenueRead): ReadStatistics {
	const filled = read.outcome === 'miss' || read.outcome === 'bypass';
	return {
		...statistics,
		reads: statistics.reads + 1,
		outcomes: {...statistics.outcomes, [read.outcome]: statistics.outcomes[read.outcome] + 1},
		ageSumMs: statistics.ageSumMs + (read.outcome === 'error' ? 0 : read.ageMs),
		fills: statistics.fills + (filled ? 1 : 0),
		fillSumMs: statistics.fillSumMs + (filled ? read.fillMs : 0),
	};
}

function layerUp(state: State, name: keyof State['layers']): State {
	return {...state, layers: {...state.layers, [name]: {...state.layers[name], health: 'up'}}};
}

function note(state: State, atMs: number, text: string, kind: Activity['kind'] = 'note'): State {
	return {...state, activity: [{atMs, text, kind}, ...state.activity].slice(0, activityLimit)};
}
