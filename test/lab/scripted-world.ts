import type {Held} from '../../source/lab/cache-policy.ts';
import type {Answer, Filled, Lookup, Reading, Step, StepName} from '../../source/lab/read-through.ts';

/** A value with a name. */
export type Named = Held & {readonly name: string};

/** What one read did: its steps in order, and how it ended. */
export type Told<R> = {
	readonly steps: readonly string[];
	readonly result: R;
	readonly stored: readonly {readonly value: Named; readonly keepMs: number}[];
	readonly landed: readonly Filled<Named>[];
	readonly behind: ReadonlyArray<Reading<Named, Filled<Named>>>;
};

/** Answers to the steps of a read, each kind in turn; the last one of a kind stays. */
export type Script = {
	readonly get?: ReadonlyArray<Lookup<Named>>;
	readonly fill?: ReadonlyArray<Filled<Named>>;
	readonly join?: ReadonlyArray<Filled<Named> | undefined>;
	readonly lock?: ReadonlyArray<boolean | 'down'>;
};

/** A script's answers to a read's steps. */
export type Answers = {readonly [Name in StepName]: (step: Step<Named, Name>) => Answer<Named, Name>};

/** Runs one read against a script. An Error for a step that the script has no answer to, and after 1,000 steps. */
export function tell<R>(reading: Reading<Named, R>, script: Script): Told<R> {
	const steps: string[] = [];
	const stored: Array<{value: Named; keepMs: number}> = [];
	const landed: Array<Filled<Named>> = [];
	const behind: Array<Reading<Named, Filled<Named>>> = [];
	const asked: Record<string, number> = {};
	const next = <T>(kind: keyof Script, answers: readonly T[] | undefined): T => {
		const turn = asked[kind] ?? 0;
		asked[kind] = turn + 1;
		if (!answers || answers.length === 0) {
			throw new Error(`no answer to ${kind}`);
		}

		return answers[Math.min(turn, answers.length - 1)]!;
	};

	const answers: Answers = {
		get: () => next('get', script.get),
		fill: () => next('fill', script.fill),
		join: () => next('join', script.join ?? [undefined]),
		lock: () => next('lock', script.lock),
		set({value, keepMs}) {
			stored.push({value, keepMs});
			return undefined;
		},
		land({filled}) {
			landed.push(filled);
		},
		behind({task}) {
			behind.push(task);
		},
		unlock() {},
		pause() {},
	};

	const answerTo = <Name extends StepName>(step: Step<Named, Name>) => answers[step.do](step);
	for (let given: Answer<Named> = undefined; steps.length < 1000;) {
		const {done, value} = reading.next(given);
		if (done) {
			return {steps, result: value, stored, landed, behind};
		}

		steps.push(value.do);
		given = answerTo(value);
	}

	throw new Error('no end after 1,000 steps');
}
