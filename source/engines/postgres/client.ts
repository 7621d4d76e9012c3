import type {ListenStatement} from './sql-scan.ts';
import type {TransactionStatus} from './wire/backend-messages.ts';
import {limits} from './wire/limits.ts';

/** The connection of a client. */
export type Link = {
	/** Sends bytes; `onTaken` is called once they have left, or never can. */
	send(bytes: readonly Buffer[], onTaken?: () => void): void;
	/** Sends what is given and ends the connection. */
	end(bytes?: Buffer): void;
	/** Ends the connection at once, because its other side does not read. */
	destroy(): void;
	/** Whether bytes wait that the other side has not taken. */
	readonly isStalled: boolean;
};

/** Messages up to a Sync, and what they hold. */
export type WaitingBatch = {readonly messages: readonly Buffer[]; readonly bytes: number};

/** A client: its waiting requests, and what PostgreSQL would keep for it in a session of its own. */
export class Client {
	/** What it is told as its process id; its notifications carry it, too. */
	readonly id: number;
	/** Whoever knows it may cancel. */
	readonly secret: number;
	readonly link: Link;

	/** Whole batches of messages that wait for their turn. */
	#batches: WaitingBatch[] = [];
	/** What these hold. */
	waitingBytes = 0;
	/** Since when the first of them waits, by performance.now(). */
	queuedAtMs = 0;
	/** Called when one of them is taken. */
	onTaken: () => void = () => undefined;
	/** Tells it that it is connected, and the settings that it chose. */
	greet: (settings: ReadonlyMap<string, string>) => void = () => undefined;
	/** It is connected, but the settings of its start-up packet were not given to PostgreSQL yet. */
	isStarting = false;
	/** When its connection ended, by performance.now(). What it asked before is still done, unless that takes long. */
	leftAtMs: number | undefined;

	/** Its transaction, as PostgreSQL last said. */
	status: TransactionStatus = 'I';
	/** Whether a BEGIN is open, within a batch too. */
	isInBlock = false;
	/** False between a Flush and the Sync after it. */
	isSynced = true;
	/** Set after an error that the engine itself reported: its messages are skipped up to the next Sync. */
	skipsToSync = false;

	/** Its settings by name, as PostgreSQL last reported them. */
	settings: Map<string, string>;
	/** Names with a dot, which PostgreSQL does not list. */
	readonly customSettings = new Set<string>();
	/** Whether `settings` may be out of date. */
	hasSet = false;

	/** Parse messages of its prepared statements by name, as the backend was given them. */
	readonly statements = new Map<string, Buffer>();
	#statementBytes = 0;
	/** The number of the session in which they were made. */
	epoch: number;
	/** Whether it may leave something behind in the session: temporary tables, SQL's own PREPARE, held cursors. */
	leavesTraces = false;

	/** Channels on which it hears notifications. */
	readonly listening = new Set<string>();
	/** LISTEN and UNLISTEN of a transaction that is not committed. */
	#pendingListens: ListenStatement[] = [];
	/** Those among its prepared statements and bound portals. */
	readonly listenStatements = new Map<string, readonly ListenStatement[]>();
	readonly listenPortals = new Map<string, readonly ListenStatement[]>();
	/** How its transactions ended since PostgreSQL was last ready. */
	#hasFailed = false;
	#hasRolledBack = false;

	constructor(
		link: Link,
		{id, secret, epoch, settings}: {readonly id: number; readonly secret: number; readonly epoch: number; readonly settings: Map<string, string>},
	) {
		[this.link, this.id, this.secret, this.epoch, this.settings] = [link, id, secret, epoch, settings];
	}

	/** How long a statement may take, in milliseconds; 0 without end. */
	get statementTimeoutMs(): number {
		return Number(this.settings.get('statement_timeout') ?? 0);
	}

	get hasBatches(): boolean {
		return this.#batches.length > 0;
	}

	addBatch(batch: WaitingBatch): void {
		this.#batches.push(batch);
		this.waitingBytes += batch.bytes;
	}

	takeBatch(): readonly Buffer[] {
		const {messages, bytes} = this.#batches.shift()!;
		this.waitingBytes -= bytes;
		this.onTaken();
		return messages;
	}

	dropBatches(): void {
		[this.#batches, this.waitingBytes] = [[], 0];
	}

	/** Whether nobody else may have a turn: a transaction is open, or an answer not complete. */
	get isHolding(): boolean {
		return this.status !== 'I' || !this.isSynced;
	}

	/** Keeps a Parse message, should the session it was made in end. */
	keepStatement(name: string, parse: Buffer): void {
		this.dropStatement(name);
		if (this.#statementBytes + parse.length <= limits.maxStatementBytes) {
			// A copy: a slice would hold its whole batch.
			this.statements.set(name, Buffer.from(parse));
			this.#statementBytes += parse.length;
		}
	}

	dropStatement(name: string): void {
		this.#statementBytes -= this.statements.get(name)?.length ?? 0;
		this.statements.delete(name);
	}

	dropStatements(): void {
		this.statements.clear();
		this.#statementBytes = 0;
	}

	/** Notes a LISTEN or UNLISTEN; it takes effect when its transaction commits. */
	addListen(statement: ListenStatement): void {
		this.#pendingListens.push(statement);
	}

	hasErred(): void {
		this.#hasFailed = true;
	}

	hasBegun(): void {
		[this.isInBlock, this.#hasRolledBack] = [true, false];
	}

	hasRolledBack(): void {
		[this.isInBlock, this.#hasRolledBack] = [false, true];
	}

	/** @returns whether what is listened to has changed */
	hasCommitted(): boolean {
		[this.isInBlock, this.#hasRolledBack] = [false, false];
		return this.commitListens();
	}

	/** Its transaction is over. @returns whether what is listened to has changed */
	commitListens(): boolean {
		const pending = this.#hasFailed || this.#hasRolledBack ? [] : this.#pendingListens;
		this.#pendingListens = [];
		for (const {verb, channel} of pending) {
			if (channel === undefined) {
				this.listening.clear();
			} else if (verb === 'listen') {
				this.listening.add(channel);
			} else {
				this.listening.delete(channel);
			}
		}

		return pending.length > 0;
	}

	/** PostgreSQL is ready for the next batch. */
	isReady(status: TransactionStatus): boolean {
		[this.status, this.isInBlock, this.isSynced] = [status, status !== 'I', true];
		const hasChanged = status === 'I' && this.commitListens();
		[this.#hasFailed, this.#hasRolledBack] = [false, false];
		return hasChanged;
	}
}
