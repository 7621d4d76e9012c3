import type {Job} from '../state/state.ts';

/** Work that times or counts what the stores are asked. */
const timed: ReadonlySet<Job['name']> = new Set(['benchmark', 'compare', 'contend', 'history', 'jitter']);

/** Whether work runs that nothing else may ask the stores beside. */
export function isTimed(job: Job | undefined): boolean {
	return job !== undefined && timed.has(job.name);
}
