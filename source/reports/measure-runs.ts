import {type LatencyMeasurement, measureLatency, type MeasureOptions, summariseSamples} from '../flows/measure-latency.ts';
import {watchProcessors} from '../flows/watch-processors.ts';
import type {SpeedupInterval} from '../lab/bootstrap.ts';
import type {Services} from '../services.ts';

/** One benchmark or several, one after the other. */
export type BenchResult = Pick<LatencyMeasurement, 'mode' | 'miss' | 'hit' | 'live' | 'speedup'> & {
	/** Each run's own speed-up: how far they lie apart is more than the interval of any one tells. */
	readonly runs: ReadonlyArray<SpeedupInterval | undefined>;
	/** The share of this computer's processors that worked meanwhile, whoever's work it was; undefined where that is not told. */
	readonly busyShare: number | undefined;
};

/**
 * Runs the benchmark so often; the table is of the reads of all runs together.
 * @throws Problem when a store fails meanwhile
 */
export async function measureRuns(services: Services, runs: number, options: MeasureOptions): Promise<BenchResult> {
	const busyShare = watchProcessors();
	const measured: LatencyMeasurement[] = [];
	while (measured.length < runs && !options.signal?.aborted) {
		const {progress} = options;
		const before = measured.length;
		measured.push(
			await measureLatency(services, {
				...options,
				...(progress && {progress: (sample, done, total) => progress(sample, before * total + done, runs * total)}),
			}),
		);
	}

	return {
		mode: options.mode,
		...summariseSamples(measured.flatMap(({samples}) => samples)),
		runs: measured.map(({speedup}) => speedup),
		busyShare: busyShare(),
	};
}
