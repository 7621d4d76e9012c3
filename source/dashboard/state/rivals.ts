import type {Comparison} from '../../flows/compare-plans.ts';
import type {Contention} from '../../flows/contend.ts';

/** What was measured of PostgreSQL against the cache, each the last time. */
export type Rivals = {
	readonly comparison: Comparison | undefined;
	readonly contention: (Contention & {readonly atMs: number}) | undefined;
};

export const noRivals: Rivals = {comparison: undefined, contention: undefined};
