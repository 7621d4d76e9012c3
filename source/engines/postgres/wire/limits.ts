/** The bounds that keep a hostile or careless client from filling memory. Sizes are bytes. */
export const limits = {
	/** Connections at a time; a further one is told so and closed. */
	maxClients: 100,
	/** A start-up packet (PostgreSQL: MAX_STARTUP_PACKET_LENGTH). */
	maxStartupBytes: 10_000,
	/** How long a connection may take to say who it is, in milliseconds (PostgreSQL: authentication_timeout). */
	startupMs: 60_000,
	/** One message, and the messages up to a Sync together. */
	maxBatchBytes: 64 * 1024 * 1024,
	/** Requests of one connection that wait for their turn; it is read no further above them. */
	maxWaitingBytes: 1024 * 1024,
	/** What all connections together may hold. */
	maxClientsBytes: 192 * 1024 * 1024,
	/** Parse messages of one client that are kept, to be repeated should the session they were made in end. */
	maxStatementBytes: 1024 * 1024,
	/** A message of PostgreSQL's up to this size is passed on whole or not at all. */
	maxWholeBytes: 1024 * 1024,
} as const;
