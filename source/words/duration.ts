import {formatShort} from './count.ts';

const unitsPerSecond: Readonly<Record<string, number>> = {ms: 1000, s: 1};
const secondsPerUnit: Readonly<Record<string, number>> = {m: 60, h: 3600, d: 86_400};

/**
 * A duration as typed, in seconds: `45s`, `1.2s`, `400ms`, `5m`, `24h`, `1d`, or a bare number of seconds, `90`.
 * One plain decimal number and one lower-case unit, nothing between and nothing around.
 * Undefined for anything else: 0 and whatever is under a millisecond, signs, exponents (`1e3`), `.5s`, `5.`, spaces,
 * several units (`1m30s`), too great to be a finite number.
 */
export function parseDuration(text: string): number | undefined {
	const [, digits, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|[smhd])?$/.exec(text) ?? [];
	if (digits === undefined || text.endsWith('\n')) {
		return undefined;
	}

	const seconds = Number(digits) * (secondsPerUnit[unit] ?? 1) / (unitsPerSecond[unit] ?? 1);
	return seconds >= 0.001 && Number.isFinite(seconds) ? seconds : undefined;
}

/**
 * A duration for reading: `400 ms`, `1.2 s`, `45 s`, `1 min 30 s`, `5 min`, `1 h 30 min`, `24 h`, `2 d 3 h`.
 * At most two units, rounded: under a second to a millisecond (under 10 ms to a hundredth of one), under a minute
 * to a tenth of a second. Days from 48 h. A negative one has a minus sign; a number that is not finite is `–`.
 */
export function formatDuration(seconds: number): string {
	if (!Number.isFinite(seconds)) {
		return '–';
	}

	return seconds < 0 ? `-${formatLength(-seconds)}` : formatLength(seconds);
}

function formatLength(seconds: number): string {
	if (seconds === 0) {
		return '0 s';
	}

	const milliseconds = round(seconds * 1000, seconds < 0.01 ? 2 : 0);
	if (milliseconds < 1000) {
		return `${milliseconds} ms`;
	}

	if (round(seconds, 1) < 60) {
		return `${round(seconds, 1)} s`;
	}

	const wholeSeconds = Math.round(seconds);
	if (wholeSeconds < 3600) {
		return twoUnits(wholeSeconds, 60, 'min', 's');
	}

	const minutes = Math.round(seconds / 60);
	return minutes < 48 * 60 ? twoUnits(minutes, 60, 'h', 'min') : twoUnits(Math.round(seconds / 3600), 24, 'd', 'h');
}

function twoUnits(amount: number, size: number, great: string, small: string): string {
	const rest = amount % size;
	const whole = `${Math.floor(amount / size)} ${great}`;
	return rest === 0 ? whole : `${whole} ${rest} ${small}`;
}

function round(value: number, decimals: number): number {
	return Number(value.toFixed(decimals));
}

/**
 * The time left as a clock has it: `3:48`, `1:02:03`; hours do not become days. Rounded up to a whole second,
 * so that `0:00` means over; what is negative or not a number is `0:00`, Infinity is `–`.
 */
export function formatCountdown(seconds: number): string {
	if (seconds === Number.POSITIVE_INFINITY) {
		return '–';
	}

	const left = seconds > 0 ? Math.ceil(seconds) : 0;
	const hours = Math.floor(left / 3600);
	const minutes = Math.floor(left / 60) % 60;
	const rest = String(left % 60).padStart(2, '0');
	return hours === 0 ? `${minutes}:${rest}` : `${hours}:${String(minutes).padStart(2, '0')}:${rest}`;
}

/** An age as text, in one unit: `0.42 s`, `12.3 s`, `2.5 m`, `12.0 h`. */
export function ageText(seconds: number): string {
	return seconds < 59.95
		? seconds === 0 ? '0 s' : `${formatShort(seconds)} s`
		: seconds < 3597 ? `${formatShort(seconds / 60)} m` : `${formatShort(seconds / 3600)} h`;
}
