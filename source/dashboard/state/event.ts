import type {ArchiveResult} from '../../flows/archive-orders.ts';
import type {LatencyMeasurement, LatencySample} from '../../flows/measure-latency.ts';
import type {Stampede} from '../../flows/fire-stampede.ts';
import type {Truth} from '../../flows/measure-truth.ts';
import type {Read} from '../../flows/read-answer.ts';
import type {ClockCheck} from '../../flows/shared-clock.ts';
import type {SeedResult} from '../../flows/seed-facts.ts';
import type {Protection} from '../../lab/protections.ts';
import type {ThemeName} from '../../command-line/read-theme.ts';
import type {LeftOut} from '../../scenarios/left-out.ts';
import type {Backends, LayerName} from '../../layers/layers.ts';
import type {StoreHealth} from '../../stores/store-failure.ts';
import type {Laboratory, Theory, WhatIfAnswer} from './laboratory-state.ts';
import type {Job, Menu, PromptKind, Question, State, TtlMode, Viewers} from './state.ts';

/** What a load asked of the origin in a while. */
export type Asked = {
	readonly queries: number;
	/** Fills that ended with a value in the cache, and their time in milliseconds together. */
	/** From the query's start until its value stood in the cache, in the order in which they ended. */
	readonly fillsMs: readonly number[];
	readonly shed: number;
};

/** Everything that can happen to the dashboard. Instants in epoch milliseconds. */
export type Event =
	| {readonly type: 'clock-ticked'; readonly nowMs: number}
	/** The clocks were compared; the instants that are held may have other names since. */
	| {readonly type: 'clocks-checked'; readonly check: ClockCheck}
	/** Where the answer is cached; undefined while the origin has no collection. */
	| {readonly type: 'key-named'; readonly key: string | undefined}
	/** The median lateness of the program's timers in the last second. */
	| {readonly type: 'delay-measured'; readonly delayMs: number}
	| {readonly type: 'resized'; readonly columns: number; readonly rows: number}
	| {readonly type: 'theme-chosen'; readonly theme: ThemeName}
	| {readonly type: 'services-opened'; readonly backends: Backends; readonly ordersHeld: number}
	| {readonly type: 'layer-counted'; readonly layer: LayerName; readonly held: number}
	/** A layer did not say how much it holds. */
	| {readonly type: 'layer-not-counted'; readonly layer: LayerName; readonly health: StoreHealth}
	| {readonly type: 'left-out-found'; readonly leftOut: readonly LeftOut[]; readonly nowMs: number}
	/** Reads of the load ended; with what was asked of the origin, filled and shed meanwhile. */
	| {readonly type: 'reads-ended'; readonly reads: readonly Read[]; readonly asked: Asked}
	/** `isExtra`: not asked in its turn, but because another value is shown; it counts in no mean. */
	| {readonly type: 'truth-measured'; readonly truth: Truth; readonly everySeconds: number; readonly isExtra?: boolean}
	| {readonly type: 'viewers-chosen'; readonly viewers: Viewers; readonly nowMs: number}
	| {readonly type: 'protection-chosen'; readonly protection: Protection; readonly nowMs: number}
	| {readonly type: 'added-fill-chosen'; readonly seconds: number; readonly nowMs: number}
	| {readonly type: 'stampede-ended'; readonly measured: Stampede; readonly predicted: number | undefined; readonly nowMs: number}
	| {readonly type: 'screen-chosen'; readonly screen: State['screen']}
	| {readonly type: 'charts-swapped'}
	| {readonly type: 'guess-moved'; readonly hitRate: number}
	| {readonly type: 'guess-left'}
	| {readonly type: 'guess-placed'; readonly nowMs: number}
	| {readonly type: 'theory-found'; readonly theory: Theory}
	| {readonly type: 'simulation-started'; readonly ttlSeconds: number}
	| {readonly type: 'simulation-ended'; readonly point: Laboratory['whatIf'][number]; readonly answer: WhatIfAnswer; readonly nowMs: number}
	| {readonly type: 'answer-closed'}
	| {readonly type: 'simulation-failed'; readonly reason: string; readonly nowMs: number}
	| {readonly type: 'budget-chosen'; readonly share: number}
	| {readonly type: 'menu-opened'; readonly kind: Menu['kind']}
	| {readonly type: 'menu-moved'; readonly row: number}
	| {readonly type: 'menu-closed'}
	| {readonly type: 'ttl-chosen'; readonly ttlSeconds: number; readonly nowMs: number}
	| {readonly type: 'ttl-mode-chosen'; readonly mode: TtlMode; readonly nowMs: number}
	/** The key's end was moved; undefined: there is no key (any more). */
	| {readonly type: 'expiry-moved'; readonly expiresAtMs: number | undefined}
	| {readonly type: 'key-removed'; readonly nowMs: number}
	/** When it was asked, nothing stood at the key. */
	| {readonly type: 'key-missed'; readonly askedAtMs: number; readonly nowMs: number}
	| {readonly type: 'job-started'; readonly name: Job['name']; readonly total: number}
	| {readonly type: 'job-progressed'; readonly done: number; readonly total: number}
	| {readonly type: 'job-cancelling'}
	| {readonly type: 'orders-seeded'; readonly result: SeedResult; readonly ordersHeld: number; readonly nowMs: number}
	| {readonly type: 'latency-sampled'; readonly samples: readonly LatencySample[]; readonly done: number; readonly total: number}
	| {readonly type: 'latency-measured'; readonly measurement: LatencyMeasurement; readonly cancelled: boolean; readonly nowMs: number}
	| {readonly type: 'orders-archived'; readonly result: ArchiveResult; readonly nowMs: number}
	| {
		readonly type: 'job-failed';
		readonly reason: string;
		readonly cancelled: boolean;
		/** What the job left, where it left something: the whole sentence. */
		readonly stands?: string;
		/** Objects of an archive that stand all the same. */
		readonly archivedObjects?: number;
		/** The store that did not do it. */
		readonly left?: {readonly store: LayerName; readonly health: StoreHealth};
		readonly nowMs: number;
	}
	| {readonly type: 'stream-switched'; readonly isStreaming: boolean; readonly nowMs: number}
	| {readonly type: 'stream-rate-chosen'; readonly perSecond: number}
	| {readonly type: 'orders-streamed'; readonly count: number}
	| {readonly type: 'paused'; readonly isPaused: boolean; readonly nowMs: number}
	| {readonly type: 'help-turned'; readonly page: number | undefined}
	| {readonly type: 'prompt-opened'; readonly kind: PromptKind}
	| {readonly type: 'prompt-typed'; readonly text: string}
	| {readonly type: 'prompt-refused'; readonly refusal: string}
	| {readonly type: 'prompt-closed'}
	| {readonly type: 'question-asked'; readonly question: Question}
	| {readonly type: 'question-answered'; readonly yes: boolean}
	/** A key did not act; without a reason it is none of the keys. */
	| {readonly type: 'key-refused'; readonly key: string; readonly reason: string | undefined; readonly nowMs: number}
	| {readonly type: 'noted'; readonly text: string; readonly failed: boolean; readonly nowMs: number};
