/** The bounds that keep one client, honest or not, from filling memory or disk; a test may ask for less. */
export const defaultGcsLimits = {
	/** Bytes of one object. */
	objectBytes: 5 * 1024 ** 3,
	/** Bytes of a JSON request body or of the metadata part of a multipart upload. */
	jsonBytes: 1024 ** 2,
	/** Bytes of a refused upload that are still read, so that its sender gets to read the answer. */
	drainBytes: 64 * 1024 ** 2,
	/** Resumable uploads remembered at a time, under way or ended. */
	sessions: 1000,
	/** How long a resumable upload may rest, in seconds: a week, as in Cloud Storage. */
	sessionSeconds: 7 * 24 * 3600,
	/** Connections at a time. */
	connections: 256,
	/** How long a connection may stand still, in milliseconds. */
	idleMs: 120_000,
};

export type GcsLimits = Readonly<typeof defaultGcsLimits>;
