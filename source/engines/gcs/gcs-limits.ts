/** The bounds that keep one client, honest or not, from filling memory or disk. */
export type GcsLimits = {
	/** Bytes of one object (default 5 GiB). */
	readonly objectBytes: number;
	/** Bytes of a JSON request body or of the metadata part of a multipart upload (default 1 MiB). */
	readonly jsonBytes: number;
	/** Bytes of a refused upload that are still read, so that its sender gets to read the answer (default 64 MiB). */
	readonly drainBytes: number;
	/** Resumable uploads remembered at a time, under way or ended (default 1,000). */
	readonly sessions: number;
	/** How long a resumable upload may rest, in seconds (default a week, as in Cloud Storage). */
	readonly sessionSeconds: number;
	/** Connections at a time (default 256). */
	readonly connections: number;
	/** How long a connection may stand still, in milliseconds (default two minutes). */
	readonly idleMs: number;
};

/** What the engine runs with unless a test asks for less. */
export const defaultGcsLimits: GcsLimits = {
	objectBytes: 5 * 1024 ** 3,
	jsonBytes: 1024 ** 2,
	drainBytes: 64 * 1024 ** 2,
	sessions: 1000,
	sessionSeconds: 7 * 24 * 3600,
	connections: 256,
	idleMs: 120_000,
};
