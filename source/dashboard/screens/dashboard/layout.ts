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

/** So many rows the lower panels have beside a picture, or a share of all. */
const besidePicture = {rows: 8, share: 0.3};

/**
 * The layout of a space of at least 80 × 20.
 * @param isPicture whether the answer is one: it is the better the larger it is, while a table has but so many rows
 */
export function layoutFor(columns: number, body: number, isPicture = false): Layout {
	const right = columns >= 140 ? Math.round(columns * 0.36) : columns >= 100 ? 36 : 27;
	const left = columns - right;
	// A tall screen gives the table room to breathe, and the rest to the chart.
	const ofTable = body >= 30 ? answerRows + 2 : body >= 26 ? answerRows + 1 : answerRows;
	const top = isPicture ? Math.max(ofTable, body - Math.max(besidePicture.rows, Math.round(body * besidePicture.share))) : ofTable;
	const bottom = body - top;
	return {
		answer: {width: left, height: top},
		cache: {width: right, height: top},
		latency: {width: left, height: bottom},
		activity: {width: right, height: bottom},
	};
}
