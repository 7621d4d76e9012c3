/** The TTLs (s) that the keys step through: 1 s to 24 h, ascending. */
export const ttlPresets: readonly number[] = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400];

/** The least preset (s) above `seconds`; from 24 h on, `seconds` itself. */
export function nextTtl(seconds: number): number {
	return ttlPresets.find(preset => preset > seconds) ?? seconds;
}

/** The greatest preset (s) below `seconds`; down to 1 s, `seconds` itself. */
export function previousTtl(seconds: number): number {
	return ttlPresets.findLast(preset => preset < seconds) ?? seconds;
}
