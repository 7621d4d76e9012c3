let whole: Intl.NumberFormat | undefined;

/** A count with separators: `12345` is `12,345`. */
export function formatCount(count: number): string {
	if (Number.isSafeInteger(count)) {
		return withSeparators(count);
	}

	whole ??= new Intl.NumberFormat('en-US', {maximumFractionDigits: 0});
	return whole.format(count);
}

/** A whole number with a comma between its thousands. By hand: Node's first formatter takes it some 10 ms, before the first frame. */
export function withSeparators(integer: number): string {
	return String(integer).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

/** As much of an estimate as is worth saying: three digits. */
export function asEstimate(count: number): number {
	return Number(count.toPrecision(3));
}

/** A count where there is little room: from 10,000 on in three digits, `12.3k`, `192k`, `10.0M`. */
export function formatBrief(count: number): string {
	if (count < 9999.5) {
		return formatCount(count);
	}

	// What rounds to four digits is of the next unit.
	const power = Math.floor(Math.log10(Number(count.toPrecision(3))) / 3);
	const value = count / 1000 ** power;
	return `${value.toFixed(value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2)}${['', 'k', 'M', 'G', 'T', 'P'][power]}`;
}

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

/** A figure that is given, not measured: to four digits, without trailing zeros. */
export function formatGiven(value: number): string {
	return Number(value.toPrecision(4)).toLocaleString('en-US', {maximumFractionDigits: 8});
}

/** A figure with one digit behind the point, two of a number below 1, none from 100 on. */
export function formatShort(value: number): string {
	return value >= 99.95 ? String(Math.round(value)) : value >= 0.995 ? value.toFixed(1) : String(Number(value.toFixed(2)));
}

/** The same for a figure that may be next to nothing, which is not said to be nothing: `<0.01`. */
export function formatSmall(value: number): string {
	return value > 0 && value < 0.005 ? '<0.01' : formatShort(value);
}

/** How many times as fast: `9.5`, `19`, `25,000`. */
export function formatTimes(factor: number): string {
	return factor < 9.95 ? factor.toFixed(1) : formatCount(Math.round(factor));
}

/** A number of things: `1 day`, `1,200 days`. */
export function countedText(count: number, one: string, many = `${one}s`): string {
	return `${formatCount(count)} ${count === 1 ? one : many}`;
}
