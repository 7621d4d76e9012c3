import type {StoreHealth} from '../../stores/store-failure.ts';
import {byLayer, type LayerName} from '../../layers/layers.ts';
import {leftOutText} from '../../scenarios/left-out.ts';
import {formatCount, formatTimes} from '../../words/count.ts';
import {formatDuration} from '../../words/duration.ts';
import {formatLatency} from '../../words/latency.ts';
import {formatCents} from '../../words/money.ts';
import {givenRateText} from '../../words/rate.ts';
import {remarksOf} from '../selectors/benchmark-runs.ts';
import {runLimit} from '../state/benchmark-run.ts';
import type {Event} from '../state/event.ts';
import {freshRun} from './fresh-run.ts';
import {note, noteLatest, refuse} from './note.ts';
import {presentBudget} from '../selectors/present-budget.ts';
import {delayLooks} from '../selectors/saturation.ts';
import {sessionAfter} from './update-session.ts';
import type {Layer, State} from '../state/state.ts';
import {updateExperiment} from './update-experiment.ts';
import {clocksChecked} from './update-clock.ts';
import {layerCalled, withHealth} from './store-health.ts';
import {keepSamples, readsEnded, truthMeasured} from './update-reads.ts';

/** The next state after an event. Pure; the only way the state changes. */
export function update(state: State, event: Event): State {
	const next = remarkOnJob(state, event, updated(state, event));
	const session = sessionAfter(next.session, event);
	return session === next.session ? next : {...next, session};
}

/** What changes while a benchmark runs stands beside its figures. */
const remarks: Partial<Record<Event['type'], string>> = {
	'ttl-chosen': 'the TTL changed',
	'viewers-chosen': 'the viewers changed',
	'protection-chosen': 'the protection changed',
	'added-fill-chosen': 'the slow origin changed',
	'stream-switched': 'orders arrived',
	'stream-rate-chosen': 'the rate of orders changed',
};

function remarkOnJob({job: before}: State, {type}: Event, next: State): State {
	const remark = remarks[type];
	const {job} = next;
	return remark === undefined || before?.name !== 'benchmark' || !job || job.remarks.includes(remark)
		? next
		: {...next, job: {...job, remarks: [...job.remarks, remark]}};
}

function updated(state: State, event: Event): State {
	switch (event.type) {
		case 'clock-ticked': {
			return {...state, nowMs: event.nowMs};
		}

		case 'clocks-checked': {
			return clocksChecked(state, event.check);
		}

		case 'key-named': {
			return {...state, cacheKey: event.key};
		}

		case 'delay-measured': {
			const {job} = state;
			return {...state, recentDelaysMs: [...state.recentDelaysMs, event.delayMs].slice(-delayLooks), job: job && {...job, worstDelayMs: Math.max(job.worstDelayMs, event.delayMs)}};
		}

		case 'resized': {
			return {...state, columns: event.columns, rows: event.rows};
		}

		case 'theme-chosen': {
			return {...state, theme: event.theme};
		}

		case 'services-opened': {
			const layers = byLayer(({name}): Layer => ({health: 'up', backend: event.backends[name]}));
			return {...state, isOpen: true, layers, held: {mongo: event.ordersHeld}};
		}

		case 'layer-counted': {
			return holding(layerCalled(state, event.layer, {state: 'up'}), event.layer, event.held);
		}

		case 'layer-not-counted': {
			return layerCalled(state, event.layer, event.health);
		}

		case 'left-out-found': {
			const text = leftOutText(event.leftOut);
			const isNews = text !== leftOutText(state.leftOut);
			const next = {...state, leftOut: event.leftOut};
			return isNews ? note(next, event.nowMs, text ?? 'no document is left out any more') : next;
		}

		case 'reads-ended': {
			return readsEnded(state, event.reads, event.asked);
		}

		case 'truth-measured': {
			return truthMeasured(state, event);
		}

		case 'ttl-chosen': {
			const when = state.ttlMode === 'now' ? 'now' : 'with the next fill';
			return note(
				{...freshRun(state, event.nowMs, 'the TTL changed', state.ttlMode === 'now' ? event.nowMs : state.keyExpiresAtMs ?? event.nowMs), ttlSeconds: event.ttlSeconds},
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
			return {...state, isKeyKnown: true, keyExpiresAtMs: event.expiresAtMs, ...(event.expiresAtMs === undefined && {keyRemovedAtMs: state.nowMs})};
		}

		case 'key-missed': {
			return keyMissed(state, event.askedAtMs, event.nowMs);
		}

		case 'key-removed': {
			// A cycle that was cut by hand is none of theory's.
			return note({...freshRun(state, event.nowMs, 'the key was expired by hand', event.nowMs), keyExpiresAtMs: undefined, isKeyKnown: true, keyRemovedAtMs: event.nowMs}, event.nowMs, 'expired the key: the next read is a miss');
		}

		case 'job-started': {
			return {...state, job: {name: event.name, done: 0, total: event.total, cancelling: false, remarks: state.isStreaming ? ['orders arrived'] : [], worstDelayMs: 0}, measuring: event.name === 'benchmark' ? [] : undefined};
		}

		case 'job-progressed': {
			return state.job ? {...state, job: {...state.job, done: event.done, total: event.total}} : state;
		}

		case 'job-cancelling': {
			return state.job ? {...state, job: {...state.job, cancelling: true}} : state;
		}

		case 'orders-seeded': {
			const {stored, wanted, tookMs, expiring} = event.result;
			const text = stored < wanted
				? `seed cancelled: ${formatCount(stored)} of ${formatCount(wanted)} orders stored`
				: `seeded ${formatCount(stored)} orders in ${formatLatency(tookMs)}${expiring === 0 ? '' : `; ${formatCount(expiring)} of them are too old to stay`}`;
			return note({...holding(state, 'mongo', event.ordersHeld), job: undefined, seededAtMs: event.nowMs, mayWrite: true}, event.nowMs, text, stored < wanted ? 'note' : 'done');
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
			return benchmarkEnded(state, event);
		}

		case 'orders-archived': {
			const {rows, objects, created, revenueCents, keptDays, warnings} = event.result;
			const kept = keptDays.length === 0 ? '' : `; ${keptDays.length} ${keptDays.length === 1 ? 'day keeps' : 'days keep'} orders of an earlier archive that the window lacks`;
			const text = `archived ${formatCount(rows)} orders, ${formatCents(revenueCents)}: ${objects.length} objects, ${created} new, CRC32C agrees${kept}`;
			const archived = note(layerLeft({...holding(state, 'gcs', objects.length), job: undefined}, 'gcs', {state: 'up'}), event.nowMs, text, 'done');
			return warnings.reduce((next, warning) => note(next, event.nowMs, warning, 'failed'), archived);
		}

		case 'job-failed': {
			const {name, done, total} = state.job ?? {name: 'work', done: 0, total: 0};
			const standing = name === 'seed' && total > 0 ? `: at least ${formatCount(done)} of ${formatCount(total)} orders stand` : '';
			const text = event.cancelled ? event.stands ?? `${name} cancelled${standing}` : `${name}: ${event.stands ?? event.reason}`;
			const archived = Math.max(state.held.gcs ?? 0, event.archivedObjects ?? 0);
			const ended = {...event.archivedObjects === undefined ? state : holding(state, 'gcs', archived), job: undefined, measuring: undefined};
			return note(event.left ? layerLeft(ended, event.left.store, event.left.health) : ended, event.nowMs, text, event.cancelled ? 'note' : 'failed');
		}

		case 'stream-switched': {
			const text = event.isStreaming
				? `order stream on, ${givenRateText(state.ordersPerSecond)}`
				: `order stream off after ${formatCount(state.streamed)} orders`;
			return note({...state, isStreaming: event.isStreaming, streamed: event.isStreaming ? 0 : state.streamed, mayWrite: state.mayWrite || event.isStreaming}, event.nowMs, text);
		}

		case 'stream-rate-chosen': {
			const next = {...state, ordersPerSecond: event.perSecond};
			return noteLatest(next, state.nowMs, `${event.perSecond} orders a second${state.isStreaming ? '' : ' once o starts the stream'}`, 'order rate');
		}

		case 'orders-streamed': {
			return {...holding(state, 'mongo', (state.held.mongo ?? 0) + event.count), streamed: state.streamed + event.count};
		}

		case 'paused': {
			// A rate over time in which nothing was read would be none.
			return note({...freshRun(state, event.nowMs, event.isPaused ? 'a pause' : 'a pause ended'), isPaused: event.isPaused}, event.nowMs, event.isPaused ? 'paused: nothing is read' : 'reading again');
		}

		case 'help-turned': {
			return {...state, helpPage: event.page};
		}

		case 'menu-opened': {
			return {...state, menu: {kind: event.kind, row: 0}};
		}

		case 'menu-moved': {
			return state.menu ? {...state, menu: {...state.menu, row: event.row}} : state;
		}

		case 'menu-closed': {
			return {...state, menu: undefined};
		}

		case 'screen-chosen': {
			const next = {...state, screen: event.screen};
			return {...next, laboratory: {...next.laboratory, budget: presentBudget(next)}};
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

		case 'key-refused': {
			return event.reason === undefined
				? refuse(state, event.nowMs, `${event.key} is no key here: ? shows the keys`, 'no key')
				: refuse(state, event.nowMs, `${event.key}: ${event.reason}`, event.reason);
		}

		case 'noted': {
			return note(state, event.nowMs, event.text, event.failed ? 'failed' : 'note');
		}

		case 'added-fill-chosen':
		case 'answer-closed':
		case 'budget-chosen':
		case 'charts-swapped':
		case 'guess-left':
		case 'guess-moved':
		case 'guess-placed':
		case 'protection-chosen':
		case 'simulation-ended':
		case 'simulation-failed':
		case 'simulation-started':
		case 'stampede-ended':
		case 'theory-found':
		case 'viewers-chosen': {
			return updateExperiment(state, event);
		}
	}
}

function benchmarkEnded(state: State, {measurement, cancelled, nowMs}: Extract<Event, {type: 'latency-measured'}>): State {
	const {speedup, mode, miss, hit} = measurement;
	const remarks = state.job ? remarksOf(state.job) : [];
	const text = `benchmark${cancelled ? ' cancelled' : ''} (${mode}, ${formatCount(miss.count + hit.count)} reads): ${speedup
		? `a hit is ${formatTimes(speedup.ratio)} × faster, 95 % interval of this run ${formatTimes(speedup.low)} to ${formatTimes(speedup.high)}`
		: 'too few reads for a figure'}${speedup && remarks.length > 0 ? ` ! ${remarks.join('; ')}` : ''}`;
	// A run that was cut too short for a figure leaves the ones before standing, and the live reads where there are none.
	const runs = speedup ? [...state.runs, {measurement, speedup, atMs: nowMs, remarks}].slice(-runLimit) : state.runs;
	return note({...state, job: undefined, measuring: undefined, runs}, nowMs, text, cancelled ? 'note' : 'done');
}

function holding(state: State, name: LayerName, held: number): State {
	return {...state, held: {...state.held, [name]: held}};
}

function layerLeft(state: State, name: LayerName, health: StoreHealth): State {
	return {...state, layers: {...state.layers, [name]: withHealth(state.layers[name], health)}};
}

/** The key went before its end, unless a read has stored a value since it was asked, or it has ended meanwhile anyhow. */
function keyMissed(state: State, askedAtMs: number, nowMs: number): State {
	const {keyExpiresAtMs, lastRead} = state;
	const isEarly = keyExpiresAtMs !== undefined && keyExpiresAtMs > nowMs && (lastRead?.servedAtMs ?? 0) < askedAtMs;
	return isEarly
		? note({...state, keyExpiresAtMs: undefined, keyRemovedAtMs: askedAtMs}, nowMs, 'the key went before its end: evicted, or removed by another')
		: state;
}
