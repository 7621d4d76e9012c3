import type {Facts} from './scenario.ts';

/** The words for facts that are placed in PostgreSQL. */
export function placed({one, many, placed}: Pick<Facts, 'one' | 'many' | 'placed'>): {readonly one: string; readonly many: string} {
	return placed ?? {one, many};
}
