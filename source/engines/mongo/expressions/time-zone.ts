import {MongoError, uassert} from '../mongo-error.ts';

/** A time zone: from UTC to local time and back, both in milliseconds. */
export type TimeZone = ReturnType<typeof zoneOf>;

export const utc = zoneOf(() => 0, true);

/** @param offsetMs Local time minus UTC at an instant. */
function zoneOf(offsetMs: (utcMs: number) => number, isUtc = false) {
	return {
		isUtc,
		offsetMs,
		/** The local time as if it were UTC, for use with the UTC getters. */
		toLocal: (utcMs: number) => utcMs + offsetMs(utcMs),
		// The offset before a change of clocks may not be the one after it: look twice. A time that clocks skip is told by the lesser one.
		toUtc(localMs: number) {
			const before = offsetMs(localMs);
			const after = offsetMs(localMs - before);
			return localMs - (offsetMs(localMs - after) === after ? after : Math.min(before, after));
		},
	};
}

const known = new Map<string, TimeZone>([
	['UTC', utc],
	['GMT', utc],
	['Z', utc],
]);
const knownMax = 1000;

/** A zone by its name (`Europe/Paris`) or offset (`+02:00`). */
export function zoneNamed(name: unknown): TimeZone {
	uassert(typeof name === 'string', 40_517, 'timezone must evaluate to a string');
	let zone = known.get(name);
	if (!zone) {
		zone = zoneAtOffset(name) ?? namedZone(name);
		if (known.size < knownMax) {
			known.set(name, zone);
		}
	}

	return zone;
}

function zoneAtOffset(name: string): TimeZone | undefined {
	const match = /^([+-])(\d{2})(?::?(\d{2}))?$/.exec(name);
	if (!match) {
		return undefined;
	}

	const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
	const offset = (match[1] === '-' ? -minutes : minutes) * 60_000;
	return zoneOf(() => offset, offset === 0);
}

function namedZone(name: string): TimeZone {
	let format: Intl.DateTimeFormat;
	// To Intl capitals are like other letters.
	uassert(!/(?:^|\/)[a-z]|[A-Z]{5}/.test(name), 40_485, `unrecognized time zone identifier: "${name}"`);
	try {
		format = new Intl.DateTimeFormat('en-US', {
			timeZone: name,
			hourCycle: 'h23',
			era: 'short',
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: 'numeric',
			minute: 'numeric',
			second: 'numeric',
		});
	} catch {
		throw new MongoError(40_485, `unrecognized time zone identifier: "${name}"`);
	}

	return zoneOf(utcMs => {
		const whole = Math.floor(utcMs / 1000) * 1000;
		const parts = Object.fromEntries(format.formatToParts(whole).map(({type, value}) => [type, value]));
		const year = parts['era'] === 'BC' ? 1 - Number(parts['year']) : Number(parts['year']);
		const local = new Date(
			Date.UTC(2000, Number(parts['month']) - 1, Number(parts['day']), Number(parts['hour']), Number(parts['minute']), Number(parts['second'])),
		);
		local.setUTCFullYear(year, Number(parts['month']) - 1, Number(parts['day']));
		return local.getTime() - whole;
	});
}
