/**
 * How long anything is waited for, in milliseconds: the one table of time limits. Whatever hangs is said within 5 s, and
 * Esc or a signal ends it within 1 s.
 */
export const timeLimitsMs = {
	/** A named server answers at the start within this, or that is an error. */
	open: 5000,
	/** Who is at the address of a server that did not answer says so within this. */
	knock: 500,
	/** A command of Redis; after it the connection is given up and made anew. */
	redisCommand: 2000,
	/** The longest pause between two tries to connect to Redis again. */
	redisReconnect: 2000,
	/** A command of MongoDB or PostgreSQL, or anything at all from it during a long query; after it the connection is given up and made anew. */
	databaseCommand: 4500,
	/** A request to the bucket in which no byte moves. */
	gcsIdle: 4500,
	/** A terminal says within this what its background is; until then it is taken for dark. */
	backgroundAnswer: 1000,
	/** A database is asked this often during a long query, and for this long after a failure, whether it answers at all. */
	ping: 1000,
	/** What cancelled work has sent may come to its end within this, so that it can say how much stands. */
	finish: 400,
	/** What cancelled work changed for a while in a store of others is put back within this, or it is said what is left. */
	undo: 600,
	/** Cancelled work is given up after this, whether or not its store lets go … */
	cancel: 700,
	/** … and a command that a signal ends after this, whatever it still waits for. */
	leave: 850,
	/** A store says goodbye to its server within this. */
	close: 150,
	/** An embedded engine writes what it keeps within this, or its thread is ended. */
	engineClose: 5000,
	/** A thread that is ended is gone within this, or it is stuck and not waited for. */
	threadEnd: 1000,
	/** A process that ends is gone within this, or another one kills it. */
	exit: 5000,
	/** The dashboard leaves the terminal after this, whatever of it does not close: longer than all that may close in good order. */
	quit: 7000,
} as const;
