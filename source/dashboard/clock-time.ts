/** The time of day of an instant, UTC: `12:04:31`. */
export function clockTime(instantMs: number): string {
	return new Date(instantMs).toISOString().slice(11, 19);
}
