import {type Line, Lines} from './lines.tsx';
import {smallest} from '../keys/press-key.ts';

/** What stands on a screen that is too small; it goes away when the screen grows. */
export function TooSmall({columns, rows}: {readonly columns: number; readonly rows: number}) {
	const lines: Line[] = [
		[{text: 'shopstream-tui', tone: 'accent'}],
		[{text: `needs ${smallest.columns} × ${smallest.rows},`}],
		[{text: `this is ${columns} × ${rows}.`}],
		[{text: 'Enlarge it, or q quits.', tone: 'dim'}],
	];
	return <Lines lines={lines.slice(0, Math.max(1, rows))}/>;
}
