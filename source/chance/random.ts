/** A stream of pseudo-random numbers that its seed determines. */
export type Random = {
	/** A number in [0, 1). */
	next(): number;
	/** A whole number in [0, limit). */
	below(limit: number): number;
	/** Fills a list with the next whole numbers of 32 bits, of which `next` gives fractions. */
	draw(words: Uint32Array): void;
};

/**
 * A seeded generator: sfc32 (Chris Doty-Humphrey's "Small Fast Counting", from PractRand), 32 bits a step.
 * Any finite number or text serves as a seed; equal seeds give equal streams.
 */
export function createRandom(seed: number | string): Random {
	return new Sfc32(String(seed));
}

/** Only the numbers in [0, 1) of such a stream. */
export function createUniform(seed: number | string): () => number {
	const random = createRandom(seed);
	return () => random.next();
}

/** A class, as members of an object take V8 half the time that variables of a closure take: an order needs some twenty steps. */
class Sfc32 implements Random {
	private a = 0;
	private b = 0;
	private c = 0;
	private counter = 0;

	constructor(seed: string) {
		[this.a, this.b, this.c, this.counter] = hash(seed);
		for (let i = 0; i < 15; i++) {
			this.step();
		}
	}

	next(): number {
		return this.step() / 4_294_967_296;
	}

	below(limit: number): number {
		return Math.floor((this.step() / 4_294_967_296) * limit);
	}

	draw(words: Uint32Array): void {
		for (let i = 0; i < words.length; i++) {
			words[i] = this.step();
		}
	}

	private step(): number {
		const {a, b, c, counter} = this;
		const sum = (a + b + counter) | 0;
		this.counter = (counter + 1) | 0;
		this.a = b ^ (b >>> 9);
		this.b = (c + (c << 3)) | 0;
		this.c = (((c << 21) | (c >>> 11)) + sum) | 0;
		return sum >>> 0;
	}
}

/** Four 32-bit words from a text (MurmurHash3's mixing, four seeds). */
function hash(text: string): [number, number, number, number] {
	const words = [0x9e_37_79_b9, 0x24_3f_6a_88, 0xb7_e1_51_62, 0xde_ad_be_ef] as const;
	return words.map(start => {
		let h = start | 0;
		for (let i = 0; i < text.length; i++) {
			h = Math.imul(h ^ text.charCodeAt(i), 0x5b_d1_e9_95);
			h ^= h >>> 15;
		}

		h = Math.imul(h ^ (h >>> 16), 0x85_eb_ca_6b);
		h = Math.imul(h ^ (h >>> 13), 0xc2_b2_ae_35);
		return h ^ (h >>> 16);
	}) as [number, number, number, number];
}
