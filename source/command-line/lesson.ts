/**
 * The lesson's load and trade, which every command takes unless it is told otherwise: one dashboard that reads every
 * 1.2 s, 50 reads a minute, through a key that lives 5 minutes.
 */
export const lesson = {
	ttlSeconds: 300,
	/** What the lesson's question compares it with. */
	otherTtlSeconds: 86_400,
	viewers: 1,
	everySeconds: 1.2,
	orders: 500,
	days: 35,
	seed: 42,
	/** The shop's trade: ten million orders in five years. */
	ordersPerSecond: 0.0634,
	/** The stream of the dashboard, so fast that a lesson sees it. */
	streamPerSecond: 2,
	/** `what-if`: reads that it simulates for each TTL, and when "today" is looked at, in seconds since midnight. */
	simulatedReads: 1_000_000,
	timeOfDaySeconds: 43_200,
	/** `lab`: how long the load lasts. */
	forSeconds: 60,
	/** `stampede`: how often the key is expired. */
	firings: 1,
	/** `bench`: a paced run takes half a minute, a burst less than a second. */
	runs: {burst: 3, paced: 1},
} as const;

/** What `compare` and `contend` put into an embedded PostgreSQL that is empty: fewer would be scanned in no time. */
export const ledgerLesson = {orders: 100_000, years: 5} as const;

/** The load of `contend`: checkouts enough for a p99, beside dashboards at the lesson's pace, each with its own connection. */
export const contention = {
	dashboards: 8,
	mostDashboards: 64,
	fewestCheckouts: 20,
	everySeconds: lesson.everySeconds,
	checkoutsPerSecond: 40,
	secondsPerPhase: 10,
} as const;

/** Where a command departs from the lesson's load by itself, and why: its output says so. */
export const departures = {
	'what-if': {viewers: lesson.viewers, everySeconds: lesson.everySeconds, fillSeconds: 0.4, why: undefined},
	lab: {viewers: 30, everySeconds: 5, fillSeconds: 0, why: 'so that a minute holds reads enough to measure'},
	stampede: {viewers: 100, everySeconds: 5, fillSeconds: 0.4, why: 'since one reader makes no stampede, nor does a query that is over at once'},
} as const;
