import {type Backend, startBackend} from './backend.ts';
import {refusalMark} from './backend-task.ts';
import {type Batch, endsReady, translate} from './batch.ts';
import type {Client} from './client.ts';
import {judgeAnswer} from './judge-answer.ts';
import {Session} from './session.ts';
import {AnswerSplitter} from './wire/answer-splitter.ts';
import {errorResponse, readyForQuery, type Refusal, sync, type TransactionStatus} from './wire/backend-messages.ts';
import type {ProtocolViolation} from './wire/message-splitter.ts';

/** How long a request may go on whose client is gone, in milliseconds. */
const goneMs = 1000;

/** How long a client may leave its answers unread while others wait, in milliseconds. */
const stalledMs = 30_000;

/** How often a running batch is checked, in milliseconds. */
const lookMs = 250;

/** A checkpoint is made when the WAL has more bytes than this: PostgreSQL's own checkpointer does not run here. */
const walBytes = 64 * 1024 * 1024;

/** How often the length of the WAL is checked: when nobody waits, and at the latest when somebody always does. In milliseconds. */
const walLooksMs = {idle: 1000, busy: 10_000} as const;

const ended: Refusal = {severity: 'FATAL', code: '57P01', message: 'terminating connection due to administrator command'};
const crashed: Refusal = {
	severity: 'FATAL',
	code: '58000',
	message: "the embedded engine's backend ended and was started again: what was not committed is rolled back",
};
const sessionLost: Refusal = {
	severity: 'FATAL',
	code: '57P02',
	message: "the embedded engine's session was ended with a statement of another client: temporary tables are gone",
};
const cancelled: Refusal = {severity: 'ERROR', code: '57014', message: 'canceling statement due to user request'};
const timedOut: Refusal = {severity: 'ERROR', code: '57014', message: 'canceling statement due to statement timeout'};
const tooSlow: Refusal = {severity: 'FATAL', code: '58000', message: 'the client is gone or does not take its answers'};

/** A batch that the backend works on. */
type Running = {
	readonly client: Client;
	readonly startedAtMs: number;
	/** When its client last took some of the answer. */
	takenAtMs: number;
	/** Why it was ended, if so. */
	abort?: Refusal;
};

/**
 * Gives the one backend to the clients in turn, for a batch each. A client with an open transaction keeps it until that ends or
 * the client goes.
 */
export class Turns {
	readonly clients = new Set<Client>();
	readonly session: Session;
	readonly #pgdata: string;
	#backend: Backend;
	#queue: Client[] = [];
	/** Has a transaction open. */
	#owner: Client | undefined;
	#running: Running | undefined;
	#wake: () => void = () => undefined;
	#isClosing = false;
	#hasWritten = false;
	#walLookedAtMs = 0;
	readonly #looking = setInterval(() => this.#look(), lookMs).unref();
	readonly #served: Promise<void>;

	private constructor(pgdata: string, backend: Backend) {
		this.#pgdata = pgdata;
		this.#backend = backend;
		this.session = new Session(async (bytes, onMessage) => this.#runOwn(bytes, onMessage));
		this.#served = this.#serve();
	}

	/** @throws when PostgreSQL does not start */
	static async start(pgdata: string): Promise<Turns> {
		return new Turns(pgdata, await startBackend(pgdata));
	}

	/** What PostgreSQL tells a client that just connected. */
	get greeting(): Buffer {
		return this.#backend.greeting;
	}

	/** A client has something for PostgreSQL, or is gone. */
	offer(client: Client): void {
		if (client !== this.#owner && !this.#queue.includes(client)) {
			this.#queue.push(client);
			client.queuedAtMs = performance.now();
		}

		this.#wake();
	}

	/** Ends what a client has under way or waiting, if it has and knows its secret. */
	cancel(id: number, secret: number): void {
		const isMeant = (client: Client) => client.id === id && client.secret === secret;
		if (this.#running && isMeant(this.#running.client)) {
			this.#abort(cancelled);
			return;
		}

		const waiting = this.#queue.find(isMeant);
		if (waiting) {
			this.#refuseWaiting(waiting, cancelled);
		}
	}

	/** @param isKept whether the database is opened again: then it is closed in good order, unless it is busy for long */
	async close(isKept: boolean): Promise<void> {
		this.#isClosing = true;
		clearInterval(this.#looking);
		for (const {link} of this.clients) {
			link.end(errorResponse(ended));
		}

		this.#wake();
		const isDone = await Promise.race([
			this.#served.then(() => true),
			new Promise<false>(resolve => {
				setTimeout(resolve, goneMs, false).unref();
			}),
		]);
		if (!isDone) {
			await this.#backend.end();
			// It may be starting again just now: then that one is ended too.
			await this.#served;
		}

		await (isDone && isKept ? this.#backend.close() : this.#backend.end());
	}

	async #serve(): Promise<void> {
		while (!this.#isClosing) {
			const client = this.#owner ?? this.#queue.shift();
			if (client?.isStarting) {
				await this.#startUp(client);
			} else if (client?.hasBatches) {
				await this.#serveBatch(client, client.takeBatch());
			} else if (client && client.leftAtMs !== undefined) {
				await this.#sayFarewell(client);
			} else if (!client || client === this.#owner) {
				await this.#woken();
			}

			await this.#tidy();
		}
	}

	async #woken(): Promise<void> {
		const owner = this.#owner;
		if (this.#isClosing || (owner ? owner.hasBatches || owner.leftAtMs !== undefined : this.#queue.length > 0)) {
			return;
		}

		return new Promise(resolve => {
			this.#wake = resolve;
		});
	}

	async #startUp(client: Client): Promise<void> {
		client.isStarting = false;
		const {error, parameters} = await this.session.enter(client);
		if (error) {
			client.link.end(errorResponse({severity: 'FATAL', code: error.get('C') ?? '58000', message: error.get('M') ?? 'it was not possible'}));
			return;
		}

		await this.session.captureSettings(client);
		client.greet(parameters);
	}

	async #serveBatch(client: Client, messages: readonly Buffer[]): Promise<void> {
		if (client !== this.#owner) {
			const {error} = await this.session.enter(client);
			if (error) {
				client.link.end(errorResponse({severity: 'FATAL', code: error.get('C') ?? '58000', message: error.get('M') ?? 'its settings could not be restored'}));
				return;
			}
		}

		let batch: Batch;
		try {
			batch = translate(messages, client);
		} catch (error) {
			client.link.end(errorResponse({severity: 'FATAL', code: (error as ProtocolViolation).code, message: (error as Error).message}));
			return;
		}

		await this.#runBatch(client, batch);
		if (client.status === 'I' && client.hasSet) {
			await this.session.captureSettings(client);
		}

		this.#owner = client.isHolding ? client : undefined;
		if (!this.#owner && (client.hasBatches || client.leftAtMs !== undefined)) {
			this.offer(client);
		}
	}

	async #runBatch(client: Client, batch: Batch): Promise<void> {
		const now = performance.now();
		const running: Running = {client, startedAtMs: now, takenAtMs: now};
		this.#running = running;
		const splitter = new AnswerSplitter();
		const changes = {hasWritten: false, isRenewed: false, haveListensChanged: false};
		const answers = judgeAnswer({client, clients: this.clients, batch, changes});
		const timer = client.statementTimeoutMs > 0 ? setTimeout(() => this.#abort(timedOut), client.statementTimeoutMs) : undefined;
		client.isSynced = false;
		const death = await this.#backend.run(batch.bytes, piece => {
			const out = splitter.push(piece, answers);
			const taken = () => {
				running.takenAtMs = performance.now();
				this.#backend.taken(piece.length);
			};
			if (out.length > 0) {
				client.link.send(out, taken);
			} else {
				taken();
			}
		});
		clearTimeout(timer);
		this.#running = undefined;
		if (death !== undefined) {
			await this.#recover(client, batch, splitter.isInMessage ? tooSlow : (running.abort ?? crashed));
			return;
		}

		this.#hasWritten ||= changes.hasWritten;
		if (changes.isRenewed) {
			this.session.renew();
			client.epoch = this.session.epoch;
		}

		if (client.status === 'I' && (changes.isRenewed || changes.haveListensChanged)) {
			await this.session.listenFor(this.clients);
		}
	}

	/** The backend was ended to stop a batch: starts it again, and tells the client why. */
	async #recover(client: Client, batch: Batch, why: Refusal): Promise<void> {
		const {isInBlock} = client;
		await this.#restart();
		if (why.severity === 'FATAL') {
			[client.status, client.isSynced] = ['I', true];
			client.link.end(errorResponse(why));
			return;
		}

		const status: TransactionStatus = isInBlock ? 'E' : 'I';
		if (isInBlock) {
			// As after any error in a transaction, the client must end it.
			await this.session.ask('begin');
			await this.session.ask(`select '${refusalMark}'::int4`);
		}

		tellFailed(client, why, status, batch.endsReady);
		client.isSynced = batch.endsReady;
	}

	/** Refuses what a client asked while others have their turn, and PostgreSQL was not given yet. */
	#refuseWaiting(client: Client, why: Refusal): void {
		if (client.hasBatches && !client.isStarting && !client.skipsToSync) {
			tellFailed(client, why, 'I', endsReady(client.takeBatch()));
			client.queuedAtMs = performance.now();
		}
	}

	/** Starts the backend again. A client that had something in the lost session is told so and disconnected. */
	async #restart(): Promise<void> {
		if (this.#isClosing) {
			return;
		}

		this.#backend = await startBackend(this.#pgdata);
		this.session.renew();
		for (const client of this.clients) {
			if (client.leavesTraces) {
				client.leavesTraces = false;
				client.link.end(errorResponse(sessionLost));
			}
		}

		await this.session.listenFor(this.clients);
	}

	async #runOwn(bytes: Buffer, onMessage: (type: string, message: Buffer) => void): Promise<boolean> {
		const splitter = new AnswerSplitter();
		const death = await this.#backend.run(bytes, piece => {
			splitter.push(piece, (type, message) => {
				onMessage(type, message);
				return undefined;
			});
			this.#backend.taken(piece.length);
		});
		if (death !== undefined) {
			await this.#restart();
		}

		return death === undefined;
	}

	async #sayFarewell(client: Client): Promise<void> {
		if (!client.isSynced) {
			await this.#runOwn(sync, () => undefined);
		}

		if (client.isHolding) {
			await this.session.ask('rollback');
			[client.status, client.isSynced] = ['I', true];
		}

		this.#owner = undefined;
		this.clients.delete(client);
		await this.session.forgetStatements(client);
		if (client.leavesTraces && ![...this.clients].some(({leavesTraces}) => leavesTraces)) {
			await this.session.ask('discard all');
			this.session.renew();
		}

		await this.session.listenFor(this.clients);
		client.link.end();
	}

	/** Does what PostgreSQL's background processes would do. */
	async #tidy(): Promise<void> {
		const sinceMs = performance.now() - this.#walLookedAtMs;
		if (this.#owner || !this.#hasWritten || sinceMs < (this.#queue.length > 0 ? walLooksMs.busy : walLooksMs.idle)) {
			return;
		}

		this.#hasWritten = false;
		this.#walLookedAtMs = performance.now();
		const {rows} = await this.session.ask('select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn) from pg_control_checkpoint()');
		if (Number(rows[0]?.[0] ?? 0) > walBytes) {
			await this.session.ask('checkpoint');
		}
	}

	/** Ends a long request whose client is gone, disconnects a client that holds up others by not reading, and keeps the time limits of those who wait. */
	#look(): void {
		const now = performance.now();
		for (const client of this.#queue) {
			if (client.statementTimeoutMs > 0 && now - client.queuedAtMs > client.statementTimeoutMs) {
				this.#refuseWaiting(client, timedOut);
			}
		}

		const running = this.#running;
		if (!running) {
			return;
		}

		const {client, startedAtMs, takenAtMs} = running;
		if (client.leftAtMs !== undefined && now - Math.max(client.leftAtMs, startedAtMs) > goneMs) {
			this.#abort(tooSlow);
		} else if (client.link.isStalled && this.#queue.length > 0 && now - takenAtMs > stalledMs) {
			client.link.destroy();
		}
	}

	/** Ends the running batch. Once its client has the whole answer there is nothing to end: it would be told of an error in place of what it asks next. */
	#abort(why: Refusal): void {
		if (this.#running && !this.#running.abort && !this.#running.client.isSynced) {
			this.#running.abort = why;
			void this.#backend.end();
		}
	}
}

/** Tells a client that what it asked has failed; what follows up to its Sync is left out. */
function tellFailed(client: Client, why: Refusal, status: TransactionStatus, isReady: boolean): void {
	client.hasErred();
	client.isReady(status);
	client.skipsToSync = !isReady;
	client.link.send([errorResponse(why), ...(isReady ? [readyForQuery(status)] : [])]);
}
