import type {Stampede} from '../flows/fire-stampede.ts';
import type {HitRateBand} from '../lab/hit-rate-band.ts';
import type {ReadsPrediction} from '../lab/reads-prediction.ts';
import type {TheoryPoint} from '../lab/theory-curve.ts';

/** What a setting comes to: seen, predicted or simulated. */
export type Figures = {
	readonly hitRate: number;
	readonly meanAgeSeconds: number;
	readonly originPerSecond: number;
	/** Today's mean error as a share of today's revenue; undefined where it cannot be known. */
	readonly todayErrorShare: number | undefined;
};

/** Figures at a TTL. */
export type Point = Figures & {readonly ttlSeconds: number};

/** What theory says of the present load. */
export type Theory = {
	/** The question it answers, as text; another question makes it stale. */
	readonly question: string;
	/** False once the load changed: its answer is of the load before. */
	readonly isCurrent: boolean;
	readonly present: ReadsPrediction | undefined;
	/** Of the hit rate, for the reads that were seen when it was asked. */
	readonly band: HitRateBand | undefined;
	/** Over TTLs, ascending; empty until the laboratory is looked at, or where no formula is known. */
	readonly curve: readonly TheoryPoint[];
};

/** What stands on the laboratory screen beside the run itself. */
export type Laboratory = {
	/** Earlier settings of this run, oldest first, at most `ghostLimit`. */
	readonly ghosts: readonly Point[];
	readonly guess: {readonly hitRate: number; readonly ttlSeconds: number; readonly isPlacing: boolean} | undefined;
	/** Undefined while it is being computed for the first time. */
	readonly theory: Theory | undefined;
	/** SIMULATED, newest last, at most `ghostLimit`. */
	readonly whatIf: ReadonlyArray<Point & {readonly reads: number}>;
	/** The TTL whose simulation runs. */
	readonly simulatingSeconds: number | undefined;
	/** "At most this share off today". */
	readonly budgetShare: number;
	/** Which two charts a small screen shows. */
	readonly chartPair: 0 | 1;
	readonly stampede: {readonly measured: Stampede; readonly predicted: number | undefined} | undefined;
};

export const ghostLimit = 12;

export const initialLaboratory: Laboratory = {
	ghosts: [],
	guess: undefined,
	theory: undefined,
	whatIf: [],
	simulatingSeconds: undefined,
	budgetShare: 0.01,
	chartPair: 0,
	stampede: undefined,
};
