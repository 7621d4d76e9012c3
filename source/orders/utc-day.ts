const dayMs = 86_400_000;

/** The last midnight UTC at or before an instant, in epoch milliseconds. */
export function startOfUtcDay(instantMs: number): number {
	return Math.floor(instantMs / dayMs) * dayMs;
}

/** The UTC date of an instant as `YYYY-MM-DD`. */
export function utcDay(instantMs: number): string {
	return new Date(instantMs).toISOString().slice(0, 10);
}
