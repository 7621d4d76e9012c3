import type {Stampede} from '../../flows/fire-stampede.ts';
import type {TogetherPhases} from '../../flows/measure-together.ts';
import type {HitRateBand} from '../../lab/hit-rate-band.ts';
import type {KeysFigures} from '../../lab/keys-figures.ts';
import type {ReadsPrediction} from '../../lab/reads-prediction.ts';
import type {TheoryPoint} from '../../lab/theory-curve.ts';
import type {Guess, Point} from '../screens/laboratory/view.ts';

/** What theory says of the present load. */
export type Theory = {
	/** The question it answers, as text; another question makes it stale. */
	readonly question: string;
	/** False once the load changed: its answer is of the load before. */
	readonly isCurrent: boolean;
	readonly present: ReadsPrediction | undefined;
	/** Of the hit rate, for the reads that were seen when it was asked, and what their hit rate was. */
	readonly band: HitRateBand | undefined;
	readonly reads: number;
	readonly seenHitRate: number | undefined;
	/** Over TTLs, ascending, empty where no formula is known; undefined until a screen shows it. */
	readonly curve: readonly TheoryPoint[] | undefined;
	/** What else it says of many keys, with the curve. */
	readonly keys?: KeysFigures | undefined;
};

/** What a simulation came to. */
export type SimulatedPoint = Omit<Point, 'errorShare'> & {readonly reads: number};

/** "What if the TTL were 24 h": one TTL beside another. */
export type WhatIfAnswer = {
	readonly askedSeconds: number;
	/** What it saves, what it costs and how wrong it is, a sentence each. */
	readonly sentences: readonly string[];
};

/** What stands on the laboratory screen beside the run itself. */
export type Laboratory = {
	/** Earlier settings of this run, oldest first, at most `ghostLimit`. */
	readonly ghosts: readonly Point[];
	readonly guess: Guess | undefined;
	/** Undefined while it is being computed for the first time. */
	readonly theory: Theory | undefined;
	/** SIMULATED, newest last, at most `ghostLimit`. */
	readonly whatIf: readonly SimulatedPoint[];
	/** What the last question came to, in words; it stands until it is closed or the load changes. */
	readonly answer: WhatIfAnswer | undefined;
	/** The TTL whose simulation runs. */
	readonly simulatingSeconds: number | undefined;
	/** "At most this share off". */
	readonly budgetShare: number;
	/** Which two charts a small screen shows. */
	readonly chartPair: 0 | 1;
	/** What a TTL does; or what memory buys; or keys that ended together, without jitter and with it. */
	readonly shows: 'ttls' | 'memory' | 'jitter';
	readonly jitter: (TogetherPhases & {readonly loadText: string}) | undefined;
	readonly stampede:
		| {readonly measured: Stampede; readonly predicted: number | undefined; readonly reasons: readonly string[]; readonly atMs: number}
		| undefined;
};

export const ghostLimit = 12;

export const initialLaboratory: Laboratory = {
	ghosts: [],
	guess: undefined,
	theory: undefined,
	whatIf: [],
	answer: undefined,
	simulatingSeconds: undefined,
	budgetShare: 0.01,
	chartPair: 0,
	shows: 'ttls',
	jitter: undefined,
	stampede: undefined,
};
