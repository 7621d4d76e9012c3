/** Lines of the key bar. */
export const keyRows = 2;

/** Rows left for a screen between the header's line and, at the foot, what there is to see and the key bar. */
export function bodyRows(rows: number): number {
	return rows - 2 - keyRows;
}
