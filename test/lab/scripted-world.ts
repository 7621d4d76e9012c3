import type {Held} from '../../source/lab/cache-policy.ts';
import type {Filled, Lookup, Reading, Step} from '../../source/lab/read-through.ts';

/** A value with a name. */
export type Named = Held & {readonly name: string};

/** What one read did: its steps in order, and how it ended. */
export type Told<R> = {readonly steps: readonly string[]; readonly result: R; readonly stored: readonly {readonly value: Named; readonly keepMs: number}[]; readonly landed: readonly Filled<Named>[]; readonly behind: ReadonlyArray<Reading<Named, unknown>>};

/** Answers to the steps of a read, each kind in turn; the last one of a kind stays. `now` is 100,000 ms if not said. */
export type Script = {
	readonly get?: ReadonlyArray<Lookup<Named>>;
	readonly fill?: ReadonlyArray<Filled<Named>>;
	readonly now?: readonly number[];
	readonly join?: ReadonlyArray<Filled<Named> | undefined>;
	readonly lock?: ReadonlyArray<boolean | 'down'>;
};

/** Runs one read against a script. An Error for a step that the script has no answer to, and after 1,000 steps. */
export function tell<R>(reading: Reading<Named, R>, script: Script): Told<R> {
	const steps: string[] = [];
	const stored: Array<{value: Named; keepMs: number}> = [];
	const landed: Array<Filled<Named>> = [];
	const behind: Array<Reading<Named, unknown>> = [];
	const asked: Record<string, number> = {};
	const next = <T>(kind: keyof Script, answers: readonly T[] | undefined): T => {
		const turn = asked[kind] ?? 0;
		asked[kind] = turn + 1;
		if (!answers || answers.length === 0) {
			throw new Error(`no answer to ${kind}`);
		}

		return answers[Math.min(turn, answers.length - 1)]!;
	};

	const answer = (step: Step<Named>): unknown => {
		switch (step.do) {
			case 'get': {
				return next('get', script.get);
			}

			case 'fill': {
				return next('fill', script.fill);
			}

			case 'now': {
				return next('now', script.now ?? [100_000]);
			}

			case 'join': {
				return next('join', script.join ?? [undefined]);
			}

			case 'lock': {
				return next('lock', script.lock);
			}

			case 'set': {
				stored.push({value: step.value, keepMs: step.keepMs});
				return undefined;
			}

			case 'land': {
				landed.push(step.filled);
				return undefined;
			}

			case 'behind': {
				behind.push(step.task);
				return undefined;
			}

			case 'unlock':
			case 'pause': {
				return undefined;
			}
		}
	};

	for (let given: unknown; steps.length < 1000;) {
		const {done, value} = reading.next(given);
		if (done) {
			return {steps, result: value, stored, landed, behind};
		}

		steps.push(value.do);
		given = answer(value);
	}

	throw new Error('no end after 1,000 steps');
}
