/** Queries a second as text, said a minute, an hour or a day where they are few: `6.0 /s`, `12 /m`, `1.2 /h`. */
export function rateText(perSecond: number): string {
	const [seconds, unit] = rateUnits.find(([seconds]) => perSecond * seconds >= 0.9995) ?? perDay;
	const queries = perSecond * seconds;
	const digits = queries === 0 || queries >= 9.95 ? String(Math.round(queries)) : queries < 0.05 ? '<.1' : queries.toFixed(1);
	return `${digits} ${unit}`;
}

const perDay = [86_400, '/d'] as const;
const rateUnits = [[1, '/s'], [60, '/m'], [3600, '/h'], perDay] as const;
