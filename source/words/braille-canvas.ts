/** Bits of the eight dots of a braille sign (U+2800), by row and column. */
const bits = [
	[0x01, 0x08],
	[0x02, 0x10],
	[0x04, 0x20],
	[0x40, 0x80],
] as const;

/** A picture of dots, each of a tone: 2 × 4 to a sign with braille, one to a sign with ASCII. */
export type Canvas<Tone extends string> = {
	/** Dots across and down. */
	readonly width: number;
	readonly height: number;
	/** The number of the sign that holds a dot; undefined outside the canvas. */
	cell(x: number, y: number): number | undefined;
	/** Sets a dot; outside the canvas it is left out. Where tones share a sign, the one set last wins. */
	dot(x: number, y: number, tone: Tone | 'plain'): void;
	/**
	 * Puts a sign, one column wide, in the place of a dot's whole cell; outside the canvas it is left out. What is set
	 * last in a cell, a dot or a sign, is what is seen.
	 */
	mark(x: number, y: number, sign: string, tone: Tone): void;
	/** The signs, line by line. */
	lines(): Array<Array<{readonly text: string; readonly tone: Tone | 'plain'}>>;
};

/** @param marks the ASCII sign of each tone; with it the canvas is ASCII */
export function createCanvas<Tone extends string>(columns: number, rows: number, marks?: Partial<Record<Tone | 'plain', string>>): Canvas<Tone> {
	const [across, down] = marks ? [1, 1] : [2, 4];
	const dots = new Uint8Array(columns * rows);
	const tones = Array.from<Tone | 'plain' | undefined>({length: columns * rows});
	const signs = Array.from<string | undefined>({length: columns * rows});
	const cell = (x: number, y: number) => {
		const column = Math.floor(x / across);
		const row = Math.floor(y / down);
		return column >= 0 && column < columns && row >= 0 && row < rows ? row * columns + column : undefined;
	};
	return {
		width: columns * across,
		height: rows * down,
		cell,
		dot(x, y, tone) {
			const at = cell(x, y);
			if (at === undefined) {
				return;
			}

			dots[at]! |= bits[Math.floor(y) % 4]![Math.floor(x) % 2]!;
			tones[at] = tone;
			signs[at] = undefined;
		},
		mark(x, y, sign, tone) {
			const at = cell(x, y);
			if (at !== undefined) {
				tones[at] = tone;
				signs[at] = sign;
			}
		},
		lines: () =>
			Array.from({length: rows}, (_, row) => {
				const spans: Array<{readonly text: string; readonly tone: Tone | 'plain'}> = [];
				for (let column = 0; column < columns; column++) {
					const at = row * columns + column;
					const tone = tones[at] ?? 'plain';
					const sign = signs[at] ?? (dots[at] === 0 ? ' ' : marks ? (marks[tone] ?? '*') : String.fromCharCode(0x28_00 + dots[at]!));
					const last = spans.at(-1);
					if (last && (last.tone === tone || sign === ' ')) {
						spans[spans.length - 1] = {...last, text: last.text + sign};
					} else {
						spans.push({text: sign, tone});
					}
				}

				return spans;
			}),
	};
}
