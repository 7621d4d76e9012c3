import type {Facts} from './scenario.ts';

/** What is placed in PostgreSQL, in sentences. */
export function placed({one, many, placed}: Pick<Facts, 'one' | 'many' | 'placed'>): {readonly one: string; readonly many: string} {
	return placed ?? {one, many};
}
