/** A system behind a store, as the screen and the reports name it. */
export type Backend = {
	readonly kind: 'embedded' | 'server';
	/** What it is, for people: "MongoDB 8.0.4", or "embedded engine, MongoDB wire protocol". */
	readonly label: string;
	/** The server's own version; for an embedded engine, this program's. */
	readonly version: string;
	/** Where to attach, credentials masked: `mongodb://127.0.0.1:40123`. */
	readonly address: string;
};
