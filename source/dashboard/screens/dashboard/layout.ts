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

/** The layout of a space of at least 80 × 20. */
export function layoutFor(columns: number, body: number): Layout {
	const right = columns >= 140 ? Math.round(columns * 0.36) : columns >= 100 ? 36 : 27;
	const left = columns - right;
	// A tall screen gives the table room to breathe, and the rest to the chart.
	const top = body >= 30 ? answerRows + 2 : body >= 26 ? answerRows + 1 : answerRows;
	const bottom = body - top;
	return {
		answer: {width: left, height: top},
		cache: {width: right, height: top},
		latency: {width: left, height: bottom},
		activity: {width: right, height: bottom},
	};
}
