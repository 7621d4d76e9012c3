/** A stream of pseudo-random numbers that its seed determines. */
export type Random = {
	/** A number in [0, 1). */
	next(): number;
	/** A whole number in [0, limit). */
	below(limit: number): number;
	/** Fills a list with the next whole numbers of 32 bits, of which `next` gives fractions: many at once take half the time. */
	draw(words: Uint32Array): void;
};

/**
 * A seeded generator: sfc32 (Chris Doty-Humphrey's "Small Fast Counting", from PractRand), 32 bits a step.
 * Any finite number or text serves as a seed; equal seeds give equal streams.
 */
export function createRandom(seed: number | string): Random {
	let [a, b, c, counter] = hash(String(seed));
	const step = () => {
		const sum = (a + b + counter) | 0;
		counter = (counter + 1) | 0;
		a = b ^ (b >>> 9);
		b = (c + (c << 3)) | 0;
		c = (((c << 21) | (c >>> 11)) + sum) | 0;
		return sum >>> 0;
	};

	for (let i = 0; i < 15; i++) {
		step();
	}

	const next = () => step() / 4_294_967_296;
	return {
		next,
		below: limit => Math.floor((step() / 4_294_967_296) * limit),
		draw(words) {
			let [w, x, y, z] = [a, b, c, counter];
			for (let i = 0; i < words.length; i++) {
				const sum = (w + x + z) | 0;
				z = (z + 1) | 0;
				w = x ^ (x >>> 9);
				x = (y + (y << 3)) | 0;
				y = (((y << 21) | (y >>> 11)) + sum) | 0;
				words[i] = sum;
			}

			[a, b, c, counter] = [w, x, y, z];
		},
	};
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
