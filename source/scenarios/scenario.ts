import type {Popularity} from '../chance/popularity.ts';
import type {Random} from '../chance/random.ts';
import type {Unit} from '../words/amount.ts';
import type {Auditing} from './auditing.ts';
import type {Asking} from './asking.ts';
import type {BulkColumns, BulkRows} from './bulk-rows.ts';
import type {ErrorModel} from './error-model.ts';
import type {Keeping} from './keeping.ts';
import type {LeftOut} from './left-out.ts';
import type {LineBytes} from './line-bytes.ts';
import type {Live} from './live.ts';
import type {View} from './view.ts';
import type {Warehouse} from './warehouse.ts';

// What a lesson is about. Code outside a scenario's folder writes plain `Scenario`: facts and answers are opaque to it.
// Only the scenario's own folder names their types, as in `Scenario<Order, RevenueReport>`.

/** One lesson: what happens, what is asked about it, how wrong an old answer is, how it looks. */
export type Scenario<Fact = object, A extends Answer = Answer> = {
	/** 'shop': what `--scenario` takes. */
	readonly name: string;
	/** What is asked, as a heading: "Revenue by category". */
	readonly title: string;
	/** What it teaches, in three lines of at most 75 characters. The first line says what happens to its facts. */
	readonly teaches: readonly [string, string, string];
	/** Words that only its screen uses, with their meaning. The help shows them. */
	readonly glossary?: ReadonlyArray<readonly [word: string, meaning: string]>;
	readonly facts: Facts<Fact>;
	readonly question: Question<A>;
	readonly error: ErrorModel<A>;
	/** Absent: Redis keeps only its answers. */
	readonly live?: Live<Fact, A>;
	/** The number of drivers, merchants or the like. Absent: nobody can choose it. */
	readonly population?: Population<Fact, A>;
	/** Absent: its facts are not archived. */
	readonly archive?: Archiving<Fact>;
	/** Absent: `audit` cannot look up a single fact. */
	readonly audit?: Auditing<Fact>;
	/** Absent: the costs of keeping its facts are not shown. */
	readonly keeping?: Keeping;
	/** Absent: the history screen has no questions about its years. */
	readonly warehouse?: Warehouse;
	/** The members of an answer in the JSON of the report, and the name of their schema. */
	readonly json: {readonly schema: string; members(answer: A): object};
	/**
	 * An answer as it is shown at an instant (epoch milliseconds).
	 * @param beside the present answers to the same question, where they are known
	 */
	view(answer: A, nowMs: number, beside?: Beside<A>): View;
};

/** Other answers to the question of a cached answer: MongoDB's present one, and the one that Redis keeps live. Each has its own instant. @public */
export type Beside<A extends Answer = Answer> = {readonly truth?: A | undefined; readonly live?: A | undefined};

/** The number of drivers, merchants or the like, chosen by a flag. @public */
export type Population<Fact = object, A extends Answer = Answer> = {
	/** 'driver' and 'drivers', in sentences. */
	readonly one: string;
	readonly many: string;
	/** The flag in camel case: 'drivers' is `--drivers`. No other scenario may use it. */
	readonly flag: string;
	readonly least: number;
	readonly most: number;
	/** The default number. */
	readonly usual: number;
	/** The scenario with this number. */
	sized(count: number): Scenario<Fact, A>;
};

/** What is cached: an answer, and the instant it was true (epoch milliseconds). */
export type Answer = {readonly asOfMs: number};

/** What happens in the scenario's world, and how MongoDB keeps it. */
export type Facts<Fact = object> = {
	/** 'order' and 'orders', in sentences. */
	readonly one: string;
	readonly many: string;
	/** The word for placing a fact in PostgreSQL: 'checkout' and 'checkouts'. Absent: the word for the fact. */
	readonly placed?: {readonly one: string; readonly many: string};
	/** The collection in MongoDB. */
	readonly collection: string;
	/** The TTL index: the date field of the documents, and after how many days MongoDB deletes them. */
	readonly window: {readonly field: string; readonly days: number};
	/** Further indexes in MongoDB, beside the TTL index. */
	readonly indexes?: ReadonlyArray<Readonly<Record<string, 1 | -1 | '2dsphere'>>>;
	/** Absent: a fact changes only in PostgreSQL. */
	readonly moving?: Moving<Fact>;
	id(fact: Fact): string;
	/** When it happened, in epoch milliseconds: the date in the window's field. */
	atMs(fact: Fact): number;
	/** The fact as MongoDB keeps it. */
	toDocument(fact: Fact): FactDocument;
	/** The fact in a document that `usable` matches. @throws Problem that says what is wrong with it */
	fromDocument(id: string, document: object): Fact;
	/** A filter for the documents of (`fromMs`, `toMs`] that can be counted. Other programs may have written anything to the collection. */
	usable(fromMs: number, toMs: number): object;
	/** How PostgreSQL keeps them. Absent: only MongoDB keeps them. */
	readonly ledger?: LedgerTables<Fact>;
	/** Counts the documents that cannot be used, by reason. */
	readonly leftOut: {
		pipeline(fromMs: number, toMs: number): object[];
		/** The most frequent reason first. */
		read(rows: readonly unknown[]): LeftOut[];
	};
	/** The default number of facts of a seed. Absent: the default of the lesson. */
	readonly seeded?: number;
	/** The facts of a seed. Equal arguments give equal facts. */
	generate(wanted: FactsWanted): Promise<Iterable<Fact>>;
	/** About how many of them are older than this many days. Absent: they are spread evenly. */
	older?(wanted: FactsWanted, days: number): number;
	/** Makes the facts of a stream as they happen. One call may give none, one or several. */
	arrivals(seed: number): Promise<(nowMs: number, random: Random) => Fact | readonly Fact[]>;
};

/** Facts that change by themselves. Each change is reported, and the later report replaces the earlier one. */
type Moving<Fact = object> = {
	/** The word for such a change: 'report' and 'reports'. */
	readonly one: string;
	readonly many: string;
	/** Reports a second. The dashboard starts them by itself. */
	readonly perSecond: number;
	/** The state of all facts at an instant. */
	now(seed: number, nowMs: number): Promise<readonly Fact[]>;
};

/** How PostgreSQL keeps the facts of a scenario: in normalised tables, in their own schema. All names in the SQL are qualified by the schema. */
export type LedgerTables<Fact = object> = {
	readonly schema: string;
	/** The table with one row for each fact. It has a text `id`, and `placed_at`, the time of the fact. */
	readonly table: string;
	/** Its rows change again and again, so the program vacuums it where the engine has no autovacuum. */
	readonly isRewritten?: true;
	/** The migrations that make the tables. A released migration never changes: a change is a further one. */
	readonly migrations: readonly string[];
	/** One statement that adds the facts that are not there yet, from the arrays of `columns`. Its one row says how many were added. */
	readonly insert: string;
	/**
	 * One statement that restores archived facts: it adds the missing ones and replaces older ones. Its parameters are those of `insert`, then the
	 * versions of the facts, then whether to overwrite newer ones. Its one row says how many were `added`, how many `replaced` older ones, and how
	 * many were `newer` and kept. Run it only after `keepVersions`.
	 */
	readonly restore: string;
	/** The facts as parameters of `insert`: one array for each column. */
	columns(facts: readonly Fact[]): unknown[][];
	/** The columns of a fact, for a select from `table` as `fact`. */
	readonly select: string;
	/** The fact of such a row. */
	read(row: Readonly<Record<string, unknown>>): Fact;
	/** What a fact adds to the sum of its archive, as an SQL expression over `fact`. 0 where it adds nothing. */
	readonly worth: string;
	/** How often the ledger has seen the fact change. Undefined where that is not known. */
	version(fact: Fact): number | undefined;
	/** How an archive reads facts in bulk, ten times as fast as with `select`. */
	readonly bulk: LedgerBulk;
	/** How facts change after they were placed. */
	readonly moves: readonly Move[];
};

/**
 * How facts are read in bulk: a page in one statement, with all values as PostgreSQL's text. The facts and the rows that belong to them come side
 * by side, each row once. Nothing is joined, so PostgreSQL cannot choose a bad plan.
 */
export type LedgerBulk = {
	/** The columns of a fact in `page` (rows of `table`). Before its numbers stands its time, before its texts its id. */
	readonly columns: BulkColumns;
	/** Further common table expressions (`with`) over `page`. */
	readonly with?: string;
	/** The rows that belong to the facts of the page, by name, in any order. The first text is their key. */
	readonly parts: Readonly<Record<string, {readonly columns: BulkColumns; readonly from: string}>>;
	/**
	 * Gives a function that writes the fact of a row as a line of the archive, byte for byte as `Archiving.line` does, and returns its worth there.
	 * @param facts of each the time in microseconds since 1970, its numbers, its hash, its id, and its texts
	 */
	lines(facts: BulkRows, parts: Readonly<Record<string, BulkRows>>): (row: number, lines: LineBytes) => number;
};

/** A change of facts after they were placed, made in PostgreSQL only. */
export type Move = {
	/** The state that it leads to: 'shipped'. */
	readonly name: string;
	/** How many of the facts reach it, as an average for each fact that arrives. */
	readonly perArrival: number;
	/** Moves up to $1 facts that are due at the instant $2. Its one row says how many `moved`: fewer where fewer are due, or where others move them. */
	readonly sql: string;
};

/** A fact as MongoDB keeps it. */
export type FactDocument = {readonly _id: string};

/** How facts are archived: as newline-delimited JSON, day by day. */
export type Archiving<Fact = object> = {
	/** The version of the format of the lines. `read` accepts earlier versions too. */
	readonly lineSchema: number;
	/** The fact as a line, including the newline. */
	line(fact: Fact): string;
	/** The fact of a line without its newline. @throws Problem that continues "the line …": "is no order" */
	read(text: string): Fact;
	/** The sum beside the number of rows: what a fact adds to it, as a whole number. */
	readonly worth: {
		/** In the manifest and in JSON: 'revenueCents'. */
		readonly name: string;
		/** Heads its column: 'revenue'. */
		readonly title: string;
		readonly unit: Unit;
		of(fact: Fact): number;
	};
	/** Which facts an answer counts. */
	readonly answered: {
		readonly days: number;
		/** What it leaves out: 'without returns'. */
		readonly note: string;
		counts(fact: Fact, asOfMs: number): boolean;
	};
};

/** How many facts, over which days, from which seed and clock. */
export type FactsWanted = {
	readonly count: number;
	readonly days: number;
	readonly seed: number;
	/** Epoch milliseconds: nothing happens at or after it. */
	readonly nowMs: number;
	/** IANA name of the scenario's time zone. UTC by default. */
	readonly timeZone?: string;
	/** Makes the facts differ from others of the same seed and days. Empty by default. */
	readonly apart?: string;
};

/** The question to MongoDB, and how its answer goes into the cache and comes out of it. */
export type Question<A extends Answer = Answer> = {
	/**
	 * What is asked about: one merchant of many, one rider of many. Each has its own key and answer. Absent where there is only one question,
	 * about ''.
	 */
	readonly abouts?: {
		/** 'merchant'. */
		readonly one: string;
		/** Those that the screen can show. It begins with the first. */
		readonly all: readonly [string, ...string[]];
		/** The one that a viewer asks about, for a random number in [0, 1). */
		draw(uniform: number): string;
		/** The probability of each, the likeliest first. Theory computes hit rate and age from it. */
		readonly popularity: Popularity;
		/** Those that are seldom asked about, whose misses are counted apart: 'merchants beyond the first 100'. Absent: there are none. */
		readonly rare?: {readonly many: string; has(about: string): boolean};
	};
	/** The part of the cache key that names the question: 'revenue:30d'. */
	key(about: string): string;
	/** The aggregation, run by MongoDB. */
	pipeline(asking: Asking): object[];
	/** The answer of the rows of the aggregation. @throws Problem when they cannot be shown */
	answer(rows: readonly unknown[], asking: Asking): A;
	/** Whether the answer counts no fact. Such an answer is not cached, or the first facts would stay unseen for a TTL. */
	isEmpty(answer: A): boolean;
	readonly codec: Codec<A>;
	/** The one figure by which two ways of asking are compared at a glance. In JSON its name is 'totalCents'. */
	readonly total: {readonly name: string; readonly unit: Unit; of(answer: A): number};
	/** Whether two answers for the same instant say the same. Absent: they do if their codec encodes both alike. */
	isSame?(one: A, other: A): boolean;
	/** The same question to PostgreSQL. Absent: only MongoDB can answer it. */
	readonly ledger?: LedgerQuestion;
};

/** The question in SQL over the tables of the ledger, with the indexes and the view that make it fast. All names are qualified by the ledger's schema. */
export type LedgerQuestion = {
	/** The tables it reads that grow with the facts, by their alias in the SQL. */
	readonly tables: Readonly<Record<string, string>>;
	/**
	 * One select.
	 * @param options.days how far it looks back; by default as far as the question
	 * @param options.only a further condition on the rows of each of `tables`
	 */
	sql(asking: Asking, options?: {readonly days?: number; readonly only?: (rows: string) => string}): string;
	/** How far the question looks back. */
	readonly days: number;
	/** The rows of such a select, or of a view over one, in the form that `answer` takes. */
	rows(rows: ReadonlyArray<Readonly<Record<string, unknown>>>): unknown[];
	/** Covering indexes for the question. Empty: no index would help. */
	readonly indexes: ReadonlyArray<{readonly name: string; readonly on: string}>;
	/** A materialized view of the answer, refreshed from time to time. */
	readonly view: string;
};

/** An answer as JSON, within the envelope of `cached-answer.ts`. */
export type Codec<A extends Answer = Answer> = {
	/** The name and version of the format. A value of any other is not read. */
	readonly schema: string;
	/** The answer's own members of the envelope. */
	encode(answer: A): object;
	/** The answer in an envelope, or why there is none: "its report.day is not as expected". */
	decode(envelope: object, asOfMs: number): A | {readonly corrupt: string};
};
