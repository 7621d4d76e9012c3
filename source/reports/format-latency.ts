/** A latency for reading, with three significant digits at most: `0.214 ms`, `4.81 ms`, `152 ms`, `1.25 s`. */
export function formatLatency(latencyMs: number | undefined): string {
	if (latencyMs === undefined) {
		return '–';
	}

	return latencyMs >= 1000 ? `${digits(latencyMs / 1000)} s` : `${digits(latencyMs)} ms`;
}

/** A latency in milliseconds without its unit, for a column that says it. */
export function latencyDigits(latencyMs: number | undefined): string {
	return latencyMs === undefined ? '–' : digits(latencyMs);
}

function digits(value: number): string {
	return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value >= 1 ? value.toFixed(2) : value.toFixed(3);
}
