import {cpus} from 'node:os';

/** From this share on, a time that was measured is in part one of waiting for a processor. */
export const saturatedShare = 0.9;

/** Begins to watch. The function gives the share of all processors' time that was work since then, whoever's; undefined where the system does not tell. */
export function watchProcessors(read: () => ReturnType<typeof cpus> = cpus): () => number | undefined {
	const before = total(read());
	return () => {
		const after = total(read());
		const all = after.all - before.all;
		return all > 0 ? Math.min(1, Math.max(0, 1 - (after.idle - before.idle) / all)) : undefined;
	};
}

function total(processors: ReturnType<typeof cpus>): {all: number; idle: number} {
	let all = 0;
	let idle = 0;
	for (const {times} of processors) {
		all += times.user + times.nice + times.sys + times.idle + times.irq;
		idle += times.idle;
	}

	return {all, idle};
}
