import type {Random} from '../../chance/random.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Every two signs: ten bits at a time are half the work. */
const pairs = Array.from({length: 1024}, (_, i) => alphabet[i >> 5]! + alphabet[i & 31]!);

/** When an order was placed, as its id says, in epoch milliseconds; undefined for an id that is no ULID. */
export function orderAtMs(id: string): number | undefined {
	if (!/^[0-7][\dA-HJKMNP-TV-Z]{25}$/.test(id)) {
		return undefined;
	}

	// Up to 48 bits, which a number holds.
	return Array.from(id.slice(0, 10)).reduce((sum, sign) => sum * 32 + alphabet.indexOf(sign), 0);
}

/** A number in [0, 1) from the last 30 bits of an id, which chance made; 0 for an id that is no ULID. */
export function idFraction(id: string): number {
	return Array.from(id.slice(-6)).reduce((sum, sign) => sum * 32 + Math.max(0, alphabet.indexOf(sign)), 0) / 32 ** 6;
}

/** A ULID (26 signs of Crockford's base 32) of an instant and the generator's next 80 bits; sorts by time. */
export function orderId(placedAtMs: number, random: Random): string {
	// 50 bits of time, ten at a time; below 2^20 they are whole numbers of 32 bits.
	const high = Math.floor(placedAtMs / 1_048_576);
	const low = placedAtMs % 1_048_576;
	const time = pairs[Math.floor(high / 1_048_576)]! + pairs[(high >> 10) & 1023]! + pairs[high & 1023]! + pairs[low >> 10]! + pairs[low & 1023]!;
	return (
		time +
		pairs[random.below(1024)]! +
		pairs[random.below(1024)]! +
		pairs[random.below(1024)]! +
		pairs[random.below(1024)]! +
		pairs[random.below(1024)]! +
		pairs[random.below(1024)]! +
		pairs[random.below(1024)]! +
		pairs[random.below(1024)]!
	);
}
