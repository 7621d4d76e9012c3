import type {Drill, Loss} from '../../flows/drill-day.ts';

/** The drill: a day that is lost at present, or what the last one came to. */
export type DrillState =
	| {readonly stage: 'lost'; readonly loss: Loss; readonly restoresAtMs: number}
	| {readonly stage: 'done'; readonly drill: Drill; readonly atMs: number};
