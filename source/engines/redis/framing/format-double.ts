/** A number with 17 significant digits, as C's `%.17g` writes it. */
export function formatDouble(value: number): string {
	if (!Number.isFinite(value)) {
		return value > 0 ? 'inf' : '-inf';
	}

	if (Number.isSafeInteger(value)) {
		return Object.is(value, -0) ? '-0' : String(value);
	}

	// Of two that are equally near C takes the even one, JavaScript the greater one.
	const tie = /^(-?\d\.\d{15}[02468])50+e(.*)$/.exec(value.toExponential(60));
	const [digits = '', power = ''] = tie?.slice(1) ?? value.toExponential(16).split('e');
	const exponent = Number(power);
	if (exponent < -4 || exponent >= 17) {
		return `${withoutZeros(digits)}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
	}

	const [, sign = '', all = ''] = /^(-?)(\d+)$/.exec(digits.replace('.', ''))!;
	const padded = '0'.repeat(Math.max(0, -exponent)) + all;
	const point = Math.max(0, exponent) + 1;
	return sign + withoutZeros(`${padded.slice(0, point)}.${padded.slice(point)}`);
}

/** A decimal fraction without the zeros at its end. */
export const withoutZeros = (text: string): string => (text.includes('.') ? text.replace(/\.?0*$/, '') : text);
