import {type Line, Lines} from './lines.tsx';

type Size = {readonly columns: number; readonly rows: number};

/** What stands on a terminal that is too small; it goes away when the terminal grows. */
export function TooSmall({smallest, columns, rows}: Size & {readonly smallest: Size}) {
	const lines: Line[] = [
		[{text: 'shopstream-tui', tone: 'accent'}],
		[{text: `needs ${smallest.columns} × ${smallest.rows},`}],
		[{text: `this is ${columns} × ${rows}.`}],
		[{text: 'Enlarge it, or q quits.', tone: 'dim'}],
	];
	return <Lines lines={lines.slice(0, Math.max(1, rows))} />;
}
