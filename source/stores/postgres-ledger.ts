import {setTimeout as pause} from 'node:timers/promises';
import pg from 'pg';
import {scratchTables} from '../scenarios/ledger-scratch.ts';
import type {Facts, FactsWanted, LedgerTables} from '../scenarios/scenario.ts';
import {timeLimitsMs} from '../time-limits.ts';
import {plainText} from '../words/plain-text.ts';
import {Problem, sayFailure} from '../words/problem.ts';
import {whileAnswering, within} from './answer-limit.ts';
import type {Backend} from './backend.ts';
import {clockOffsetMs} from './clock-offset.ts';
import type {Holdings} from './holdings.ts';
import {requireFiles} from './named-files.ts';
import {maskUrl} from './mask-url.ts';
import {postgresFailure} from './postgres-failure.ts';
import {countOf, estimateOf, type FactState, holdingsOf, isMade, statesOf} from './postgres-holdings.ts';
import {type Inserted, insertFacts, type InsertOptions, type LedgerAsk} from './postgres-inserts.ts';
import {listenTo} from './postgres-listen.ts';
import {checkVersion, sayPostgresProblem} from './postgres-opening.ts';
import {createOutbox, type Outbox} from './postgres-outbox.ts';
import {datesOf, type FactPage, PageRooms, pagesOf, type Stretch, stretchesOf} from './postgres-bulk.ts';
import {checkRights, findLedger, migrate, type Query} from './postgres-schema.ts';
import {type BegunSeed, beginSeed, isSeedUnfinished} from './postgres-seeds.ts';
import {lostDay} from './postgres-drills.ts';
import {beginRestore, type RestoreOptions, type Restoring} from './postgres-restores.ts';
import {withScratch} from './postgres-scratch.ts';
import {streamFacts} from './postgres-stream.ts';
import type {Door} from './what-answers.ts';

/** Connections at a time: work, a question, what fills MongoDB, and who listens for that. */
const usualConnections = 4;

/** Connections at a time to a scratch schema: work, and who asks beside it. */
const scratchConnections = 2;

/** Batches that a server stores at a time, each over a connection: it has more than one core. The embedded engine has one session. */
const lanesOfServer = 2;

/**
 * The source of truth: a scenario's facts in PostgreSQL, in tables of a schema of their own. Every call rejects with a StoreFailure when
 * PostgreSQL does not do it. A call may take long, as long as PostgreSQL answers others meanwhile; one that hears nothing at
 * all is given up after the time limit of a command.
 */
export type PostgresLedger = {
	readonly backend: Backend;
	/** What tells this ledger from any other. Undefined while its tables are not made. */
	identity(signal?: AbortSignal): Promise<string | undefined>;
	/** By how many milliseconds PostgreSQL's clock is ahead of this machine's. */
	clockOffsetMs(signal?: AbortSignal): Promise<number | undefined>;
	/** Facts held now, counted one by one. */
	count(signal?: AbortSignal): Promise<number>;
	/** The same from PostgreSQL's own books where the table is large: costs next to nothing. */
	estimate(signal?: AbortSignal): Promise<number>;
	/** What it holds, in next to no time however large it is. */
	holdings(signal?: AbortSignal): Promise<Holdings>;
	/** Makes the tables, or what is missing of them. The first thing a write does. */
	prepare(signal?: AbortSignal): Promise<void>;
	/**
	 * Stores facts in batches of 1,000, each in one transaction; those that are there already are let be.
	 * @param progress called with the number that stands so far, after each batch
	 * @returns fewer than given after `signal` fired
	 * @throws CutShort when PostgreSQL fails meanwhile: how many stand
	 */
	insert(facts: Iterable<object>, options?: Pick<InsertOptions, 'signal' | 'progress'>): Promise<Inserted>;
	/** Begins a seed that is remembered until all of it stands, or goes on with one of the same wishes that was cut short. Its tables are made before. */
	beginSeed(wanted: FactsWanted, signal?: AbortSignal): Promise<BegunSeed>;
	/** Whether one of these wishes was cut short: it would go on. */
	isSeedUnfinished(wanted: FactsWanted, signal?: AbortSignal): Promise<boolean>;
	/**
	 * Lets up to `count` facts that are due at an instant go on.
	 * @param sql of one of the scenario's moves
	 * @returns how many did
	 */
	move(sql: string, count: number, atMs: number, signal?: AbortSignal): Promise<number>;
	/** Those of some facts that are there, by their ids. */
	find(ids: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, object>>;
	/** The same in brief: which version, when it happened, and what it is worth in the archive. */
	states(ids: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, FactState>>;
	/** Facts that happened in (`fromMs`, `toMs`], oldest first, those of one instant by id, streamed. */
	stream(fromMs: number, toMs: number, signal?: AbortSignal): AsyncGenerator<object, void>;
	/** Brings facts back as they were archived, in one transaction: whole or not at all. Its tables are made before. */
	restoring<T>(work: (restoring: Restoring) => Promise<T>, options?: RestoreOptions): Promise<T>;
	/** The day that a drill has lost and nobody has restored yet, as after one that was cut short. */
	lostDay(signal?: AbortSignal): Promise<string | undefined>;
	/**
	 * Does work with an empty ledger in a scratch schema of this program's own beside this one, and drops it afterwards.
	 * @returns undefined when another program does so at present
	 */
	inScratch<T>(work: (scratch: PostgresLedger) => Promise<T>): Promise<T | undefined>;
	/** Drops such a schema that a program left standing which ended in the middle. */
	dropScratch(): Promise<void>;
	/** The first instants of the days of UTC on which any of its facts happened, oldest first. */
	dates(signal?: AbortSignal): Promise<readonly number[]>;
	/**
	 * What each of some stretches of time holds, one after the other, in one statement.
	 * @param boundsMs the first instants of the stretches, and the end of the last
	 * @param options.withFigures also what the facts are worth, for which all that belongs to them is read, and what tells whether any changed
	 */
	stretches(boundsMs: readonly number[], options?: {readonly withFigures?: boolean; readonly signal?: AbortSignal | undefined}): Promise<readonly Stretch[]>;
	/**
	 * Facts of some stretches of time that follow each other, oldest first, those of one instant by id, page by page.
	 * @param boundsMs the first instants of the stretches, and the end of the last, which is not part of it
	 */
	pages(boundsMs: readonly number[], signal?: AbortSignal): AsyncGenerator<FactPage, void>;
	/** What changed of its facts and is not in MongoDB yet. */
	readonly outbox: Outbox;
	/** Asks whatever there is to ask, over its own connection, with no time limit: the signal ends what is asked, and the connection with it. */
	connected<T>(work: (query: Query) => Promise<T>, signal?: AbortSignal): Promise<T>;
	/** Does work for as long as PostgreSQL answers others; its signal fires when that is over, or `signal` did. */
	whileAnswering<T>(work: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T>;
	/** The same ledger over this many connections of its own, for what must not wait for other work. */
	apart(connections: number): Promise<PostgresLedger>;
	close(): Promise<void>;
};

type LedgerOptions = {readonly embeddedVersion?: string; readonly connections?: number};

/**
 * Connects to PostgreSQL.
 * @param facts what is kept there, of a scenario that has a ledger
 * @param options.embeddedVersion set for the embedded engine: the version to show
 * @param options.connections at a time, at most; 4 by default
 * @throws Problem when it does not answer within 5 s, is no PostgreSQL or too old, refuses the credentials, has no such database, has
 * something of others in the schema's place, or does not let this role make it
 */
export async function openPostgresLedger(url: string, facts: Facts & {readonly ledger: LedgerTables}, options: LedgerOptions = {}): Promise<PostgresLedger> {
	const {embeddedVersion, connections = usualConnections} = options;
	const {ledger: tables} = facts;
	const address = maskUrl(url);
	const config = configOf(url, address);
	/** What it is told goes to each connection, its time limit too. Who waits until another is done with one waits for as long as that takes. */
	class Connection extends pg.Client {
		constructor() {
			super(config);
		}
	}

	const pool = new pg.Pool({Client: Connection, max: connections, allowExitOnIdle: true});
	// A connection that is lost: whoever uses it is told by what was asked, and the next question gets a new one.
	pool.on('connect', client => void client.on('error', () => undefined)).on('error', () => undefined);
	/** With its own connection, which a failure or giving up ends: PostgreSQL's answer may be that it ends the connection itself. */
	const withClient = async <T>(work: (client: pg.PoolClient) => Promise<T>, signal?: AbortSignal): Promise<T> => {
		signal?.throwIfAborted();
		const client = await pool.connect();
		let isReleased = false;
		const release = (isOver: boolean) => {
			if (!isReleased) {
				isReleased = true;
				client.release(isOver);
			}
		};

		const giveUp = () => {
			release(true);
			if (embeddedVersion === undefined) {
				cancel(config, client);
			}
		};

		signal?.addEventListener('abort', giveUp, {once: true});
		try {
			signal?.throwIfAborted();
			const done = await work(client);
			release(false);
			return done;
		} catch (error) {
			release(true);
			throw error;
		} finally {
			signal?.removeEventListener('abort', giveUp);
		}
	};

	const connected = async <T>(work: (query: Query) => Promise<T>, signal?: AbortSignal): Promise<T> =>
		withClient(async client => work(async (sql, values) => client.query(sql, values)), signal);

	/** With a connection that nobody had before. */
	const anew = async <T>(work: (client: pg.Client) => Promise<T>, signal: AbortSignal): Promise<T> => {
		const client = new pg.Client(config).on('error', () => undefined);
		const end = () => void client.end().catch(() => undefined);
		signal.addEventListener('abort', end, {once: true});
		return client
			.connect()
			.then(async () => work(client))
			.finally(end);
	};

	/** Whether it lets anybody in: a question would wait behind what it works on. */
	const ping = async (signal: AbortSignal) => anew(async () => undefined, signal);

	const ask: LedgerAsk['ask'] = async (sql, values, signal) => whileAnswering(async its => connected(async query => query(sql, values), its), ping, signal);
	const typed = async <T>(asked: Promise<T>): Promise<T> =>
		asked.catch((error: unknown) => {
			throw postgresFailure(error, address);
		});
	const patient = async <T>(work: (query: Query) => Promise<T>, signal?: AbortSignal): Promise<T> =>
		typed(whileAnswering(async its => connected(work, its), ping, signal));
	const transact: LedgerAsk['transact'] = async (work, signal) =>
		whileAnswering(async its => connected(async query => inTransaction(query, async () => work(query)), its), ping, signal);
	const askAnew: LedgerAsk['askAnew'] = async (sql, values) =>
		within(async its => anew(async client => client.query(sql, values), its), undefined, timeLimitsMs.ping);
	const rooms = new PageRooms();
	const kept: LedgerAsk = {tables, address, ask, askAnew, transact, id: facts.id, lanes: embeddedVersion === undefined ? lanesOfServer : 1};
	let version: string;
	try {
		version = await within(
			async its =>
				connected(async query => {
					const {
						rows: [row],
					} = await query('show server_version_num');
					const told = await query('show server_version');
					checkVersion(Number(row!['server_version_num']), String(told.rows[0]!['server_version']), address);
					await findLedger(query, tables, address);
					await checkRights(query, tables, address);
					return plainText(String(told.rows[0]!['server_version']).split(' ', 1)[0]!);
				}, its),
			undefined,
			timeLimitsMs.open,
		);
	} catch (error) {
		void pool.end().catch(() => undefined);
		throw error instanceof Problem ? error : await sayPostgresProblem(error, address, doorOf(config.connectionString!));
	}

	let closing: Promise<void> | undefined;
	return {
		backend:
			embeddedVersion === undefined
				? {kind: 'server', label: `PostgreSQL ${version}`, version, address}
				: {kind: 'embedded', label: `embedded engine, PostgreSQL ${version}`, version: embeddedVersion, address},
		identity: async signal => (await patient(async query => findLedger(query, tables, address), signal)).identity,
		clockOffsetMs: async signal =>
			patient(
				async query => clockOffsetMs(async () => Number((await query('select extract(epoch from clock_timestamp()) * 1000 as now')).rows[0]!['now'])),
				signal,
			),
		count: async signal => patient(async query => ((await isMade(query, tables)) ? countOf(query, tables) : 0), signal),
		estimate: async signal => patient(async query => ((await isMade(query, tables)) ? (await estimateOf(query, tables)).count : 0), signal),
		holdings: async signal => patient(async query => holdingsOf(query, tables), signal),
		prepare: async signal => patient(async query => inTransaction(query, async () => migrate(query, tables, address)), signal),
		insert: async (wanted, options) => insertFacts(kept, wanted, options),
		beginSeed: async (wanted, signal) => typed(beginSeed(kept, wanted, signal)),
		isSeedUnfinished: async (wanted, signal) => typed(isSeedUnfinished(kept, wanted, signal)),
		move: async (sql, count, atMs, signal) =>
			patient(async query => Number((await query(sql, [count, new Date(atMs).toISOString()])).rows[0]!['moved']), signal),
		find: async (ids, signal) =>
			patient(async query => {
				if (!(await isMade(query, tables))) {
					return new Map<string, object>();
				}

				const {rows} = await query(`select ${tables.select}, fact.id as found_id from ${tables.table} as fact where fact.id = any($1)`, [ids]);
				return new Map(rows.map(row => [String(row['found_id']), tables.read(row)]));
			}, signal),
		states: async (ids, signal) => patient(async query => statesOf(query, tables, ids), signal),
		async *stream(fromMs, toMs, signal) {
			try {
				yield* streamFacts(kept, fromMs, toMs, signal);
			} catch (error) {
				throw postgresFailure(error, address);
			}
		},
		restoring: async (work, options = {}) =>
			patient(async query => inTransaction(query, async () => work(await beginRestore(query, tables, options))), options.signal),
		lostDay: async signal => patient(async query => lostDay(query, tables), signal),
		inScratch: async work =>
			patient(async query => {
				const scratch = scratchTables(tables);
				return withScratch(query, scratch, address, async () => {
					const ledger = await openPostgresLedger(url, {...facts, ledger: scratch}, {...options, connections: scratchConnections});
					try {
						return await work(ledger);
					} finally {
						await ledger.close();
					}
				});
			}),
		dropScratch: async () =>
			patient(async query => {
				await withScratch(query, scratchTables(tables), address, async () => undefined);
			}),
		dates: async signal => patient(async query => ((await isMade(query, tables)) ? datesOf(query, tables) : []), signal),
		stretches: async (boundsMs, {withFigures = false, signal} = {}) => typed(stretchesOf(kept, boundsMs, withFigures, signal)),
		async *pages(boundsMs, signal) {
			const room = rooms.take();
			try {
				yield* pagesOf(kept, boundsMs, room, signal);
			} catch (error) {
				throw postgresFailure(error, address);
			} finally {
				rooms.giveBack(room);
			}
		},
		outbox: createOutbox({
			tables,
			windowDays: facts.window.days,
			isShared: embeddedVersion !== undefined,
			patient,
			inTransaction,
			listen: async (woken, signal) => listenTo(tables.schema, async () => pool.connect(), woken, signal),
		}),
		connected: async (work, signal) => typed(connected(work, signal)),
		whileAnswering: async (work, signal) => typed(whileAnswering(work, ping, signal)),
		apart: async wanted => openPostgresLedger(url, facts, {...options, connections: wanted}),
		async close() {
			closing ??= Promise.race([pool.end(), pause(timeLimitsMs.close, undefined, {ref: false})]);
			return closing;
		},
	};
}

/** Tells PostgreSQL to end what a connection asked; the embedded engine does so once the connection is gone. */
function cancel(config: pg.ClientConfig, {processID}: pg.PoolClient & {readonly processID?: number}): void {
	const client = new pg.Client(config).on('error', () => undefined);
	void client
		.connect()
		.then(async () => client.query('select pg_cancel_backend($1)', [processID]))
		.catch(() => undefined)
		.finally(() => void client.end().catch(() => undefined));
}

/** @throws Problem when the URL cannot be read */
function configOf(url: string, address: string): pg.ClientConfig {
	try {
		requireFiles(url);
		// The word sslmode means here what it means to psql.
		const isLibpq = /[?&]sslmode=/.test(url) && !/[?&]uselibpqcompat=/.test(url);
		const connectionString = isLibpq ? `${url}&uselibpqcompat=true` : url;
		// The driver reads it first as it makes a client.
		void new pg.Client({connectionString});
		return {connectionString, connectionTimeoutMillis: timeLimitsMs.databaseCommand, application_name: 'shopstream-tui', keepAlive: true};
	} catch (error) {
		throw new Problem(`The PostgreSQL URL ${address} is not valid (${plainText(sayFailure(error))}): write it as postgres://host:5432/database`, 2, error);
	}
}

async function inTransaction<T>(query: Query, work: () => Promise<T>): Promise<T> {
	await query('begin');
	try {
		const done = await work();
		await query('commit');
		return done;
	} catch (error) {
		await query('rollback').catch(() => undefined);
		throw error;
	}
}

function doorOf(connectionString: string): Door {
	const {host, port} = new pg.Client({connectionString});
	return host.startsWith('/') ? {path: `${host}/.s.PGSQL.${port}`} : {host, port};
}
