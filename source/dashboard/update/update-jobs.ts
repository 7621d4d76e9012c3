import type {Stampede} from '../../flows/fire-stampede.ts';
import type {BenchMode, LatencyMeasurement, LatencySample} from '../../flows/measure-latency.ts';
import type {ArchiveResult} from '../../flows/archive-facts.ts';
import type {LayerName} from '../../layers/layers.ts';
import {predictStampede} from '../../lab/predict-stampede.ts';
import type {StoreHealth} from '../../stores/store-failure.ts';
import {formatCount, formatTimes} from '../../words/count.ts';
import {archivedText} from '../selectors/archived-text.ts';
import {remarksOf} from '../selectors/benchmark-runs.ts';
import {noKey} from '../selectors/no-key.ts';
import {loadOnShownKey} from '../selectors/present-load.ts';
import {stampedeReasons, stampedeText} from '../selectors/stampede-words.ts';
import {runLimit} from '../state/benchmark-run.ts';
import type {Pace} from '../../words/pace.ts';
import type {State} from '../state/state.ts';
import {freshRun} from './fresh-run.ts';
import {archiveHolding, holding} from './holding.ts';
import {note} from './note.ts';
import {startJob} from './start-job.ts';
import {withHealth} from './store-health.ts';
import type {Handlers} from './step.ts';
import {keepSamples} from './update-reads.ts';

/** Long work: one at a time, so that none falsifies another's figures. Seeding is among the facts. */
export type JobEvents = {
	'benchmark-wished': {mode: BenchMode};
	'archive-wished': object;
	/** Expire the key under the present load, and count the queries. */
	'stampede-wished': object;
	/** What runs is to end: the job, or else the simulation. */
	'cancel-wished': object;
	'job-progressed': {done: number; total: number; pace?: Pace | undefined; stage?: string | undefined};
	'latency-sampled': {samples: readonly LatencySample[]; done: number; total: number};
	'latency-measured': {measurement: LatencyMeasurement; cancelled: boolean};
	'facts-archived': {result: ArchiveResult};
	'stampede-ended': {measured: Stampede};
	'job-failed': {
		reason: string;
		cancelled: boolean;
		/** What the job left, where it left something: the whole sentence. */
		stands?: string;
		/** Objects of an archive that stand all the same. */
		archivedObjects?: number;
		/** The store that did not do it. */
		left?: {readonly store: LayerName; readonly health: StoreHealth};
	};
};

export type JobCommands = {
	benchmark: {mode: BenchMode; misses: number; hitsPerMiss: number; addedFillMs: number};
	archive: object;
	stampede: {key: string; about: string};
	'cancel-job': object;
	/** Counts the facts that MongoDB holds. */
	'count-facts': object;
};

const misses = 40;
const hitsPerMiss = 10;

export const jobHandlers: Handlers<JobEvents, JobCommands> = {
	'benchmark-wished': (state, {mode}) =>
		startJob(state, 'benchmark', misses * (1 + hitsPerMiss), {type: 'benchmark', mode, misses, hitsPerMiss, addedFillMs: state.addedFillSeconds * 1000}),
	'archive-wished': state => startJob(state, 'archive', 0, {type: 'archive'}),
	'stampede-wished': (state, _, nowMs) =>
		state.cacheKey === undefined
			? note(state, nowMs, `stampede: there is ${noKey(state)}`, 'failed')
			: startJob(state, 'stampede', 0, {type: 'stampede', key: state.cacheKey, about: state.about}),
	'cancel-wished'(state, _, nowMs) {
		const {job, laboratory} = state;
		if (job) {
			return {state: {...state, job: {...job, cancelling: true}}, commands: [{type: 'cancel-job'}]};
		}

		return laboratory.simulatingSeconds === undefined
			? state
			: note({...state, laboratory: {...laboratory, simulatingSeconds: undefined}}, nowMs, 'what if: cancelled');
	},
	'job-progressed': (state, {done, total, pace, stage}) => (state.job ? {...state, job: {...state.job, done, total, pace, stage}} : state),
	'latency-sampled': (state, {samples, done, total}) => ({
		...state,
		samples: keepSamples([...state.samples, ...samples]),
		measuring: [...(state.measuring ?? []), ...samples],
		job: state.job && {...state.job, done, total},
	}),
	'latency-measured'(state, {measurement, cancelled}, nowMs) {
		const {speedup, mode, miss, hit, live} = measurement;
		const remarks = state.job ? remarksOf(state.job) : [];
		const text = `benchmark${cancelled ? ' cancelled' : ''} (${mode}, ${formatCount(miss.count + hit.count + (live?.count ?? 0))} reads): ${
			speedup
				? `a hit is ${formatTimes(speedup.ratio)} × faster, 95 % interval of this run ${formatTimes(speedup.low)} to ${formatTimes(speedup.high)}`
				: 'too few reads for a figure'
		}${speedup && remarks.length > 0 ? ` ! ${remarks.join('; ')}` : ''}`;
		// A run that was cut too short for a figure leaves the ones before standing, and the live reads where there are none.
		const runs = speedup ? [...state.runs, {measurement, speedup, atMs: nowMs, remarks}].slice(-runLimit) : state.runs;
		return note({...state, job: undefined, measuring: undefined, runs}, nowMs, text, cancelled ? 'note' : 'done');
	},
	'facts-archived'(state, {result}, nowMs) {
		const {warnings} = result;
		const archived = note(layerLeft({...archiveHolding(state, result), job: undefined}, 'gcs', {state: 'up'}), nowMs, archivedText(result), 'done');
		return warnings.reduce((next, warning) => note(next, nowMs, warning, 'failed'), archived);
	},
	'stampede-ended'(state, {measured}, nowMs) {
		// The crowd of this fill beside what theory says of this fill: another one's crowd would be another.
		const predicted = predictStampede({...loadOnShownKey(state), fillSeconds: measured.fillMs / 1000});
		const reasons = stampedeReasons(state, measured, predicted);
		// A cycle that was cut by hand is none of theory's.
		const fresh = freshRun({...state, job: undefined}, nowMs, 'the stampede ended', nowMs);
		const next = {...fresh, laboratory: {...fresh.laboratory, stampede: {measured, predicted, reasons, atMs: nowMs}}};
		// The newest line stands above: the result first, then where it comes from.
		return note(
			reasons.toReversed().reduce<State>((told, reason) => note(told, nowMs, reason), next),
			nowMs,
			stampedeText(measured, predicted),
			'done',
		);
	},
	'job-failed'(state, {reason, cancelled, stands, archivedObjects, left}, nowMs) {
		const {name, done, total} = state.job ?? {name: 'work', done: 0, total: 0};
		const standing = name === 'seed' && total > 0 ? `: at least ${formatCount(done)} of ${formatCount(total)} ${state.scenario.facts.many} stand` : '';
		const text = cancelled ? (stands ?? `${name} cancelled${standing}`) : `${name}: ${stands ?? reason}`;
		const found = archivedObjects === undefined ? state : holding(state, 'gcs', Math.max(state.held.gcs ?? 0, archivedObjects));
		const history = name === 'history' && !cancelled ? {...state.history, trouble: reason} : state.history;
		// A day that could not be restored is told of: the panel would count down to nothing.
		const ended = {...found, history, job: undefined, measuring: undefined, drill: found.drill?.stage === 'lost' ? undefined : found.drill};
		return {
			state: note(left ? layerLeft(ended, left.store, left.health) : ended, nowMs, text, cancelled ? 'note' : 'failed'),
			// However far it came, the header says what stands.
			commands: [{type: 'count-facts'}],
		};
	},
};

function layerLeft(state: State, name: LayerName, health: StoreHealth): State {
	return {...state, layers: {...state.layers, [name]: withHealth(state.layers[name], health)}};
}
