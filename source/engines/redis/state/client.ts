import type {Command} from '../commands/command.ts';
import {ReplyWriter} from '../framing/reply-writer.ts';
import type {Database} from './database.ts';
import type {Server} from './server.ts';
import type {WatchedKey} from './watch.ts';

/** A request that waits for EXEC. */
export type QueuedRequest = {readonly command: Command; readonly args: readonly string[]};

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
	readonly server: Server;
	readonly link: ClientLink;
	readonly connectedAtMs: number;
	readonly reply = new ReplyWriter();
	database: Database;
	name = '';
	libraryName = '';
	libraryVersion = '';
	lastRequestAtMs: number;
	lastCommand: Command | undefined;
	/** The command that runs now; names itself in errors. */
	command: Command | undefined;
	/** `off`: no replies; `skip`: none to the next command, `skipping`: none to this one. */
	replyMode: 'on' | 'off' | 'skip' | 'skipping' = 'on';
	noEvict = false;
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

	constructor(id: number, server: Server, link: ClientLink) {
		this.id = id;
		this.server = server;
		this.link = link;
		this.database = server.keyspace.database(0);
		this.connectedAtMs = server.clock();
		this.lastRequestAtMs = this.connectedAtMs;
	}

	get subscriptions(): number {
		return this.channels.size + this.patterns.size;
	}

	/** Bytes that this connection makes the engine hold, by a rough count. */
	get heldBytes(): number {
		return this.link.pendingRequestBytes() + this.link.pendingOutputBytes() + this.reply.output.length + this.queuedBytes
			+ this.watched.length * 256 + this.subscriptions * 256;
	}
}
