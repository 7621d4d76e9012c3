import {freshPace, type StreamPace} from './stream-pace.ts';
import type {Pace} from '../../words/pace.ts';
import type {Config} from '../../command-line/config.ts';
import type {Audit} from '../../flows/audited.ts';
import type {FillFigures} from '../../flows/fill-figures.ts';
import type {LatencySample} from '../../flows/measure-latency.ts';
import type {Truth} from '../../flows/measure-truth.ts';
import type {Placing} from '../../flows/place-facts.ts';
import type {Read} from '../../flows/read-answer.ts';
import {type ClockDifferences, unknownDifferences} from '../../flows/shared-clock.ts';
import type {OffBy} from '../../scenarios/error-model.ts';
import {type Protection, usualProtection} from '../../lab/protections.ts';
import {noReads, type ReadCounts} from '../../lab/read-counts.ts';
import type {ThemeName} from '../../command-line/read-theme.ts';
import {ownZone} from '../../words/local-day.ts';
import {lesson} from '../../command-line/lesson.ts';
import type {LeftOut} from '../../scenarios/left-out.ts';
import type {Scenario} from '../../scenarios/scenario.ts';
import {shownAbout} from '../../scenarios/shown-about.ts';
import type {Layer as LayerRecord} from '../../layers/layer.ts';
import {byLayer, type ByLayer, type Held} from '../../layers/layers.ts';
import type {Backend} from '../../stores/backend.ts';
import type {Refill} from '../../stores/postgres-outbox.ts';
import type {Holdings} from '../../stores/holdings.ts';
import type {Menu, Prompt, Question} from './asked.ts';
import type {Moves} from './moves.ts';
import {type MemoryState, unknownMemory} from './memory.ts';
import {newSession, type Session} from './session.ts';
import type {BenchmarkRun} from './benchmark-run.ts';
import {initialLaboratory, type Laboratory} from './laboratory-state.ts';
import type {DrillState} from './drill.ts';
import {type History, noHistory} from './history.ts';
import {noRivals, type Rivals} from './rivals.ts';

/** A layer of the lesson, as the header shows it. */
export type Layer = {
	/** `out`: it is not opened yet, or left out; `silent`: it does not answer; `refuses`: it answers, and does not do what is asked. */
	readonly health: 'out' | 'opening' | 'up' | 'silent' | 'refuses';
	/** Why it refuses, in plain words: "out of memory"; or why it is out. */
	readonly reason?: string;
	/** It refuses to store, and may answer reads all the same. */
	readonly isReadOnly?: boolean;
	readonly backend: Backend | undefined;
};

/** When a new TTL takes effect: on the value that stands, or with the next fill. */
export type TtlMode = 'now' | 'next';

/** What the reads came to since the last change of the TTL, the load or a protection. */
export type ReadStatistics = ReadCounts & {
	readonly sinceMs: number;
	/** Misses of what is seldom asked about, where the scenario tells that apart. */
	readonly rareMisses?: number;
	/** Reads that were not begun, because too many were under way. */
	readonly shed: number;
	/** Queries to the origin for these reads; the shadow queries for the truth are not among them. */
	readonly originQueries: number;
	/** Fills whose value stands in the cache. */
	readonly fills: number;
	/** The last of them, oldest first, at most `fillLimit`: from the query's start until its value stood; without the cold one. */
	readonly recentFillsMs: readonly number[];
	/** Comparisons of the shown value with the truth, and the sum of how far the headline was off. */
	readonly truths: number;
	readonly offSum: number;
};

/** Why the statistics began again. */
export type Recount = {
	/** "the TTL changed". */
	readonly why: string;
	readonly atMs: number;
	/** What the reads before came to, and under which TTL; the last run that had any. */
	readonly before: ReadStatistics | undefined;
	readonly ttlSeconds: number;
};

/** MongoDB on its way to what PostgreSQL's window holds. */
type WaitingRefill = {
	/** Undefined while it is not known what it lacks. */
	readonly progress: Refill | undefined;
	/** Why it does not go on at present: then reads do not wait for it, and find a part. */
	readonly failure: string | undefined;
};

/** Who reads beside the dashboard; with viewers the screen shows what they read, and the dashboard reads no more itself. */
export type Viewers = {
	/** 0: the dashboard alone, polling at its refresh period. */
	readonly count: number;
	readonly arrivals: 'poll' | 'poisson' | 'fixed';
	/** Each viewer reads once in this long, on average or exactly. */
	readonly everySeconds: number;
	/** Each viewer stands for a laptop with a single-flight of its own; else all share this process's. */
	readonly ownProcess: boolean;
};

/** The truth as last measured, off the read path. */
type KnownTruth = Truth & {
	/** Shadow queries so far, and the time between two. */
	readonly queries: number;
	readonly everySeconds: number;
};

/** Long work: one at a time, so that none falsifies another's figures. */
export type Job = {
	readonly name: 'seed' | 'benchmark' | 'archive' | 'stampede' | 'compare' | 'contend' | 'drill' | 'history' | 'days' | 'audit' | 'jitter';
	/** Which part of the work it is at: "archiving". */
	readonly stage?: string | undefined;
	readonly done: number;
	/** 0 while it is not known. */
	readonly total: number;
	readonly pace?: Pace | undefined;
	readonly cancelling: boolean;
	/** What was changed meanwhile: "the slow origin changed". */
	readonly remarks: readonly string[];
	/** The greatest lateness of the program's timers meanwhile, in milliseconds. */
	readonly worstDelayMs: number;
};

/** Something that happened, for the activity panel. */
export type Activity = {
	readonly atMs: number;
	readonly text: string;
	readonly kind: 'done' | 'failed' | 'note';
	/** What it is about, where the next line about the same takes its place. */
	readonly about?: string;
	/** How often it was said without anything else between. */
	readonly times?: number;
};

/** A read that gave a value. */
export type ShownRead = Exclude<Read, {outcome: 'error'}>;

/** Everything the screen is a function of. */
export type State = {
	/** What the lesson is about; another one is another state. */
	readonly scenario: Scenario;
	/** Which one is shown, where its question is asked about many; else ''. */
	readonly about: string;
	readonly columns: number;
	readonly rows: number;
	readonly ascii: boolean;
	/** The embedded engines' data is kept in a folder. */
	readonly isKept: boolean;
	readonly theme: ThemeName;
	/** Epoch milliseconds, from the last tick. */
	readonly nowMs: number;
	readonly refreshSeconds: number;
	/** IANA name of the zone in which clocks are shown; this machine's has none in the first frame. */
	readonly timeZone: string;
	readonly layers: ByLayer<Layer>;
	/** The layer that facts are placed in. */
	readonly placedIn: Placing['layer'];
	/** As last counted. Redis's keys are none of it: they follow from what is known of the one key. */
	readonly held: Held;
	/** What each layer told of what it holds, when it was last looked into. */
	readonly holdings: Partial<ByLayer<Holdings>>;
	/** How full Redis is; known where there are many keys. */
	readonly memory: MemoryState;
	/** What is on its way between layers, or was when something last moved. */
	readonly moves: Moves;
	/** How far MongoDB is behind PostgreSQL; undefined while nothing is brought over. */
	readonly fill: FillFigures | undefined;
	/** MongoDB has not yet what PostgreSQL's window held: reads wait. Undefined where it has, and where nothing fills it. */
	readonly refill: WaitingRefill | undefined;
	/** Documents in MongoDB that no answer counts. */
	readonly leftOut: readonly LeftOut[];
	/** The value on the screen. */
	readonly shown: ShownRead | undefined;
	/** Since when it is this value, and no older or newer answer. */
	readonly shownSinceMs: number;
	/** The last read, whether or not it gave a value. */
	readonly lastRead: Read | undefined;
	/** When the key in Redis ends, as far as this program knows; undefined: no key, or nothing is known of it. */
	readonly keyExpiresAtMs: number | undefined;
	/** False while Redis does not say whether there is a key. */
	readonly isKeyKnown: boolean;
	/** The key in Redis under which the answer is cached. */
	readonly cacheKey: string | undefined;
	/** How far the stores' clocks are ahead of this computer's, as last compared. */
	readonly clocks: ClockDifferences;
	/** When the key was last removed; what was served before says nothing of the key any more. */
	readonly keyRemovedAtMs: number;
	readonly ttlSeconds: number;
	readonly ttlMode: TtlMode;
	readonly statistics: ReadStatistics;
	/** The first fill of all: it opened MongoDB's connection and ran its code for the first time, so that it is none of the usual ones. */
	readonly coldFillMs: number | undefined;
	/** Why they were begun again, and what stood before; undefined in the first run. */
	readonly recount: Recount | undefined;
	/** The last reads, oldest first, at most `sampleLimit`. */
	readonly samples: readonly LatencySample[];
	/** Benchmarks that gave a figure, newest last, at most `runLimit`. */
	readonly runs: readonly BenchmarkRun[];
	/** The reads of the benchmark under way. */
	readonly measuring: readonly LatencySample[] | undefined;
	readonly job: Job | undefined;
	readonly viewers: Viewers;
	readonly protection: Protection;
	/** The slow origin: time added to each query of MongoDB for a read. */
	readonly addedFillSeconds: number;
	readonly truth: KnownTruth | undefined;
	/** How far the value shown was off when its truth was last asked; undefined from the moment another value is shown until its own truth is known. */
	readonly off: OffBy | undefined;
	/** When that was. */
	readonly offAtMs: number;
	readonly laboratory: Laboratory;
	readonly rivals: Rivals;
	readonly history: History;
	/** Undefined: none was done, or its outcome was closed. */
	readonly drill: DrillState | undefined;
	/** The fact that was looked into, until that is closed. */
	readonly audit: Audit | undefined;
	/** The name of the screen that is shown. */
	readonly screen: string;
	readonly factsPerSecond: number;
	readonly isStreaming: boolean;
	/** Why what arrives is not placed at present. */
	readonly streamHeldBy: string | undefined;
	readonly streamed: number;
	readonly streamPace: StreamPace;
	/** When facts were last seeded from here. */
	readonly seededAtMs: number | undefined;
	/** Writing into this external MongoDB was agreed to in this run. */
	readonly mayWrite: boolean;
	readonly isPaused: boolean;
	readonly session: Session;
	/** How late the program's timers came in the last seconds, oldest first, in milliseconds. */
	readonly recentDelaysMs: readonly number[];
	/** Newest first, at most `activityLimit`. */
	readonly activity: readonly Activity[];
	/** The page of the help; undefined while it is closed. */
	readonly helpPage: number | undefined;
	readonly menu: Menu | undefined;
	readonly prompt: Prompt | undefined;
	readonly question: Question | undefined;
};

/** Reads kept for the chart. */
export const sampleLimit = 1200;

/** Fills whose median is the fill time. */
export const fillLimit = 20;

/** Lines kept for the activity panel. */
export const activityLimit = 60;

/** Samples under which a rate or a mean is not shown. */
export const fewestReads = 20;

export function initialState(
	config: Pick<Config<'dashboard'>, 'scenario' | 'ascii' | 'refreshSeconds' | 'timeZone' | 'ttlSeconds'> & {
		readonly theme?: ThemeName;
		readonly dataFolder?: string | undefined;
		readonly without?: string | undefined;
	},
	columns: number,
	rows: number,
	nowMs: number,
): State {
	const layerOf = (layer: LayerRecord): Layer =>
		layer.isLater ? {health: 'out', reason: whyOut(layer, config), backend: undefined} : {health: 'opening', backend: undefined};
	return {
		scenario: config.scenario,
		about: shownAbout(config.scenario),
		columns,
		rows,
		ascii: config.ascii,
		isKept: config.dataFolder !== undefined,
		theme: config.theme ?? 'dark',
		nowMs,
		refreshSeconds: config.refreshSeconds,
		timeZone: typeof config.timeZone === 'string' ? config.timeZone : ownZone,
		layers: byLayer(layerOf),
		placedIn: 'mongo',
		held: {},
		holdings: {},
		memory: unknownMemory,
		moves: {},
		fill: undefined,
		refill: undefined,
		leftOut: [],
		shown: undefined,
		shownSinceMs: nowMs,
		lastRead: undefined,
		keyExpiresAtMs: undefined,
		isKeyKnown: true,
		cacheKey: undefined,
		clocks: unknownDifferences,
		keyRemovedAtMs: 0,
		ttlSeconds: config.ttlSeconds,
		ttlMode: 'now',
		statistics: emptyStatistics(nowMs),
		coldFillMs: undefined,
		recount: undefined,
		samples: [],
		runs: [],
		measuring: undefined,
		job: undefined,
		viewers: {count: 0, arrivals: 'poll', everySeconds: 5, ownProcess: false},
		protection: usualProtection,
		addedFillSeconds: 0,
		truth: undefined,
		off: undefined,
		offAtMs: nowMs,
		laboratory: initialLaboratory,
		rivals: noRivals,
		history: noHistory,
		drill: undefined,
		audit: undefined,
		screen: 'dashboard',
		factsPerSecond: config.scenario.facts.moving?.perSecond ?? lesson.streamPerSecond,
		isStreaming: config.scenario.facts.moving !== undefined,
		streamHeldBy: undefined,
		streamed: 0,
		streamPace: freshPace(nowMs),
		seededAtMs: undefined,
		mayWrite: false,
		isPaused: false,
		session: newSession(nowMs),
		recentDelaysMs: [],
		activity: [],
		helpPage: undefined,
		menu: undefined,
		prompt: undefined,
		question: undefined,
	};
}

/** Why a later layer is not open at the start. */
function whyOut(
	{name, suits, isOpenedWhenAsked}: LayerRecord,
	{scenario, without}: {readonly scenario: Scenario; readonly without?: string | undefined},
): string {
	return without === name
		? `left out by --without ${name}`
		: suits?.(scenario) === false
			? 'not part of this scenario'
			: isOpenedWhenAsked
				? 'opens when it is first used'
				: 'opens after the first answer';
}

export function emptyStatistics(sinceMs: number): ReadStatistics {
	return {...noReads(), sinceMs, shed: 0, originQueries: 0, fills: 0, recentFillsMs: [], truths: 0, offSum: 0};
}
