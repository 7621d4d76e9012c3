import {fileURLToPath} from 'node:url';
import {Terminal} from '@xterm/headless';
import {build} from 'esbuild';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
// @ts-expect-error A file of the build, in plain JavaScript.
import {patchedPackages} from '../../.config/patched-packages.mjs';
import {rounds} from '../thorough.ts';

/** A file of a package as the bundle has it, or as its author wrote it. */
async function load<T>(file: string, plugins: object[]): Promise<T> {
	const {
		outputFiles: [output],
	} = await build({
		entryPoints: [fileURLToPath(new URL(`../../node_modules/${file}`, import.meta.url))],
		bundle: true,
		write: false,
		format: 'esm',
		platform: 'node',
		target: 'node20.19',
		plugins: plugins as never,
	});
	return (await import(`data:text/javascript;base64,${Buffer.from(output!.contents).toString('base64')}`)) as T;
}

async function bothOf<T>(file: string): Promise<readonly [T, T]> {
	return [await load<T>(file, [patchedPackages]), await load<T>(file, [])];
}

describe('string-width', () => {
	type StringWidth = {default(text: string, options?: object): number};

	test('every sign is as wide as before, alone and among others, for narrow and wide readings of ambiguous ones', async () => {
		const [{default: ours}, {default: theirs}] = await bothOf<StringWidth>('string-width/index.js');
		const differ: string[] = [];
		for (let codePoint = 0; codePoint < 0x3000; codePoint++) {
			const sign = String.fromCodePoint(codePoint);
			for (const [text, options] of [
				[sign, {}],
				[`é${sign}─`, {}],
				[sign, {ambiguousIsNarrow: false}],
			] as const) {
				if (ours(text, options) !== theirs(text, options)) {
					differ.push(`U+${codePoint.toString(16)}`);
				}
			}
		}

		expect(differ).toEqual([]);
	});

	test.each(['👨‍👩‍👧', '1️⃣ of 2', '🇩🇪🇫🇷', '☺️☺', '각', 'e\u0301', '\u001B[31m→ ok\u001B[39m', '©\uFE0F', '\u200B', 'नी'])('%j is as wide as before', async text => {
		const [{default: ours}, {default: theirs}] = await bothOf<StringWidth>('string-width/index.js');
		expect(ours(text)).toBe(theirs(text));
	});
});

describe('Ink', () => {
	type Output = {
		write(x: number, y: number, text: string, options: {transformers: never[]}): void;
		clip(clip: object): void;
		unclip(): void;
		get(): {output: string};
	};
	type OutputModule = {default: new (size: {width: number; height: number}) => Output};

	test('frames are as before, one after the other, with styles, wide signs, overlaps and clips', async () => {
		const [{default: Ours}, {default: Theirs}] = await bothOf<OutputModule>('ink/build/output.js');
		const texts = ['plain', '\u001B[1mbold\u001B[22m and not', '漢字 kanji', 'a\u200Bb', '│ ▁▂▃ ⣿ │', 'two\nlines', '👨‍👩‍👧 family'];
		const framesOf = (Made: OutputModule['default']) =>
			Array.from({length: 40}, (_, frame) => {
				const output = new Made({width: 24, height: 5});
				for (let i = 0; i < 5; i++) {
					const text = texts[(frame * 3 + i) % texts.length]!;
					output.write((frame + i * 3) % 20, i, text, {transformers: []});
					output.clip({x1: 2, x2: 14, y1: 0, y2: 4});
					output.write((frame + i) % 7, i, `${text} ${frame}`, {transformers: []});
					output.unclip();
				}

				return output.get().output;
			});
		expect(framesOf(Ours)).toEqual(framesOf(Theirs));
	});

	/** What a terminal shows of a line that was written and then brought up to date: signs with their colours. */
	async function shown(...writes: readonly string[]): Promise<readonly string[]> {
		const terminal = new Terminal({cols: 60, rows: 2, allowProposedApi: true});
		await new Promise<void>(resolve => {
			terminal.write(writes.join(''), resolve);
		});
		const line = terminal.buffer.active.getLine(0)!;
		return Array.from({length: 60}, (_, x) => {
			const cell = line.getCell(x)!;
			return `${cell.getChars() || ' '}${cell.getFgColorMode()}/${cell.getFgColor()}${cell.isBold() > 0 ? 'b' : ''}`;
		});
	}

	const run = fc
		.tuple(fc.constantFrom('', '\u001B[1m', '\u001B[38;5;147m', '\u001B[31m'), fc.constantFrom('12 ms', '7', ' ', '│ ▁▂ ⣿', '漢', 'as of 10:02', '─'))
		.map(([style, text]) => (style === '' ? text : `${style}${text}${style === '\u001B[1m' ? '\u001B[22m' : '\u001B[39m'}`));
	const line = fc.array(run, {maxLength: 5}).map(runs => runs.join('').replace(/ +$/, ''));

	test('a line brought up to date is the line as it is written anew, in no more bytes', async () => {
		type LineUpdate = {default(previous: string, next: string, columns: number): string};
		const [{default: ours}, {default: theirs}] = await bothOf<LineUpdate>('ink/build/line-update.js');
		await fc.assert(
			fc.asyncProperty(line, line, async (previous, next) => {
				const update = ours(previous, next, 60);
				expect(await shown(previous, update)).toEqual(await shown(next));
				expect(update.length).toBeLessThanOrEqual(Math.max(theirs(previous, next, 60).length, `\u001B[1G\u001B[K${next}`.length));
			}),
			{numRuns: rounds(60, 300)},
		);
	});

	test('a line that was too long for the screen is written whole', async () => {
		type LineUpdate = {default(previous: string, next: string, columns: number): string};
		const [{default: ours}] = await bothOf<LineUpdate>('ink/build/line-update.js');
		expect(ours('0123456789', '012345', 8)).toContain('012345');
	});
});
