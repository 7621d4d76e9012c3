import type {View} from '../../../scenarios/view.ts';

/** Where a panel stands and how large it is, in columns and rows. */
type Frame = {readonly width: number; readonly height: number};

/** The dashboard's arrangement: two columns of two panels the upper ones open to the lower ones. */
export type Layout = {
	readonly answer: Frame;
	readonly cache: Frame;
	readonly latency: Frame;
	readonly activity: Frame;
};

/** Heading, eight rows, total, the reading, and the upper border; the next panel's is the lower one. */
const answerRows = 12;

/** So many rows the lower panels have at least, or a share of all. */
const leastBelow = {rows: 8, share: 0.3};

/** Heading, three rows of one, the first twenty of many, the reading, and the upper border. */
const openEndedRows = 26;

/** How many rows an answer may fill: a picture is the better the larger it is, and of many there are more to show, while another table has but so many rows. */
function mostRows(body: View['body'] | undefined): number {
	return body?.kind === 'picture' ? Number.POSITIVE_INFINITY : body?.isOpenEnded ? openEndedRows : 0;
}

/** The layout of a space of at least 80 × 20, for an answer. */
export function layoutFor(columns: number, body: number, answer?: View['body']): Layout {
	const right = columns >= 140 ? Math.round(columns * 0.36) : columns >= 100 ? 36 : 27;
	const left = columns - right;
	// A tall screen gives the table room to breathe, and the rest to the chart.
	const ofTable = body >= 30 ? answerRows + 2 : body >= 26 ? answerRows + 1 : answerRows;
	const top = Math.max(ofTable, Math.min(mostRows(answer), body - Math.max(leastBelow.rows, Math.round(body * leastBelow.share))));
	const bottom = body - top;
	return {
		answer: {width: left, height: top},
		cache: {width: right, height: top},
		latency: {width: left, height: bottom},
		activity: {width: right, height: bottom},
	};
}
