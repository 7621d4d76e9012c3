/** What the backend's thread is given. */
export type BackendTask = {
	/** The folder of PostgreSQL's files. */
	readonly pgdata: string;
	/** One number: the bytes that it wrote and that nobody has taken yet. */
	readonly unread: Int32Array;
};

/** What the backend's thread says. */
export type BackendSays =
	| {readonly type: 'ready'; readonly greeting: Uint8Array}
	| {readonly type: 'output'; readonly bytes: Uint8Array}
	| {readonly type: 'done'};

/** The one database there is. */
export const databaseName = 'shopstream';

/** The backend waits while more than this was written and not taken. */
export const mostUnreadBytes = 4 * 1024 * 1024;

/** Marks an error that this engine made PostgreSQL raise, so that its words can be replaced. */
export const refusalMark = 'shopstream:refused';
