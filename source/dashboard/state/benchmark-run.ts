import type {LatencyMeasurement} from '../../flows/measure-latency.ts';
import type {SpeedupInterval} from '../../lab/bootstrap.ts';

/** A benchmark that gave a figure. */
export type BenchmarkRun = {
	readonly measurement: LatencyMeasurement;
	readonly speedup: SpeedupInterval;
	readonly atMs: number;
	/** What makes it hard to compare: "the slow origin changed". */
	readonly remarks: readonly string[];
};

/** Runs kept, so that their spread is seen. */
export const runLimit = 8;
