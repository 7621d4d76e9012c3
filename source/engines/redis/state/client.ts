import {ReplyWriter} from '../framing/reply-writer.ts';
import type {Database} from './database.ts';
import {unwatchAll, type WatchedKey} from './watch.ts';

/** A request that waits for EXEC. */
export type QueuedRequest = {
	/** Name and flags of its command. */
	readonly name: string;
	readonly flags: readonly string[];
	/** Runs it and replies. */
	readonly call: () => void;
};

/** What a client needs of its connection. */
export type ClientLink = {
	/** `127.0.0.1:51234`. */
	readonly remoteAddress: string;
	readonly localAddress: string;
	/** Bytes of a request that is not complete yet. */
	readonly pendingRequestBytes: () => number;
	/** Bytes of replies not yet taken by the reader. */
	readonly pendingOutputBytes: () => number;
	/** Writes what the replies have gathered, soon. */
	readonly scheduleFlush: () => void;
	/** Ends the connection at once. */
	readonly destroy: () => void;
};

/** One connection's state. */
export class Client {
	readonly id: number;
	readonly link: ClientLink;
	readonly connectedAtMs: number;
	readonly reply = new ReplyWriter();
	database: Database;
	name = '';
	lastRequestAtMs: number;
	/** Name of the command last asked for; undefined when there was none of that name. */
	lastCommand: string | undefined;
	/** Name of the command that runs now, for its errors. */
	command = '';
	isMonitor = false;
	/** Close once the replies so far are sent; what follows is ignored. */
	closeAfterReply = false;
	/** Requests since MULTI; undefined outside of a transaction. */
	queue: QueuedRequest[] | undefined;
	queuedBytes = 0;
	/** A request was refused since MULTI: EXEC must fail. */
	dirtyQueue = false;
	/** A watched key changed: EXEC must not run. */
	dirtyWatch = false;
	insideExec = false;
	watched: WatchedKey[] = [];
	readonly channels = new Set<string>();
	readonly patterns = new Set<string>();

	constructor(id: number, database: Database, link: ClientLink, connectedAtMs: number) {
		this.id = id;
		this.link = link;
		this.database = database;
		this.connectedAtMs = connectedAtMs;
		this.lastRequestAtMs = connectedAtMs;
	}

	get subscriptions(): number {
		return this.channels.size + this.patterns.size;
	}

	/** Bytes that this connection makes the engine hold, by a rough count. */
	get heldBytes(): number {
		return (
			this.link.pendingRequestBytes() +
			this.link.pendingOutputBytes() +
			this.reply.output.length +
			this.queuedBytes +
			this.watched.length * 256 +
			this.subscriptions * 256
		);
	}
}

/** Ends MULTI: forgets what is queued and what is watched. */
export function discardTransaction(client: Client): void {
	Object.assign(client, {queue: undefined, queuedBytes: 0, dirtyQueue: false, dirtyWatch: false});
	unwatchAll(client);
}
