/** What the backend's thread is given. */
export type BackendTask = {
	/** The folder of PostgreSQL's files. */
	readonly pgdata: string;
	/** One number: how many bytes of its output were not taken yet. */
	readonly unread: Int32Array;
};

/** What the backend's thread says. */
export type BackendSays =
	| {readonly type: 'ready'; readonly greeting: Uint8Array}
	| {readonly type: 'output'; readonly bytes: Uint8Array}
	| {readonly type: 'done'};

/** The one database there is. */
export const databaseName = 'shopstream';

/** The backend waits while more bytes than this were written and not taken. */
export const mostUnreadBytes = 4 * 1024 * 1024;

/** Marks an error that PostgreSQL raises because this engine made it, so that its text can be replaced. */
export const refusalMark = 'shopstream:refused';
