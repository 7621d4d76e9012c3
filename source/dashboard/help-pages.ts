/** Lines of the help that are not keys: the frame, and the addresses with a line before them and the cached answer's key after. */
const frameLines = 2;
const addressLines = 5;

/** Keys on a page of the help. */
function keysOnPage(rows: number): number {
	return Math.max(1, rows - frameLines - addressLines);
}

/** Pages of the help on a screen of so many rows. */
export function helpPages(rows: number, keys: number): number {
	return Math.ceil(keys / keysOnPage(rows));
}
