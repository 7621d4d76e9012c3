import type {Random} from '../../chance/random.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The alphabet as character codes. */
const codes = Uint8Array.from(alphabet, sign => sign.charCodeAt(0));

/** Ten bits of each are used. Shared by all calls, as no call leaves anything in it. */
const draws = new Uint32Array(8);

/** When an order was placed (epoch milliseconds), read from its id. Undefined for an id that is no ULID. */
export function orderAtMs(id: string): number | undefined {
	if (!/^[0-7][\dA-HJKMNP-TV-Z]{25}$/.test(id)) {
		return undefined;
	}

	// Up to 48 bits, which a number holds.
	return Array.from(id.slice(0, 10)).reduce((sum, sign) => sum * 32 + alphabet.indexOf(sign), 0);
}

/** A number in [0, 1) from the last 30 bits of an id, which are random. 0 for an id that is no ULID. */
export function idFraction(id: string): number {
	return Array.from(id.slice(-6)).reduce((sum, sign) => sum * 32 + Math.max(0, alphabet.indexOf(sign)), 0) / 32 ** 6;
}

/** A ULID (26 signs of Crockford's base 32) of an instant and the generator's next 80 bits; sorts by time. */
export function orderId(placedAtMs: number, random: Random): string {
	// 50 bits of time: below 2^25 they are whole numbers of 32 bits. All signs at once are one string, where pieces would be a tree of them.
	const high = Math.floor(placedAtMs / 33_554_432);
	const low = placedAtMs - high * 33_554_432;
	random.draw(draws);
	return String.fromCharCode(
		codes[(high >> 20) & 31]!,
		codes[(high >> 15) & 31]!,
		codes[(high >> 10) & 31]!,
		codes[(high >> 5) & 31]!,
		codes[high & 31]!,
		codes[(low >> 20) & 31]!,
		codes[(low >> 15) & 31]!,
		codes[(low >> 10) & 31]!,
		codes[(low >> 5) & 31]!,
		codes[low & 31]!,
		codes[draws[0]! >>> 27]!,
		codes[(draws[0]! >>> 22) & 31]!,
		codes[draws[1]! >>> 27]!,
		codes[(draws[1]! >>> 22) & 31]!,
		codes[draws[2]! >>> 27]!,
		codes[(draws[2]! >>> 22) & 31]!,
		codes[draws[3]! >>> 27]!,
		codes[(draws[3]! >>> 22) & 31]!,
		codes[draws[4]! >>> 27]!,
		codes[(draws[4]! >>> 22) & 31]!,
		codes[draws[5]! >>> 27]!,
		codes[(draws[5]! >>> 22) & 31]!,
		codes[draws[6]! >>> 27]!,
		codes[(draws[6]! >>> 22) & 31]!,
		codes[draws[7]! >>> 27]!,
		codes[(draws[7]! >>> 22) & 31]!,
	);
}
