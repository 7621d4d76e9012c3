import {canonicalKey} from './canonical-key.ts';

/**
 * A key for a `Map` that two values share exactly when MongoDB holds them for equal. Texts and most numbers are their
 * own keys, so that nothing is made for them; a missing value is not null.
 */
export function mapKey(value: unknown): unknown {
	if (typeof value === 'string') {
		return value.charCodeAt(0) === 0 ? `\0s${value}` : value;
	}

	if (typeof value === 'number') {
		return numberKey(value);
	}

	if (typeof value !== 'object' || value === null) {
		return value;
	}

	const key = canonicalKey(value);
	const number = key.startsWith('n') && key !== 'null' ? Number(key.slice(1)) : undefined;
	return number !== undefined && key === `n${number}` ? numberKey(number) : `\0${key}`;
}

function numberKey(value: number): unknown {
	// Zero has one sign here.
	return Number.isInteger(value) && !Number.isSafeInteger(value) ? `\0${canonicalKey(value)}` : value + 0;
}
