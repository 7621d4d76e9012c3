import {localTime} from '../../words/local-day.ts';

/** The time of day of an instant, by the clocks of a zone (IANA name): `12:04:31`. */
export function clockTime(instantMs: number, timeZone: string): string {
	return localTime(instantMs, timeZone).slice(11);
}
