/** A way into a layer, or from it to the readers. */
export type WayView = {
	/** Where the moves under way are: 0 at its beginning, up to 1 at its end. */
	readonly moves: readonly number[];
	/** What is said beside it, the fullest first. */
	readonly texts: readonly string[];
	readonly isTrouble?: boolean;
};

/** A layer, as the layers screen is a function of it; whatever is not known is ''. */
export type Station = {
	readonly title: string;
	/** How many layers lie between it and where facts come from. */
	readonly depth: number;
	/** Undefined: nothing is placed in it, and nothing else fills it. */
	readonly into: WayView | undefined;
	/** The way from it to the readers, where it answers them. */
	readonly readers: WayView | undefined;
	/** What keeps it from being up, with what it would take; undefined: nothing. */
	readonly trouble: {readonly text: string; readonly isBad: boolean} | undefined;
	/** "about 10,000,000" and "orders". */
	readonly count: string;
	readonly word: string;
	/** "26 Nov 2021" and "12:04:31": when the oldest and the newest of it happened; of what has one instant, only the newest. */
	readonly oldest: string;
	readonly newest: string;
	readonly size: string;
	readonly purpose: string;
	/** Health, kind and version, the fullest first. */
	readonly labels: readonly string[];
	/** What to type to look into it. */
	readonly attach: string;
};

/** Everything that the layers screen is a function of. */
export type LayersView = {
	/** Where facts come from: "orders". */
	readonly source: string;
	/** In the lesson's order; each comes behind the one that it is filled from. */
	readonly stations: readonly Station[];
	readonly why: {readonly question: string; readonly answer: string} | undefined;
	/** What runs, or what happened last. */
	readonly news: {readonly text: string; readonly isFailure: boolean} | undefined;
};
