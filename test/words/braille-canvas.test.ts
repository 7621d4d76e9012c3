import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {createCanvas} from '../../source/words/braille-canvas.ts';
import {type Line, lineWidth} from '../../source/dashboard/panels/lines.tsx';
import type {Tone} from '../../source/dashboard/theme.ts';

const text = (lines: readonly Line[]) => lines.map(line => line.map(span => span.text).join(''));
const dotsIn = (sign: string) => (sign === ' ' ? 0 : (sign.codePointAt(0)! - 0x28_00).toString(2).replaceAll('0', '').length);

describe('a canvas of braille', () => {
	test('has 2 × 4 dots to a sign, numbered as Unicode does', () => {
		const canvas = createCanvas<Tone>(4, 1);
		expect([canvas.width, canvas.height]).toEqual([8, 4]);
		canvas.dot(0, 0, 'hit');
		canvas.dot(3, 0, 'hit');
		canvas.dot(4, 3, 'hit');
		canvas.dot(7, 3, 'hit');
		expect(text(canvas.lines())).toEqual(['⠁⠈⡀⢀']);
	});

	test('a full sign has all eight', () => {
		const canvas = createCanvas<Tone>(1, 1);
		for (let x = 0; x < 2; x++) {
			for (let y = 0; y < 4; y++) {
				canvas.dot(x, y, 'hit');
			}
		}

		expect(text(canvas.lines())).toEqual(['⣿']);
	});

	test('empty, it is blanks', () => {
		expect(text(createCanvas<Tone>(3, 2).lines())).toEqual(['   ', '   ']);
	});

	test('where tones share a sign, the one set last wins', () => {
		const canvas = createCanvas<Tone>(3, 1);
		canvas.dot(0, 0, 'hit');
		canvas.dot(1, 0, 'miss');
		canvas.dot(2, 0, 'hit');
		expect(canvas.lines()).toEqual([
			[
				{text: '⠉', tone: 'miss'},
				{text: '⠁ ', tone: 'hit'},
			],
		]);
	});

	test('a dot outside is left out', () => {
		const canvas = createCanvas<Tone>(2, 2);
		for (const [x, y] of [
			[-1, 0],
			[4, 0],
			[0, -1],
			[0, 8],
			[-0.5, 3],
		] as const) {
			canvas.dot(x, y, 'hit');
		}

		expect(text(canvas.lines())).toEqual(['  ', '  ']);
	});

	test('every dot within is drawn once, and every line has its width', () => {
		const size = fc.integer({min: 1, max: 12});
		const points = fc.array(fc.tuple(fc.integer({min: -3, max: 30}), fc.integer({min: -3, max: 60}), fc.constantFrom('hit' as const, 'miss' as const)));
		fc.assert(
			fc.property(size, size, points, (columns, rows, dots) => {
				const canvas = createCanvas<Tone>(columns, rows);
				const within = new Set<string>();
				for (const [x, y, tone] of dots) {
					canvas.dot(x, y, tone);
					if (x >= 0 && x < canvas.width && y >= 0 && y < canvas.height) {
						within.add(`${x} ${y}`);
					}
				}

				const lines = canvas.lines();
				expect(lines.map(lineWidth)).toEqual(Array.from({length: rows}, () => columns));
				expect([...text(lines).join('')].reduce((sum, sign) => sum + dotsIn(sign), 0)).toBe(within.size);
			}),
		);
	});
});

describe('a canvas of ASCII', () => {
	test('has one dot to a sign, drawn as the mark of its tone', () => {
		const canvas = createCanvas<Tone>(4, 2, {hit: '.', miss: 'x'});
		expect([canvas.width, canvas.height]).toEqual([4, 2]);
		canvas.dot(0, 0, 'hit');
		canvas.dot(1, 0, 'miss');
		canvas.dot(3, 1, 'bad');
		expect(text(canvas.lines())).toEqual(['.x  ', '   *']);
	});
});
