import {predictReads} from './predict-reads.ts';
import {predictStampede} from './predict-stampede.ts';
import type {ReadingLoad} from './reading-load.ts';
import type {ReadsPrediction} from './reads-prediction.ts';
import {simulateStampede, type StampedeOptions, type StampedeSimulation} from './simulate-stampede.ts';
import {whatIf, type WhatIfOptions, type WhatIfProgress, type WhatIfRow} from './what-if.ts';

/** What the laboratory can be asked; plain data, so that a question can be posted to a thread. */
export type Question =
	| {readonly kind: 'what-if'; readonly options: WhatIfOptions}
	| {readonly kind: 'predict'; readonly load: ReadingLoad}
	| {readonly kind: 'stampede'; readonly options: StampedeOptions};

/** What theory says of a load: its reads, and S when its key is deleted; undefined where no formula is known. */
export type Prediction = {readonly reads: ReadsPrediction | undefined; readonly stampede: number | undefined};

/** The answer to a question, by its kind. */
export type Answers = {
	readonly 'what-if': readonly WhatIfRow[];
	readonly predict: Prediction;
	readonly stampede: StampedeSimulation;
};

export type AnswerTo<Asked extends Question> = Answers[Asked['kind']];

/** What a thread that is asked says: how far it is, then a result or an error. */
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

		case 'predict': {
			return {reads: predictReads(question.load), stampede: predictStampede(question.load)};
		}

		case 'stampede': {
			return simulateStampede(question.options);
		}
	}
}
