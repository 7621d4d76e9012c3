/** A hit rate as text, near its end with as many nines as tell it from all: `98.4 %`, `99.97 %`, `99.998 %`, `100 %`. */
export function shareText(share: number, mostDecimals = 4): string {
	if (share === 1 || share === 0) {
		return `${share * 100} %`;
	}

	const decimals = Math.min(mostDecimals, Math.max(1, Math.ceil(-Math.log10(1 - share) - 1e-9) - 2));
	const scale = 10 ** decimals;
	// Rounded to nothing or to all it would say what is not so.
	return `${Math.min(100 - 1 / scale, Math.max(1 / scale, Math.round(share * 100 * scale) / scale)).toFixed(decimals)} %`;
}

/** An error as text: `<.01 %`, `0.63 %`, `8.3 %`, `120 %`. */
export function errorText(share: number): string {
	const percent = share * 100;
	return percent === 0 ? '0 %' : percent < 0.005 ? '<.01 %' : `${short(percent)} %`;
}

/** An age as text, in one unit: `0.42 s`, `12.3 s`, `2.5 m`, `12.0 h`. */
export function ageText(seconds: number): string {
	return seconds < 59.95
		? seconds === 0 ? '0 s' : `${short(seconds)} s`
		: seconds < 3597 ? `${short(seconds / 60)} m` : `${short(seconds / 3600)} h`;
}

/** Queries a second as text, said a minute, an hour or a day where they are few: `6.0 /s`, `12 /m`, `1.2 /h`. */
export function rateText(perSecond: number): string {
	const [seconds, unit] = rateUnits.find(([seconds]) => perSecond * seconds >= 0.9995) ?? perDay;
	const queries = perSecond * seconds;
	const digits = queries === 0 || queries >= 9.95 ? String(Math.round(queries)) : queries < 0.05 ? '<.1' : queries.toFixed(1);
	return `${digits} ${unit}`;
}

const perDay = [86_400, '/d'] as const;
const rateUnits = [[1, '/s'], [60, '/m'], [3600, '/h'], perDay] as const;

/** One digit behind the point, two of a number below 1, none from 100 on. */
function short(value: number): string {
	return value >= 99.95 ? String(Math.round(value)) : value >= 0.995 ? value.toFixed(1) : String(Number(value.toFixed(2)));
}
