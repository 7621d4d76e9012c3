/**
 * An SQL expression for an instant as whole microseconds since 1970, for facts that are read in bulk. It takes a tenth of the work of `extract` or
 * of dates as text. Doubles hold it exactly until the year 2242.
 */
export function microseconds(instant: string): string {
	return `(date_part('epoch', ${instant}) * 1000000)::bigint`;
}

/** The date of such a value. */
export function dateOf(text: string): Date {
	return new Date(Math.floor(Number(text) / 1000));
}
