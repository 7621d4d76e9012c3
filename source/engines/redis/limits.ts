/** The bounds that keep a hostile or careless client from filling memory. Sizes are bytes. */
export const limits = {
	/** Connections at a time; a further one is told so and closed. */
	maxClients: 1024,
	/** One argument or value (Redis: proto-max-bulk-len). */
	maxBulkBytes: 64 * 1024 * 1024,
	/** Arguments of one command. */
	maxArguments: 1024 * 1024,
	/** An inline command, or a line that announces a length. */
	maxLineBytes: 64 * 1024,
	/** What one connection may hold: a request in the making, a queued transaction, watched keys, unread replies. */
	maxClientBytes: 128 * 1024 * 1024,
	/** The same, over all connections together. */
	maxClientsBytes: 384 * 1024 * 1024,
	/** Stored keys and values (Redis: maxmemory); CONFIG SET can lower it. */
	maxMemoryBytes: 256 * 1024 * 1024,
	/** Unread replies above which a connection's further requests wait, in memory. */
	pauseOutputBytes: 1024 * 1024,
	/** Unread pushes (MONITOR, subscriptions) above which a reader is too slow and is closed. */
	maxPushBytes: 32 * 1024 * 1024,
	/** Databases that SELECT can choose. */
	databases: 16,
} as const;
