import {monitorEventLoopDelay} from 'node:perf_hooks';

/** The timer whose lateness is measured, in milliseconds. */
const resolutionMs = 40;

/** How late this program's own timers come. */
export type LoopDelay = {
	/** The median lateness since it was last asked, in milliseconds. */
	measure(): number;
	stop(): void;
};

export function watchLoopDelay(): LoopDelay {
	const histogram = monitorEventLoopDelay({resolution: resolutionMs});
	histogram.enable();
	return {
		measure() {
			const medianMs = histogram.percentile(50) / 1e6;
			histogram.reset();
			return Math.max(0, medianMs - resolutionMs);
		},
		stop: () => void histogram.disable(),
	};
}
