// The thread the laboratory computes in: a question in, its answer out.
import {parentPort} from 'node:worker_threads';
import {predictBand} from './lab/predict-band.ts';
import {predictReads} from './lab/predict-reads.ts';
import type {ReadingLoad} from './lab/reading-load.ts';
import {simulate, type SimulationOptions} from './lab/simulate.ts';
import {simulateStampede, type StampedeOptions} from './lab/simulate-stampede.ts';
import {theoryCurve} from './lab/theory-curve.ts';

/** What can be asked, by subject. */
const answers = {
	/** Theory at the load's own TTL, the band for so many reads, and the curve over TTLs. */
	theory: ({load, reads, ttlsSeconds}: {readonly load: ReadingLoad; readonly reads: number; readonly ttlsSeconds: readonly number[]}) => ({
		present: predictReads(load),
		band: reads < 1 ? undefined : predictBand({...load, reads}),
		curve: theoryCurve({...load, reads, ttlsSeconds}),
	}),
	simulation: (options: SimulationOptions) => simulate(options),
	stampede: (options: StampedeOptions) => simulateStampede(options),
};

type Answers = typeof answers;

/** Subjects, with what each is asked and what it answers. Questions must be data: functions do not reach a thread. */
export type Lab = {readonly [Subject in keyof Answers]: {readonly question: Parameters<Answers[Subject]>[0]; readonly answer: ReturnType<Answers[Subject]>}};

/** What the thread is sent. */
export type LabQuestion = {readonly [Subject in keyof Lab]: {readonly id: number; readonly about: Subject; readonly question: Lab[Subject]['question']}}[keyof Lab];

/** What it sends back. */
export type LabAnswer = {readonly id: number; readonly answer: unknown} | {readonly id: number; readonly refusal: string};

parentPort?.on('message', ({id, about, question}: LabQuestion) => {
	const say = (message: LabAnswer) => parentPort!.postMessage(message);
	try {
		say({id, answer: (answers[about] as (asked: unknown) => unknown)(question)});
	} catch (error) {
		say({id, refusal: error instanceof Error ? error.message : String(error)});
	}
});
