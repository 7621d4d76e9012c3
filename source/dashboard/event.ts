import type {ArchiveResult} from '../flows/archive-orders.ts';
import type {LatencyMeasurement, LatencySample} from '../flows/measure-latency.ts';
import type {RevenueRead} from '../flows/read-revenue.ts';
import type {SeedResult} from '../flows/seed-orders.ts';
import type {Backend} from '../stores/backend.ts';
import type {Job, LayerName, PromptKind, Question, TtlMode} from './state.ts';

/** Everything that can happen to the dashboard. Instants in epoch milliseconds. */
export type Event =
	| {readonly type: 'clock-ticked'; readonly nowMs: number}
	| {readonly type: 'resized'; readonly columns: number; readonly rows: number}
	| {readonly type: 'services-opened'; readonly backends: Readonly<Record<LayerName, Backend>>; readonly ordersHeld: number}
	| {readonly type: 'orders-counted'; readonly ordersHeld: number}
	| {readonly type: 'revenue-read'; readonly read: RevenueRead}
	| {readonly type: 'ttl-chosen'; readonly ttlSeconds: number; readonly nowMs: number}
	| {readonly type: 'ttl-mode-chosen'; readonly mode: TtlMode; readonly nowMs: number}
	/** The key's end was moved; undefined: there is no key (any more). */
	| {readonly type: 'expiry-moved'; readonly expiresAtMs: number | undefined}
	| {readonly type: 'key-removed'; readonly nowMs: number}
	| {readonly type: 'job-started'; readonly name: Job['name']; readonly total: number}
	| {readonly type: 'job-progressed'; readonly done: number; readonly total: number}
	| {readonly type: 'job-cancelling'}
	| {readonly type: 'orders-seeded'; readonly result: SeedResult; readonly ordersHeld: number; readonly nowMs: number}
	| {readonly type: 'latency-sampled'; readonly samples: readonly LatencySample[]; readonly done: number; readonly total: number}
	| {readonly type: 'latency-measured'; readonly measurement: LatencyMeasurement; readonly cancelled: boolean; readonly nowMs: number}
	| {readonly type: 'orders-archived'; readonly result: ArchiveResult; readonly nowMs: number}
	| {readonly type: 'job-failed'; readonly reason: string; readonly cancelled: boolean; readonly nowMs: number}
	| {readonly type: 'stream-switched'; readonly isStreaming: boolean; readonly nowMs: number}
	| {readonly type: 'stream-rate-chosen'; readonly perSecond: number}
	| {readonly type: 'orders-streamed'; readonly count: number}
	| {readonly type: 'paused'; readonly isPaused: boolean; readonly nowMs: number}
	| {readonly type: 'help-switched'}
	| {readonly type: 'prompt-opened'; readonly kind: PromptKind}
	| {readonly type: 'prompt-typed'; readonly text: string}
	| {readonly type: 'prompt-refused'; readonly refusal: string}
	| {readonly type: 'prompt-closed'}
	| {readonly type: 'question-asked'; readonly question: Question}
	| {readonly type: 'question-answered'; readonly yes: boolean}
	| {readonly type: 'noted'; readonly text: string; readonly failed: boolean; readonly nowMs: number};
