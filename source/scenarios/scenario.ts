import type {Popularity} from '../chance/popularity.ts';
import type {Random} from '../chance/random.ts';
import type {Unit} from '../words/amount.ts';
import type {Auditing} from './auditing.ts';
import type {Asking} from './asking.ts';
import type {ErrorModel} from './error-model.ts';
import type {Keeping} from './keeping.ts';
import type {LeftOut} from './left-out.ts';
import type {Live} from './live.ts';
import type {View} from './view.ts';
import type {Warehouse} from './warehouse.ts';

// What a lesson is about. Whoever holds a scenario that is open writes plain `Scenario`: its facts and answers are opaque
// there. Only a scenario's own folder names them, as in `Scenario<Order, RevenueReport>`.

/** One lesson: what happens, what is asked about it, how wrong an old answer is, how it looks. */
export type Scenario<Fact = object, A extends Answer = Answer> = {
	/** 'shop': what `--scenario` takes. */
	readonly name: string;
	/** What is asked, as a heading: "Revenue by category". */
	readonly title: string;
	/** What it teaches, in three lines of at most 75 signs. The first one says what becomes of its facts. */
	readonly teaches: readonly [string, string, string];
	/** Words that its own screen alone says, and what they mean, for the help. */
	readonly glossary?: ReadonlyArray<readonly [word: string, meaning: string]>;
	readonly facts: Facts<Fact>;
	readonly question: Question<A>;
	readonly error: ErrorModel<A>;
	/** Absent: Redis keeps its answers alone. */
	readonly live?: Live<Fact, A>;
	/** How many there are of what acts in its world; absent: that is not chosen. */
	readonly population?: Population<Fact, A>;
	/** Absent: its facts are not archived. */
	readonly archive?: Archiving<Fact>;
	/** Absent: its facts are not looked into one by one. */
	readonly audit?: Auditing<Fact>;
	/** Absent: what keeping its facts costs is not told. */
	readonly keeping?: Keeping;
	/** Absent: years of its facts are not asked about. */
	readonly warehouse?: Warehouse;
	/** An answer in the JSON of the report: its own members, under a schema that is named for them. */
	readonly json: {readonly schema: string; members(answer: A): object};
	/**
	 * An answer as it is shown, looked at from an instant (epoch milliseconds).
	 * @param beside what the same question has for an answer by now, where that is known
	 */
	view(answer: A, nowMs: number, beside?: Beside<A>): View;
};

/** What stands beside a cached answer: MongoDB's of now, and that of what Redis keeps live. Each has an instant of its own. @public */
export type Beside<A extends Answer = Answer> = {readonly truth?: A | undefined; readonly live?: A | undefined};

/** How many there are of what acts in a scenario's world, chosen by a flag. @public */
export type Population<Fact = object, A extends Answer = Answer> = {
	/** 'driver' and 'drivers', in sentences. */
	readonly one: string;
	readonly many: string;
	/** The flag's name in camel case: 'drivers' is `--drivers`. No other scenario has it. */
	readonly flag: string;
	readonly least: number;
	readonly most: number;
	/** How many the scenario of the list has. */
	readonly usual: number;
	/** The scenario with so many. */
	sized(count: number): Scenario<Fact, A>;
};

/** What is cached: an answer, and the instant it was true (epoch milliseconds). */
export type Answer = {readonly asOfMs: number};

/** What happens in the scenario's world, and how MongoDB keeps it. */
export type Facts<Fact = object> = {
	/** 'order' and 'orders', in sentences. */
	readonly one: string;
	readonly many: string;
	/** What placing one in PostgreSQL is called: 'checkout' and 'checkouts'; absent: as the facts are. */
	readonly placed?: {readonly one: string; readonly many: string};
	/** The collection in MongoDB. */
	readonly collection: string;
	/** The date by which facts leave the window, a field of their documents, and after how long MongoDB removes them. */
	readonly window: {readonly field: string; readonly days: number};
	/** Indexes of MongoDB beside that of the window, by their fields. */
	readonly indexes?: ReadonlyArray<Readonly<Record<string, 1 | -1 | '2dsphere'>>>;
	/** Absent: a fact stays as it came, but for what becomes of it in PostgreSQL. */
	readonly moving?: Moving<Fact>;
	id(fact: Fact): string;
	/** When it happened, in epoch milliseconds: the date in the window's field. */
	atMs(fact: Fact): number;
	/** The fact as MongoDB keeps it. */
	toDocument(fact: Fact): FactDocument;
	/** The fact in a document that `usable` matches. @throws Problem that says what is wrong with it */
	fromDocument(id: string, document: object): Fact;
	/** Matches the documents of (`fromMs`, `toMs`] that can be counted. What others wrote may hold anything. */
	usable(fromMs: number, toMs: number): object;
	/** How PostgreSQL keeps them; absent: only MongoDB does. */
	readonly ledger?: LedgerTables<Fact>;
	/** Why other documents cannot be counted. */
	readonly leftOut: {
		pipeline(fromMs: number, toMs: number): object[];
		/** Most first. */
		read(rows: readonly unknown[]): LeftOut[];
	};
	/** How many are seeded where nobody says how many; absent: as many as the lesson has. */
	readonly seeded?: number;
	/** The facts of a seed: equal wishes give equal facts. */
	generate(wanted: FactsWanted): Promise<Iterable<Fact>>;
	/** About how many of these are older than so many days; absent: they are spread evenly. */
	older?(wanted: FactsWanted, days: number): number;
	/** Makes the facts of a stream, each as it happens: none or several where one comes with others. */
	arrivals(seed: number): Promise<(nowMs: number, random: Random) => Fact | readonly Fact[]>;
};

/** Facts that move by themselves: each comes again as it changes, and the later one takes the earlier one's place. */
type Moving<Fact = object> = {
	/** What comes is called: 'report' and 'reports'. */
	readonly one: string;
	readonly many: string;
	/** So many come a second. The dashboard lets them come from the start. */
	readonly perSecond: number;
	/** All that is under way at an instant, as it is then. */
	now(seed: number, nowMs: number): Promise<readonly Fact[]>;
};

/** How the facts of a scenario are kept in PostgreSQL, normalised, in a schema of their own. All names in the SQL are qualified by it. */
export type LedgerTables<Fact = object> = {
	readonly schema: string;
	/** The table with one row a fact: its text `id` and `placed_at`, when it happened. */
	readonly table: string;
	/** Its rows are changed over and over: an engine that has no vacuum of its own gives their room back. */
	readonly isRewritten?: true;
	/** What makes the tables, step by step: one that was given out is never changed, a change is a further one. */
	readonly migrations: readonly string[];
	/** Stores facts that are not there yet, in one statement, from the arrays that `columns` gives. Its one row is how many were added. */
	readonly insert: string;
	/**
	 * Stores facts as they were archived, in one statement: those that are not there, and those that are older there. Its parameters are those
	 * of `insert`, then the facts' versions, then whether what is newer there is overwritten. Its one row is how many were `added`, how many
	 * `replaced` older ones, and how many were `newer` there and let be. Run behind `keepVersions` alone.
	 */
	readonly restore: string;
	/** The facts as the arrays of `insert`'s parameters, each array a column. */
	columns(facts: readonly Fact[]): unknown[][];
	/** The columns of a fact, for a select from `table` as `fact`. */
	readonly select: string;
	/** The fact in such a row. */
	read(row: Readonly<Record<string, unknown>>): Fact;
	/** What a fact is worth in its archive, as an expression over such a `fact`; 0 where it is worth nothing. */
	readonly worth: string;
	/** How often a fact changed, as the ledger counts; undefined where that is not known. */
	version(fact: Fact): number | undefined;
	/** How facts are read in bulk, for an archive: in a tenth of the time that `select` takes. */
	readonly bulk: LedgerBulk<Fact>;
	/** How facts go on once they are there. */
	readonly moves: readonly Move[];
};

/**
 * Facts of a ledger in bulk, a page in one statement, all values as PostgreSQL's text: the facts, and beside them what belongs to them, each row
 * once. Nothing is joined, so that no plan can be a bad one.
 */
export type LedgerBulk<Fact = object> = {
	/** The columns of a fact, of a row of `table` in `page`, beside its id and when it happened. */
	readonly columns: readonly string[];
	/** Further tables made of `page`, as in `with`. */
	readonly with?: string;
	/** What belongs to the facts of the page, by names. The first column is what it is looked up by; what is shared has one row for each. */
	readonly parts: Readonly<Record<string, {readonly columns: readonly string[]; readonly from: string; readonly isShared?: boolean}>>;
	/** The fact of a row: when it happened in microseconds since 1970, its id, and its columns. @param parts of each part, the rows of a key, in any order */
	fact(row: BulkRow, parts: Readonly<Record<string, (key: string) => readonly BulkRow[]>>): Fact;
};

/** The values of a row, in the order of its columns. */
export type BulkRow = ReadonlyArray<string | null>;

/** What becomes of facts after they happened, in PostgreSQL alone. */
export type Move = {
	/** What it makes of them: 'shipped'. */
	readonly name: string;
	/** How many go so far for each that arrives, on average. */
	readonly perArrival: number;
	/** Moves up to $1 facts that are due at the instant $2. Its one row is how many `moved`: fewer where fewer are due, or others move them. */
	readonly sql: string;
};

/** A fact as MongoDB keeps it. */
export type FactDocument = {readonly _id: string};

/** How facts are archived: as lines of newline-delimited JSON, day by day. */
export type Archiving<Fact = object> = {
	/** The version of the form of the lines: raised when it changes. `read` takes those of before as well. */
	readonly lineSchema: number;
	/** The fact as a line, with its end. */
	line(fact: Fact): string;
	/** The fact in a line, without its end. @throws Problem that says of the line what is wrong with it, as "is no order" */
	read(text: string): Fact;
	/** What a fact adds to the sum that stands beside the number of rows: whole numbers. */
	readonly worth: {
		/** In the manifest and in JSON: 'revenueCents'. */
		readonly name: string;
		/** Heads its column: 'revenue'. */
		readonly title: string;
		readonly unit: Unit;
		of(fact: Fact): number;
	};
	/** The facts that an answer covers. */
	readonly answered: {
		readonly days: number;
		/** What is not in it: 'without returns'. */
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
	/** IANA name of the zone of the world's clocks; UTC by default. */
	readonly timeZone?: string;
	/** Sets these facts apart from others of the same seed and days; nothing by default. */
	readonly apart?: string;
};

/** What is asked of MongoDB, and its answer on the way into the cache and out of it. */
export type Question<A extends Answer = Answer> = {
	/**
	 * Which one is asked about, a merchant or a rider; absent where there is but one question, about ''. Each has a key and
	 * an answer of its own.
	 */
	readonly abouts?: {
		/** 'merchant'. */
		readonly one: string;
		/** Those that the screen can show, the first one first. */
		readonly all: readonly [string, ...string[]];
		/** The one that a viewer asks about, by a random number in [0, 1). */
		draw(uniform: number): string;
		/** How likely each is drawn, the likeliest first: what theory of hit rate and age goes by. */
		readonly popularity: Popularity;
		/** The many that are seldom asked about, whose misses are told apart: 'merchants beyond the first 100'; absent: nobody is. */
		readonly rare?: {readonly many: string; has(about: string): boolean};
	};
	/** Its part of a cached answer's key: 'revenue:30d'. */
	key(about: string): string;
	/** The aggregation, run by MongoDB. */
	pipeline(asking: Asking): object[];
	/** @throws Problem when the rows are no answer that can be shown */
	answer(rows: readonly unknown[], asking: Asking): A;
	/** An answer without any fact is not kept: what comes next would not be seen for a TTL. */
	isEmpty(answer: A): boolean;
	readonly codec: Codec<A>;
	/** The figure of an answer by which the ways of asking are compared at a glance: its name in JSON is 'totalCents'. */
	readonly total: {readonly name: string; readonly unit: Unit; of(answer: A): number};
	/** Whether two answers of one instant say the same, whatever they were made of; absent: where their codec makes the same of both. */
	isSame?(one: A, other: A): boolean;
	/** The same asked of PostgreSQL; absent: only MongoDB can answer it. */
	readonly ledger?: LedgerQuestion;
};

/** A question in SQL, over the tables of a ledger, and what would make PostgreSQL quick at it. All names are qualified by the ledger's schema. */
export type LedgerQuestion = {
	/** The tables it reads that grow with the facts, each by the name that the SQL gives its rows. */
	readonly tables: Readonly<Record<string, string>>;
	/**
	 * One select.
	 * @param options.days how far it looks back; by default as far as the question does
	 * @param options.only a further condition on the rows of each of `tables`
	 */
	sql(asking: Asking, options?: {readonly days?: number; readonly only?: (rows: string) => string}): string;
	/** How far the question looks back. */
	readonly days: number;
	/** The rows of such a select, or of a view that is made of one, as `answer` takes them. */
	rows(rows: ReadonlyArray<Readonly<Record<string, unknown>>>): unknown[];
	/** The indexes that hold all that the question reads, in its order; none: no index would help. */
	readonly indexes: ReadonlyArray<{readonly name: string; readonly on: string}>;
	/** A view of the answer, to be refreshed from time to time. */
	readonly view: string;
};

/** An answer as JSON, within the envelope of `cached-answer.ts`. */
export type Codec<A extends Answer = Answer> = {
	/** The name and version of the form; a value of another one is not ours to read. */
	readonly schema: string;
	/** The answer's own members of the envelope. */
	encode(answer: A): object;
	/** The answer in an envelope, or why there is none: "its report.day is not as expected". */
	decode(envelope: object, asOfMs: number): A | {readonly corrupt: string};
};
