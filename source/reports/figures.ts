/** A figure above 0 with three significant digits, never as a power: `0.0052`, `2.49`, `37.5`, `287`, `72,000`. */
export function formatFigure(value: number | undefined): string {
	if (value === undefined || !Number.isFinite(value)) {
		return '–';
	}

	// A figure that rounds to more digits is rounded first, so that 9.999 has no digit too many.
	const rounded = Number(value.toPrecision(3));
	const decimals = rounded === 0 ? 0 : Math.min(8, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(rounded)))));
	return (decimals === 0 ? Math.round(value) : rounded).toLocaleString('en-US', {minimumFractionDigits: decimals, maximumFractionDigits: decimals});
}

/**
 * Shares as percentages with one number of decimals, enough to tell the greatest from 100: `99.60` and `99.9986` become
 * `99.6014` and `99.9986`. Four at most, and then down, so that only all is 100.
 */
export function formatShares(shares: ReadonlyArray<number | undefined>): string[] {
	const rests = shares.filter(share => share !== undefined).map(share => 100 - 100 * share).filter(rest => rest > 0);
	const least = Math.min(100, ...rests);
	const decimals = Math.min(4, Math.max(1, Math.ceil(1 - Math.log10(least))));
	const scale = 10 ** decimals;
	return shares.map(share => {
		if (share === undefined) {
			return '–';
		}

		const rounded = Math.round(100 * share * scale) / scale;
		return (share < 1 ? Math.min(rounded, 100 - 1 / scale) : rounded).toFixed(decimals);
	});
}

/** A figure that is given, not measured: to four digits, without trailing zeros. */
export function formatGiven(value: number): string {
	return Number(value.toPrecision(4)).toLocaleString('en-US', {maximumFractionDigits: 8});
}

/** Words as lines of at most so many columns; a number stays with its unit. */
export function wrapText(text: string, columns: number): string[] {
	const lines = [''];
	const words = text.replaceAll(/(?<=\d) (?=%|(?:ms|s|min|h|d)\b)/g, '\u00A0').split(' ').map(word => word.replaceAll('\u00A0', ' '));
	for (const word of words) {
		const line = lines.at(-1)!;
		if (line === '') {
			lines[lines.length - 1] = word;
		} else if (line.length + 1 + word.length <= columns) {
			lines[lines.length - 1] = `${line} ${word}`;
		} else {
			lines.push(word);
		}
	}

	return lines;
}
