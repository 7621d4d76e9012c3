import type {Facts} from './scenario.ts';

/** The words for what a stream brings: facts, or reports of facts that change. */
export function streamed({one, many, moving}: Pick<Facts, 'one' | 'many' | 'moving'>): {readonly one: string; readonly many: string} {
	return moving ?? {one, many};
}
