const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** Bytes for reading, with three significant digits: `412 B`, `1.41 kB`, `35.2 MB`; a kB is 1,000 bytes. */
export function formatBytes(bytes: number): string {
	// What rounds to four digits is of the next unit.
	const power = bytes < 999.5 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(Number(bytes.toPrecision(3))) / 3));
	const value = bytes / 1000 ** power;
	return `${power === 0 ? Math.round(value) : value.toFixed(value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2)} ${units[power]}`;
}
