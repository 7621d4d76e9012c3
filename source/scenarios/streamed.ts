import type {Facts} from './scenario.ts';

/** What a stream brings, in sentences: facts, or how those that move come again. */
export function streamed({one, many, moving}: Pick<Facts, 'one' | 'many' | 'moving'>): {readonly one: string; readonly many: string} {
	return moving ?? {one, many};
}
