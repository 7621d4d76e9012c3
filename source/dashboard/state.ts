import type {Config} from '../config.ts';
import type {LatencyMeasurement, LatencySample} from '../flows/measure-latency.ts';
import type {RevenueRead} from '../flows/read-revenue.ts';
import type {Outcome} from '../lab/read-through.ts';
import type {Backend} from '../stores/backend.ts';

/** A layer of the lesson, as the header shows it. */
export type Layer = {
	readonly health: 'opening' | 'up' | 'down';
	readonly backend: Backend | undefined;
};

export type LayerName = 'mongo' | 'redis' | 'gcs';

/** When a new TTL takes effect: on the value that stands, or with the next fill. */
export type TtlMode = 'now' | 'next';

/** What the dashboard's own reads came to since the last change of TTL. */
export type ReadStatistics = {
	readonly sinceMs: number;
	readonly reads: number;
	readonly outcomes: Readonly<Record<Outcome, number>>;
	readonly ageSumMs: number;
	readonly fillSumMs: number;
	readonly fills: number;
};

/** Long work: one at a time, so that none falsifies another's figures. */
export type Job = {
	readonly name: 'seed' | 'benchmark' | 'archive';
	readonly done: number;
	/** 0 while it is not known. */
	readonly total: number;
	readonly cancelling: boolean;
};

/** Something that happened, for the activity panel. */
export type Activity = {readonly atMs: number; readonly text: string; readonly kind: 'done' | 'failed' | 'note'};

/** A value being typed. */
export type Prompt = {readonly kind: PromptKind; readonly text: string; readonly refusal?: string};

export type PromptKind = 'seed-count' | 'ttl' | 'orders-per-second';

/** A question before something that is hard to undo. */
export type Question = {readonly about: 'seed'; readonly count: number; readonly held: number} | {readonly about: 'stream'; readonly held: number};

/** A read that gave a value. */
export type ShownRead = Exclude<RevenueRead, {outcome: 'error'}>;

/** Everything the screen is a function of. */
export type State = {
	readonly columns: number;
	readonly rows: number;
	readonly ascii: boolean;
	/** Epoch milliseconds, from the last tick. */
	readonly nowMs: number;
	readonly refreshSeconds: number;
	readonly layers: Readonly<Record<LayerName, Layer>>;
	/** Set once everything is open. */
	readonly isOpen: boolean;
	readonly ordersHeld: number | undefined;
	readonly archivedObjects: number | undefined;
	/** The value on the screen. */
	readonly shown: ShownRead | undefined;
	/** The last read, whether or not it gave a value. */
	readonly lastRead: RevenueRead | undefined;
	/** When the key in Redis ends, as far as this program knows; undefined: no key. */
	readonly keyExpiresAtMs: number | undefined;
	readonly ttlSeconds: number;
	readonly ttlMode: TtlMode;
	readonly statistics: ReadStatistics;
	/** The last reads, oldest first, at most `sampleLimit`. */
	readonly samples: readonly LatencySample[];
	readonly measurement: LatencyMeasurement | undefined;
	/** The reads of the benchmark under way. */
	readonly measuring: readonly LatencySample[] | undefined;
	readonly job: Job | undefined;
	readonly ordersPerSecond: number;
	readonly isStreaming: boolean;
	readonly streamed: number;
	/** Writing into this external MongoDB was agreed to in this run. */
	readonly mayWrite: boolean;
	readonly isPaused: boolean;
	/** Newest first, at most `activityLimit`. */
	readonly activity: readonly Activity[];
	readonly showsHelp: boolean;
	readonly prompt: Prompt | undefined;
	readonly question: Question | undefined;
};

/** Reads kept for the chart. */
export const sampleLimit = 1200;

/** Lines kept for the activity panel. */
export const activityLimit = 60;

/** Samples under which a rate or a mean is not shown. */
export const fewestReads = 20;

export function initialState(config: Pick<Config, 'ascii' | 'refreshSeconds' | 'ttlSeconds'>, columns: number, rows: number, nowMs: number): State {
	const opening: Layer = {health: 'opening', backend: undefined};
	return {
		columns,
		rows,
		ascii: config.ascii,
		nowMs,
		refreshSeconds: config.refreshSeconds,
		layers: {mongo: opening, redis: opening, gcs: opening},
		isOpen: false,
		ordersHeld: undefined,
		archivedObjects: undefined,
		shown: undefined,
		lastRead: undefined,
		keyExpiresAtMs: undefined,
		ttlSeconds: config.ttlSeconds,
		ttlMode: 'now',
		statistics: emptyStatistics(nowMs),
		samples: [],
		measurement: undefined,
		measuring: undefined,
		job: undefined,
		ordersPerSecond: 2,
		isStreaming: false,
		streamed: 0,
		mayWrite: false,
		isPaused: false,
		activity: [],
		showsHelp: false,
		prompt: undefined,
		question: undefined,
	};
}

export function emptyStatistics(sinceMs: number): ReadStatistics {
	return {
		sinceMs,
		reads: 0,
		outcomes: {hit: 0, miss: 0, bypass: 0, stale: 0, coalesced: 0, error: 0},
		ageSumMs: 0,
		fillSumMs: 0,
		fills: 0,
	};
}
