import {readdirSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {describe, expect, test} from 'vitest';
import {type Tone, themes} from '../../source/dashboard/theme.ts';

/** Backgrounds of terminals in use: black, VS Code, One Dark, Solarized, Nord; white, Solarized, Gruvbox. */
const backgrounds = {
	dark: ['#000000', '#1e1e1e', '#282c34', '#002b36', '#2e3440'],
	light: ['#ffffff', '#fafafa', '#fdf6e3', '#fbf1c7'],
} as const;

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(colour: string): number {
	const [red, green, blue] = [1, 3, 5]
		.map(at => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
		.map(share => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4));
	return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(one: string, other: string): number {
	const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
	return (light! + 0.05) / (dark! + 0.05);
}

test('the measure itself', () => {
	expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
	expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

describe.each(['dark', 'light'] as const)('%s', name => {
	const colours = Object.entries(themes[name]).flatMap(([tone, {color}]) => (color === undefined ? [] : [[tone as Tone, color] as const]));
	test.each(colours)('%s %s is read on every background', (tone, colour) => {
		for (const background of backgrounds[name]) {
			expect(contrast(colour, background)).toBeGreaterThanOrEqual(tone === 'border' ? 3 : 4.5);
		}
	});

	test.each(colours)('%s %s is of the 256-colour palette', (_, colour) => {
		const levels = [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16));
		const isOfCube = levels.every(level => [0, 95, 135, 175, 215, 255].includes(level));
		const isGrey = new Set(levels).size === 1 && (levels[0]! - 8) % 10 === 0;
		expect(isOfCube || isGrey).toBe(true);
	});

	test("only plain text has the terminal's own colour", () => {
		expect(
			Object.entries(themes[name])
				.filter(([, {color}]) => color === undefined)
				.map(([tone]) => tone),
		).toEqual(['plain', 'strong']);
	});
});

test('plain has no colour', () => {
	expect(Object.values(themes.plain).every(({color}) => color === undefined)).toBe(true);
});

test("nothing on the screen has a colour of its own, or is dimmed by a terminal's own measure", () => {
	const folder = fileURLToPath(new URL('../../source/dashboard/', import.meta.url));
	const files = readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter(file => /\.tsx?$/.test(file) && !file.endsWith('theme.ts'));
	expect(files.filter(file => /dimColor|[cC]olor="|#[\da-f]{6}/.test(readFileSync(folder + file, 'utf8')))).toEqual([]);
});
