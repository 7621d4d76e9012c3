import type {Tone} from '../theme.ts';
import type {Line, Span} from '../lines.tsx';

/** Bits of the eight dots of a braille sign (U+2800), by row and column. */
const bits = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]] as const;

/** A picture of dots: 2 × 4 to a sign with braille, one to a sign with ASCII. */
export type Canvas = {
	/** Dots across and down. */
	readonly width: number;
	readonly height: number;
	/** Sets a dot; outside the canvas it is left out. Where tones share a sign, the one set last wins. */
	dot(x: number, y: number, tone: Tone): void;
	/** The signs, line by line. */
	lines(): Line[];
};

/** @param marks the ASCII sign of each tone; with it the canvas is ASCII */
export function createCanvas(columns: number, rows: number, marks?: Partial<Record<Tone, string>>): Canvas {
	const [across, down] = marks ? [1, 1] : [2, 4];
	const dots = new Uint8Array(columns * rows);
	const tones = Array.from<Tone | undefined>({length: columns * rows});
	return {
		width: columns * across,
		height: rows * down,
		dot(x, y, tone) {
			const column = Math.floor(x / across);
			const row = Math.floor(y / down);
			if (column < 0 || column >= columns || row < 0 || row >= rows) {
				return;
			}

			const at = row * columns + column;
			dots[at]! |= bits[Math.floor(y) % 4]![Math.floor(x) % 2]!;
			tones[at] = tone;
		},
		lines: () => Array.from({length: rows}, (_, row) => {
			const spans: Span[] = [];
			for (let column = 0; column < columns; column++) {
				const at = row * columns + column;
				const tone = tones[at] ?? 'plain';
				const sign = dots[at] === 0 ? ' ' : marks ? marks[tone] ?? '*' : String.fromCharCode(0x28_00 + dots[at]!);
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
