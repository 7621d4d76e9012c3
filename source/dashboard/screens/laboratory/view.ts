import type {Outcome} from '../../../lab/read-through.ts';
import type {Sheet} from '../../../tables/sheet.ts';
import type {ErrorModel} from '../../../scenarios/error-model.ts';

/** What a TTL buys and costs. */
export type Figures = {
	/** 0…1. */
	readonly hitRate: number;
	readonly meanAgeSeconds: number;
	/** Queries that reach MongoDB, a second. */
	readonly originPerSecond: number;
	/** How far the headline of what is shown is off, as a share of what it is in truth: 0.01 is 1 %. Undefined where it is not known. */
	readonly errorShare: number | undefined;
};

/** The figures at a TTL. */
export type Point = Figures & {readonly ttlSeconds: number};

/** Where the hit rate of the reads seen lies in nine runs of ten if theory is right: its 5 % and 95 % quantiles, 0…1. */
type Band = {readonly low: number; readonly high: number};

/** The theory at a TTL. */
export type CurvePoint = Point & {readonly band: Band | undefined};

/** Theory that a worker is still at, or that nobody has. */
export type NoTheory = 'computing' | 'no formula';

/** What the learner expects at a TTL. */
export type Guess = {
	/** 0…1. */
	readonly hitRate: number;
	readonly ttlSeconds: number;
	/** While it is being placed, whatever would tell the answer is hidden. */
	readonly isPlacing: boolean;
};

/** A question about error and its answer. */
export type Budget = {
	/** "at most 1 % off today, 95 % of reads". */
	readonly asked: string;
	/** "TTL 2 min". */
	readonly answer: string;
	/** The answer's ground in a sentence or two. */
	readonly reason: string;
};

/** The hit rate over how many keys Redis has memory for. */
export type MemoryView = {
	/** How many there are. */
	readonly keys: number;
	readonly curve: ReadonlyArray<{readonly keysInMemory: number; readonly hitRate: number}> | NoTheory | 'no viewers';
	/** For so many there is room now; undefined: for all, as far as is known. */
	readonly room: number | undefined;
	/** What was seen in other memories at this TTL, oldest first. */
	readonly before: ReadonlyArray<{readonly keysInMemory: number; readonly hitRate: number}>;
	/** What Redis tells: a name and a value each. */
	readonly readings: ReadonlyArray<readonly [name: string, value: string]>;
	/** What can be done. */
	readonly hint: string;
};

/** Keys that ended together, without jitter and with it. */
export type JitterView = {
	/** "TTL 5 min, 30 viewers, each every 5 s". */
	readonly note: string;
	/** Undefined while it is measured for the first time. */
	readonly sheet: Sheet | undefined;
	/** What it shows, the most telling first. */
	readonly sentences: readonly string[];
};

/** Everything that the laboratory's screen is a function of. */
export type LaboratoryView = {
	/** The present TTL, marked on every chart. */
	readonly ttlSeconds: number;
	/** "30 viewers, each every 5 s". */
	readonly loadText: string;
	/** "single-flight", "none". */
	readonly protectionText: string;
	/** Measured median time to fill after a miss; undefined before one was seen. */
	readonly fillSeconds: number | undefined;
	/** No fill but the first was measured, which is slower than the usual ones. */
	readonly isFirstFill: boolean;
	/** What was added to every fill to make the origin slow. */
	readonly addedFillSeconds: number;
	/** What the error is of: "today", in a sentence "today's revenue". */
	readonly headline: ErrorModel['headline'];
	/** Said where there is no curve of the error: "no orders arrive: o starts them". */
	readonly noErrorCurve: string;
	/** Theory over TTLs, ascending, 1 s to 24 h. */
	readonly curve: readonly CurvePoint[] | NoTheory;
	/** Theory at the present TTL. */
	readonly theory: Figures | NoTheory;
	/** Where the hit rate of so many reads lies in nine runs of ten, and where it lay; undefined until theory has said. */
	readonly verdict: {readonly band: Band; readonly reads: number; readonly hitRate: number} | undefined;
	/** Until a whole life of the key has been seen; before that seen and theory may differ rightly. 0 when it has. */
	readonly settlesInSeconds: number;
	/** "05:31:38": until then the old TTL runs, and reads are not counted. */
	readonly waitsUntil?: string | undefined;
	/** Reads at the present setting. */
	readonly reads: number;
	/** Under so many reads no seen figure is shown. */
	readonly fewestReads: number;
	/** Measured at the present setting. */
	readonly seen: Figures | undefined;
	/** Reads by outcome. */
	readonly outcomes: Readonly<Record<Outcome, number>>;
	/** Reads that were due but not sent, because the ones before had not come back. */
	readonly shed: number;
	/** Earlier settings of this run, oldest first; they may have had other loads. */
	readonly ghosts: readonly Point[];
	readonly guess: Guess | undefined;
	/** Results of the simulator, oldest first. */
	readonly whatIf: ReadonlyArray<Point & {readonly reads: number}>;
	/** What is being simulated, "TTL 1 h, 10,000 reads"; undefined when nothing is. */
	readonly simulating: string | undefined;
	/** What the last question about another TTL came to; undefined when none stands. */
	readonly answer: {readonly title: string; readonly sentences: readonly string[]} | undefined;
	/** What theory says of many keys, a sentence each. */
	readonly keys?: readonly string[] | undefined;
	/** What memory buys, where that is shown in place of the TTLs. */
	readonly memory?: MemoryView | undefined;
	/** Keys that end together, where that is shown in place of the TTLs. */
	readonly jitter?: JitterView | undefined;
	readonly budget: Budget | undefined;
	/** What happened last, or what runs. */
	readonly news: {readonly text: string; readonly isFailure: boolean} | undefined;
	/** How far the shown value is from the truth now: "off by 12.40 today, 0.6 %". */
	readonly truth: string | undefined;
	/** Which two charts a small screen shows: 0 hit rate and age, 1 origin queries and error. Tab swaps them. */
	readonly chartPair: 0 | 1;
	readonly ascii: boolean;
};

/** The seen figures, once there are reads enough to show any, and never while the learner guesses. */
export function shownFigures({seen, reads, fewestReads, guess}: LaboratoryView): Figures | undefined {
	return reads >= fewestReads && !guess?.isPlacing ? seen : undefined;
}

/** The guess about the present TTL. */
export function presentGuess({guess, ttlSeconds}: LaboratoryView): Guess | undefined {
	return guess?.ttlSeconds === ttlSeconds ? guess : undefined;
}
