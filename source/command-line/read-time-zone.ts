import {isTimeZone} from '../words/local-day.ts';
import {Problem} from '../words/problem.ts';
import {nearest} from './nearest.ts';
import {filled} from './read-value.ts';

/** Names of today that older lists of zones lack. */
const renamed = ['UTC', 'Asia/Ho_Chi_Minh', 'Asia/Kathmandu', 'Asia/Kolkata', 'Asia/Yangon', 'America/Nuuk', 'Europe/Kyiv'];

/** A time zone: its name (IANA), or this machine's, which has its name when it is asked for. */
export type TimeZone = string | {readonly variable: string | undefined};

/**
 * The time zone in which days begin and clocks are shown: as given, else this machine's.
 * @param variable the environment's TZ
 * @throws Problem that names zones of a similar name
 */
export function readTimeZone(given: string | undefined, variable: string | undefined): TimeZone {
	if (given === undefined) {
		return {variable: filled(variable)};
	}

	if (!isTimeZone(given)) {
		throw new Problem(`--time-zone wants the IANA name of a zone, such as Europe/Berlin, America/New_York or UTC, not "${given}"${similar(given)}`, 2);
	}

	return allZones().find(name => name.toLowerCase() === given.toLowerCase()) ?? given;
}

/** The name of a zone. Of this machine's it takes Node 10 ms to find, which the first frame does not wait for. */
export function zoneName(zone: TimeZone): string {
	if (typeof zone === 'string') {
		return zone;
	}

	const own = new Intl.DateTimeFormat().resolvedOptions().timeZone as string | undefined;
	// TZ under the name that it has there: a list of zones may know only an older one.
	const {variable} = zone;
	return variable !== undefined && isTimeZone(variable) && canonical(variable) === own ? variable : (own ?? 'UTC');
}

function canonical(timeZone: string): string {
	return new Intl.DateTimeFormat('en-US', {timeZone}).resolvedOptions().timeZone;
}

function allZones(): readonly string[] {
	return [...renamed, ...Intl.supportedValuesOf('timeZone')];
}

/** " (did you mean x?)": a zone that is spelled nearly so, or whose city is. */
function similar(given: string): string {
	const plain = given.toLowerCase().replaceAll(' ', '_');
	const city = (zone: string) => zone.split('/').at(-1)!;
	const ofCity = allZones().find(zone => city(zone).toLowerCase() === plain.split('/').at(-1));
	if (ofCity !== undefined) {
		return ` (did you mean ${ofCity}?)`;
	}

	const byName = new Map(allZones().map(zone => [zone.toLowerCase(), zone]));
	const byCity = new Map(allZones().map(zone => [city(zone).toLowerCase(), zone]));
	const best = byName.get(nearest(plain, [...byName.keys()]) ?? '') ?? byCity.get(nearest(plain, [...byCity.keys()]) ?? '');
	return best === undefined ? '' : ` (did you mean ${best}?)`;
}
