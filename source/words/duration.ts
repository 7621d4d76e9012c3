import {formatCount, formatSmall} from './count.ts';

/** Seconds of each unit, by what may be typed for it. Greater ones come first in a duration of several. */
const units = [
	{names: ['d', 'day', 'days'], seconds: 86_400},
	{names: ['h', 'hour', 'hours'], seconds: 3600},
	{names: ['m', 'min', 'minute', 'minutes'], seconds: 60},
	{names: ['s', 'second', 'seconds'], seconds: 1},
	// Divided by, since a thousandth is no exact number.
	{names: ['ms'], perSecond: 1000},
] as const;

/**
 * A duration as typed, in seconds: `45s`, `1.2s`, `400ms`, `5m`, `24h`, `1d`, as it is written here, `5 min`, `1 min 30 s`,
 * `2 days`, or a bare number of seconds, `90`. Plain decimal numbers with lower-case units, the greater unit first.
 * Undefined for anything else: 0 and whatever is under a millisecond, signs, exponents (`1e3`), `.5s`, `5.`, spaces around,
 * too great to be a finite number.
 */
export function parseDuration(text: string): number | undefined {
	if (/^\d+(?:\.\d+)?$/.test(text) && !text.endsWith('\n')) {
		return inRange(Number(text));
	}

	let seconds = 0;
	let last = -1;
	let rest = text;
	while (rest !== '') {
		const [whole, digits, name] = /^(\d+(?:\.\d+)?) ?([a-z]+)(?: (?=\d)|(?=\d)|$)/.exec(rest) ?? [];
		const found = units.findIndex(({names}) => names.some(known => known === name));
		if (whole === undefined || rest === '\n' || found <= last) {
			return undefined;
		}

		const unit = units[found]!;
		seconds += 'seconds' in unit ? Number(digits) * unit.seconds : Number(digits) / unit.perSecond;
		last = found;
		rest = rest.slice(whole.length);
	}

	return inRange(seconds);
}

function inRange(seconds: number): number | undefined {
	return seconds >= 0.001 && Number.isFinite(seconds) ? seconds : undefined;
}

/**
 * A duration for reading: `400 ms`, `1.2 s`, `45 s`, `1 min 30 s`, `5 min`, `1 h 30 min`, `24 h`, `2 days 3 h`.
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
	return minutes < 48 * 60 ? twoUnits(minutes, 60, 'h', 'min') : twoUnits(Math.round(seconds / 3600), 24, 'days', 'h');
}

function twoUnits(amount: number, size: number, great: string, small: string): string {
	const rest = amount % size;
	const whole = `${formatCount(Math.floor(amount / size))} ${great}`;
	return rest === 0 ? whole : `${whole} ${rest} ${small}`;
}

function round(value: number, decimals: number): number {
	return Number(value.toFixed(decimals));
}

/** A duration as it is typed, in the greatest unit of which it is a whole number: `90s`, `10m`, `24h`; `400ms` and `1.2s`. */
export function typedDuration(seconds: number): string {
	const [name, size] = (
		[
			['h', 3600],
			['m', 60],
		] as const
	).find(([, size]) => seconds >= size && seconds % size === 0) ?? ['s', 1];
	return seconds < 1 ? `${round(seconds * 1000, 2)}ms` : `${round(seconds / size, 3)}${name}`;
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

const ageUnits = [
	['ms', 0.001],
	['s', 1],
	['min', 60],
	['h', 3600],
] as const;

/** Ages that are compared, in the one unit of the greatest: 150 and 148 seconds are `2.5` and `2.5` in `min`. */
export function agesInOneUnit(agesSeconds: ReadonlyArray<number | undefined>): {readonly unit: string; readonly texts: ReadonlyArray<string | undefined>} {
	const greatest = Math.max(0, ...agesSeconds.filter(age => age !== undefined));
	const [unit, seconds] = ageUnits.findLast(([, seconds]) => greatest >= seconds * 0.9995) ?? ageUnits[1];
	return {unit, texts: agesSeconds.map(age => (age === undefined ? undefined : formatSmall(age / seconds)))};
}

/** Whole days that are kept: '24 hours', '35 days'. */
export function keptText(days: number): string {
	return days === 1 ? '24 hours' : `${days} days`;
}
