import {withSeparators} from './count.ts';

/** A latency for reading, with three significant digits at most: `0.214 ms`, `4.81 ms`, `152 ms`, `1.25 s`. */
export function formatLatency(latencyMs: number | undefined): string {
	if (latencyMs === undefined) {
		return '–';
	}

	return latencyMs >= 999.5 ? `${digits(latencyMs / 1000)} s` : `${digits(latencyMs)} ms`;
}

/** A latency in milliseconds without its unit, for a column that says it. */
export function latencyDigits(latencyMs: number | undefined): string {
	return latencyMs === undefined ? '–' : digits(latencyMs);
}

/** The limits are where rounding gives a digit more: 99.96 is `100`, not `100.0`. */
function digits(value: number): string {
	if (value >= 999.5) {
		return withSeparators(Math.round(value));
	}

	return value.toFixed(value >= 99.95 ? 0 : value >= 9.995 ? 1 : value >= 0.9995 ? 2 : 3);
}
