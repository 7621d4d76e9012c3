const dayMs = 86_400_000;

/** Relative number of orders on each weekday, Sunday first. */
const weekdayWeights = [1.25, 0.95, 0.9, 0.9, 0.95, 1.1, 1.3];

/** Relative number of orders in the middle of each month, January first: slow after the holidays and in summer. */
const monthWeights = [0.85, 0.82, 0.92, 0.98, 1, 0.97, 0.88, 0.86, 1, 1.06, 1.15, 1.25];

/** The growth of the shop in a year. */
const yearlyGrowth = 1.25;

/** The number of a date (`2026-11-25`) from 1970-01-01. */
export function dayNumber(day: string): number {
	return Date.parse(day) / dayMs;
}

/** The relative number of orders of a day (as its number from 1970-01-01), by the calendar. */
export function dayWeight(day: number): number {
	const date = new Date(day * dayMs);
	return weekdayWeights[date.getUTCDay()]! * seasonWeight(date) * holidayWeight(date) * yearlyGrowth ** (day / 365.25 - 56);
}

/** The weight of the season, interpolated between the middles of two months. */
function seasonWeight(date: Date): number {
	const months = date.getUTCMonth() + (date.getUTCDate() - 15.5) / 31 + 12;
	const [before, after] = [0, 1].map(i => monthWeights[(Math.floor(months) + i) % 12]!) as [number, number];
	return before + (after - before) * (months % 1);
}

/** The weight of special days: Black Friday, the weeks before Christmas, and holidays on which few people buy. */
function holidayWeight(date: Date): number {
	const [month, day] = [date.getUTCMonth() + 1, date.getUTCDate()];
	if (month === 11) {
		return date.getUTCDay() === 5 && day >= 23 && day <= 29 ? 2 : 1;
	}

	if (month === 12) {
		return day <= 20 ? 1.1 + day / 40 : day <= 23 ? 1.2 : day <= 26 ? 0.5 : 0.9;
	}

	return month === 1 && day === 1 ? 0.5 : 1;
}

/**
 * How many of `count` orders fall on each day, the last day first. They sum to `count` over the last `days` days and go on before them.
 * A longer stretch of the same density has the same numbers, and further ones.
 */
export function* ordersOfDays({count, days, lastDay}: {readonly count: number; readonly days: number; readonly lastDay: number}): Generator<number, never> {
	let total = 0;
	for (let day = lastDay; day > lastDay - days; day--) {
		total += dayWeight(day);
	}

	const density = count / total;
	let weight = 0;
	for (let day = lastDay, before = 0; ; day--) {
		weight += dayWeight(day);
		const orders = Math.round(weight * density);
		yield orders - before;
		before = orders;
	}
}
