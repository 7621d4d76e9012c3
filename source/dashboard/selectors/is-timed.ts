import type {Job} from '../state/state.ts';

/** Work that times or counts what the stores are asked. */
const timed: ReadonlySet<Job['name']> = new Set(['benchmark', 'compare', 'contend', 'history', 'jitter']);

/** The parts of a history's work that are not timed: what comes is counted meanwhile. */
const making: ReadonlySet<Job['stage']> = new Set(['seeding', 'archiving']);

/** Whether work runs that nothing else may ask the stores beside. */
export function isTimed(job: Job | undefined): boolean {
	return job !== undefined && timed.has(job.name) && !(job.name === 'history' && making.has(job.stage));
}
