import type {HitRateBand} from './hit-rate-band.ts';
import {type KeysFigures, keysFigures} from './keys-figures.ts';
import {predictBand} from './predict-band.ts';
import {predictReads} from './predict-reads.ts';
import type {ReadingLoad} from './reading-load.ts';
import type {ReadsPrediction} from './reads-prediction.ts';
import {simulate, type Simulation, type SimulationOptions} from './simulate.ts';
import {simulateStampede, type StampedeOptions, type StampedeSimulation} from './simulate-stampede.ts';
import {theoryCurve, type TheoryPoint} from './theory-curve.ts';
import {whatIf, type WhatIfOptions, type WhatIfProgress, type WhatIfRow} from './what-if.ts';

/** The questions that the laboratory answers. They are plain data, so that one can be posted to a thread. */
export type Question =
	| {readonly kind: 'what-if'; readonly options: WhatIfOptions}
	| {readonly kind: 'theory'; readonly theory: TheoryQuestion}
	| {readonly kind: 'simulation'; readonly options: SimulationOptions}
	| {readonly kind: 'stampede'; readonly options: StampedeOptions};

/** A load, how many of its reads were observed (without any there is no band), and the TTLs of the curve. */
export type TheoryQuestion = {readonly load: ReadingLoad; readonly reads: number; readonly ttlsSeconds: readonly number[]};

/** What theory says of a load: at its own TTL, the band of its hit rate there, and over TTLs. Undefined where no formula is known. */
export type TheoryAnswer = {
	readonly present: ReadsPrediction | undefined;
	readonly band: HitRateBand | undefined;
	readonly curve: readonly TheoryPoint[];
	/** Of many keys, with the curve. */
	readonly keys?: KeysFigures | undefined;
};

/** The answer to a question, by its kind. */
export type Answers = {
	readonly 'what-if': readonly WhatIfRow[];
	readonly theory: TheoryAnswer;
	readonly simulation: Simulation;
	readonly stampede: StampedeSimulation;
};

export type AnswerTo<Asked extends Question> = Answers[Asked['kind']];

/** What the thread replies: its progress, then a result or an error. */
export type LaboratoryMessage =
	| {readonly progress: WhatIfProgress}
	| {readonly result: Answers[Question['kind']]}
	| {readonly error: {readonly name: string; readonly message: string}};

/** Answers a question; synchronous, and long for many reads. A RangeError for figures out of range. */
export function answer(question: Question, progress: (progress: WhatIfProgress) => void): Answers[Question['kind']] {
	switch (question.kind) {
		case 'what-if': {
			return whatIf(question.options, progress);
		}

		case 'theory': {
			const {load, reads, ttlsSeconds} = question.theory;
			return {
				present: predictReads(load),
				band: reads < 1 ? undefined : predictBand({...load, reads, start: 'unknown'}),
				curve: theoryCurve({...load, reads, ttlsSeconds}),
				keys: load.popularity && ttlsSeconds.length > 0 ? keysFigures({...load, popularity: load.popularity}) : undefined,
			};
		}

		case 'simulation': {
			return simulate(question.options);
		}

		case 'stampede': {
			return simulateStampede(question.options);
		}
	}
}
