const dayMs = 86_400_000;

const oldestSetMs = Date.UTC(1700, 0);

/** A calendar day of a time zone. Some last 23 or 25 hours, and some do not begin at 00:00. */
export type LocalDay = {
	/** `YYYY-MM-DD`. */
	readonly day: string;
	/** Epoch milliseconds: its first instant. */
	readonly startMs: number;
	/** Epoch milliseconds: the first instant of the next day. */
	readonly nextMs: number;
};

/** The zone of this machine, before it is asked for its name: that takes Node 10 ms, which the first frame need not wait for. */
export const ownZone = '';

/** The day in which an instant lies, by the clocks of a zone (IANA name). */
export function localDay(instantMs: number, timeZone: string): LocalDay {
	const midnightMs = Math.floor(wallClock(instantMs, timeZone) / dayMs) * dayMs;
	return {day: isoDay(midnightMs), startMs: firstInstant(midnightMs, timeZone), nextMs: firstInstant(midnightMs + dayMs, timeZone)};
}

/** The date of an instant in a zone, `YYYY-MM-DD`. */
export function dayOf(instantMs: number, timeZone: string): string {
	return isoDay(wallClock(instantMs, timeZone));
}

/** The date and time of an instant in a zone: `2026-11-26 04:20:05`. */
export function localTime(instantMs: number, timeZone: string): string {
	return new Date(wallClock(instantMs, timeZone)).toISOString().slice(0, 19).replace('T', ' ');
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A day (`2026-11-25`) for people: `Wed 25 Nov`. */
export function dayText(day: string): string {
	const date = new Date(`${day}T00:00:00Z`);
	return `${weekdays[date.getUTCDay()]} ${date.getUTCDate()} ${months[date.getUTCMonth()]}`;
}

/** An instant for people, as exactly as it matters from another: `12:04:31` of its day, `25 Nov` of its year, else `25 Nov 2021`. */
export function instantText(instantMs: number, nowMs: number, timeZone: string): string {
	const [day, today] = [dayOf(instantMs, timeZone), dayOf(nowMs, timeZone)];
	return day === today ? localTime(instantMs, timeZone).slice(11) : dateText(day, today);
}

/** A day (`2026-11-25`) for people on another: `25 Nov`, of another year `25 Nov 2021`. */
export function dateText(day: string, today: string): string {
	const text = dayText(day).slice(4);
	return day.slice(0, 4) === today.slice(0, 4) ? text : `${text} ${day.slice(0, 4)}`;
}

/** A zone's short name at an instant: `CET`, `EST`, `UTC`; its offset where it has none, as `UTC+5:30`; nothing before it is known. */
export function zoneLabel(timeZone: string, instantMs: number): string {
	if (timeZone === ownZone) {
		return '';
	}

	const names = ['en-US', 'en-GB'].map(
		locale =>
			formatterOf(locale, {timeZone, timeZoneName: 'short'})
				.formatToParts(instantMs)
				.find(({type}) => type === 'timeZoneName')?.value ?? '',
	);
	return names.find(name => !/^GMT./.test(name)) ?? names[0]!.replace('GMT', 'UTC');
}

/** Every hit asks about its zone. */
const knownZones = new Set<string>();

/** Whether a text names a zone that this machine knows. */
export function isTimeZone(name: string): boolean {
	if (knownZones.has(name)) {
		return true;
	}

	// An offset such as +05:30 is a zone to some versions of Node and none to others.
	if (!/^[a-z]/i.test(name)) {
		return false;
	}

	try {
		formatterOf('en-US', {timeZone: name, ...numbers});
		knownZones.add(name);
		return true;
	} catch {
		return false;
	}
}

/** What the clocks of a zone show at an instant, in milliseconds as if it were UTC. */
export function wallClock(instantMs: number, timeZone: string): number {
	if (timeZone === 'UTC') {
		return instantMs;
	}

	if (timeZone === ownZone) {
		const date = new Date(instantMs);
		return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate(), date.getHours(), date.getMinutes(), date.getSeconds(), date.getMilliseconds());
	}

	// No zone set its clocks before this. Of the years before, Node does not tell those before Christ from those after, and Node 20 tells another calendar's.
	const toldMs = Math.max(instantMs, oldestSetMs);
	const parts = formatterOf('en-US', {timeZone, ...numbers}).formatToParts(toldMs);
	const part = (wanted: Intl.DateTimeFormatPartTypes) => Number(parts.find(({type}) => type === wanted)?.value);
	const wholeMs = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
	return wholeMs + (((toldMs % 1000) + 1000) % 1000) + instantMs - toldMs;
}

/** The first instant at which the clocks show this or more. */
function firstInstant(wallMs: number, timeZone: string): number {
	// Clocks are set by less than a day: the offsets a day before and after are all there are.
	const candidates = [wallMs - dayMs, wallMs + dayMs].map(nearMs => wallMs - (wallClock(nearMs, timeZone) - nearMs)).sort((a, b) => a - b);
	const exact = candidates.find(candidateMs => wallClock(candidateMs, timeZone) === wallMs);
	if (exact !== undefined) {
		return exact;
	}

	// The clocks are set forward over it: the instant at which they are is found by halving.
	let [beforeMs, afterMs] = candidates as [number, number];
	while (afterMs - beforeMs > 1) {
		const middleMs = Math.floor((beforeMs + afterMs) / 2);
		[beforeMs, afterMs] = wallClock(middleMs, timeZone) < wallMs ? [middleMs, afterMs] : [beforeMs, middleMs];
	}

	return afterMs;
}

const numbers = {
	calendar: 'iso8601',
	numberingSystem: 'latn',
	hourCycle: 'h23',
	year: 'numeric',
	month: '2-digit',
	day: '2-digit',
	hour: '2-digit',
	minute: '2-digit',
	second: '2-digit',
} as const;

// A formatter takes a thousand times as long to make as to use; a run has one zone or two.
const formatters = new Map<string, Intl.DateTimeFormat>();

/** By what a formatter is found again. */
function formatterName(locale: string, timeZone: string, zoneName?: string): string {
	return `${locale} ${timeZone} ${zoneName}`;
}

function formatterOf(locale: string, options: Intl.DateTimeFormatOptions & {readonly timeZone: string}): Intl.DateTimeFormat {
	const name = formatterName(locale, options.timeZone, options.timeZoneName);
	let formatter = formatters.get(name);
	if (!formatter) {
		formatter = new Intl.DateTimeFormat(locale, options);
		formatters.set(name, formatter);
	}

	return formatter;
}

function isoDay(wallMs: number): string {
	return new Date(wallMs).toISOString().slice(0, 10);
}
