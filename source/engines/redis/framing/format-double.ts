/** A number with 17 significant digits, as C's `%.17g` writes it. */
export function formatDouble(value: number): string {
	if (!Number.isFinite(value)) {
		return value > 0 ? 'inf' : '-inf';
	}

	if (Number.isSafeInteger(value)) {
		return Object.is(value, -0) ? '-0' : String(value);
	}

	const [digits = '', power = '0'] = value.toExponential(16).split('e');
	const exponent = Number(power);
	if (exponent < -4 || exponent >= 17) {
		return `${withoutZeros(digits)}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
	}

	return withoutZeros(value.toFixed(16 - exponent));
}

/** A decimal fraction without the zeros at its end. */
export const withoutZeros = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
