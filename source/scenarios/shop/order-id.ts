import type {Random} from '../../chance/random.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ULID (26 signs of Crockford's base 32) of an instant and the generator's next 80 bits; sorts by time. */
export function orderId(placedAtMs: number, random: Random): string {
	let time = '';
	for (let rest = placedAtMs, i = 0; i < 10; i++) {
		time = alphabet[rest % 32]! + time;
		rest = Math.floor(rest / 32);
	}

	let entropy = '';
	for (let i = 0; i < 16; i++) {
		entropy += alphabet[random.below(32)]!;
	}

	return time + entropy;
}
