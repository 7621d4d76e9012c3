import {type Outcome, outcomes} from './read-through.ts';

/** Sums over reads. Times in whatever unit they are added in. */
export type ReadTally = {
	readonly outcomes: Record<Outcome, number>;
	reads: number;
	waited: number;
	waitSum: number;
	greatestWait: number;
	ageSum: number;
	greatestAge: number;
	/** Counts one read: how it ended, its wait, and its value's age, undefined for an error. */
	add(outcome: Outcome, wait: number, waited: boolean, age: number | undefined): void;
	/** Adds all reads of another tally. */
	absorb(other: ReadTally): void;
};

/** A tally of no reads yet, in bounded memory. */
export function createReadTally(): ReadTally {
	return {
		outcomes: Object.fromEntries(outcomes.map(outcome => [outcome, 0])) as Record<Outcome, number>,
		reads: 0,
		waited: 0,
		waitSum: 0,
		greatestWait: 0,
		ageSum: 0,
		greatestAge: 0,
		add(outcome, wait, waited, age) {
			this.reads++;
			this.outcomes[outcome]++;
			this.waited += waited ? 1 : 0;
			this.waitSum += wait;
			this.greatestWait = Math.max(this.greatestWait, wait);
			if (age !== undefined) {
				this.ageSum += age;
				this.greatestAge = Math.max(this.greatestAge, age);
			}
		},
		absorb(other) {
			for (const outcome of outcomes) {
				this.outcomes[outcome] += other.outcomes[outcome];
			}

			this.reads += other.reads;
			this.waited += other.waited;
			this.waitSum += other.waitSum;
			this.greatestWait = Math.max(this.greatestWait, other.greatestWait);
			this.ageSum += other.ageSum;
			this.greatestAge = Math.max(this.greatestAge, other.greatestAge);
		},
	};
}
