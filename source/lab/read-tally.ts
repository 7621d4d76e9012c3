import {createAgeHistogram} from './age-histogram.ts';
import {type Outcome, outcomes} from './read-through.ts';

/** Sums over reads. Times in whatever unit they are added in. */
export type ReadTally = {
	readonly outcomes: Record<Outcome, number>;
	reads: number;
	waited: number;
	waitSum: number;
	greatestWait: number;
	ageSum: number;
	hitAgeSum: number;
	greatestAge: number;
	/** Counts one read: how it ended, its wait, and its value's age, undefined for an error. */
	add(outcome: Outcome, wait: number, waited: boolean, age: number | undefined): void;
	ageQuantile(p: number): number;
};

/** A tally of no reads yet, in bounded memory. */
export function createReadTally(): ReadTally {
	const ages = createAgeHistogram();
	return {
		outcomes: Object.fromEntries(outcomes.map(outcome => [outcome, 0])) as Record<Outcome, number>,
		reads: 0,
		waited: 0,
		waitSum: 0,
		greatestWait: 0,
		ageSum: 0,
		hitAgeSum: 0,
		greatestAge: 0,
		add(outcome, wait, waited, age) {
			this.reads++;
			this.outcomes[outcome]++;
			this.waited += waited ? 1 : 0;
			this.waitSum += wait;
			this.greatestWait = Math.max(this.greatestWait, wait);
			if (age !== undefined) {
				ages.add(age);
				this.ageSum += age;
				this.hitAgeSum += outcome === 'hit' ? age : 0;
				this.greatestAge = Math.max(this.greatestAge, age);
			}
		},
		ageQuantile: p => ages.quantile(p),
	};
}
