// Small changes to packages as they go into the bundle. Each is fit to be offered to its author; each fails the build once the package reads differently.
import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';

const plainTextFile = fileURLToPath(new URL('../source/words/plain-text.ts', import.meta.url));

/** What goes into Ink's file that brings a line of the screen up to date. */
const updateOfCells = String.raw`
// A line that is too long, as while the terminal becomes narrower, was wrapped.
function isPlain(line, columns) {
    const text = line.replaceAll(sgr, '');
    return text.length <= columns && surelyPlain.test(text);
}
const cellsOf = line => styledCharsFromTokens(tokenize(line));
const empty = {value: ' ', styles: []};
const isSame = (a = empty, b = empty) => a.value === b.value && a.styles.length === b.styles.length && a.styles.every(({code}, i) => code === b.styles[i].code);
// As many cells that are the same are written again, rather than jumped over.
const shortJump = 12;
function changedCells(previous, next) {
    const [before, after] = [cellsOf(previous), cellsOf(next)];
    let update = '';
    for (let start = 0; start < after.length; start++) {
        if (!isSame(before[start], after[start])) {
            let end = start + 1;
            for (let at = end; at < after.length && at < end + shortJump; at++) {
                if (!isSame(before[at], after[at])) {
                    end = at + 1;
                }
            }
            update += ansiEscapes.cursorTo(start) + styledCharsToString(after.slice(start, end));
            start = end;
        }
    }
    return before.length > after.length ? update + ansiEscapes.cursorTo(after.length) + ansiEscapes.eraseEndLine : update;
}
`;

/** A segmenter that is made once it is used: the first one of a process takes Node 10 ms, and text that is surely plain needs none. */
const lateSegmenter = options => `{segment: text => (madeSegmenter ??= new Intl.Segmenter(${options})).segment(text)};\nlet madeSegmenter;`;

/** Changes by file: text as it is there, and what it becomes. */
const changes = {
	// V8 takes 30 ms to read and compile a regular expression of all emoji, which no text of ours needs: it is made once one does.
	// Text of signs that surely take a column each is measured without it.
	'string-width/index.js': [
		['import stripAnsi', `import {surelyPlain} from ${JSON.stringify(plainTextFile)};\nimport stripAnsi`],
		['new Intl.Segmenter();', lateSegmenter('')],
		[String.raw`if (/^[\u0020-\u007E]*$/.test(string)) {`, 'if (ambiguousIsNarrow && surelyPlain.test(string)) {'],
		[
			String.raw`const rgiEmojiRegex = /^\p{RGI_Emoji}$/v;`,
			String.raw`let emoji;${'\n'}const rgiEmojiRegex = {test: segment => (emoji ??= /^\p{RGI_Emoji}$/v).test(segment)};`,
		],
	],
	'wrap-ansi/index.js': [['new Intl.Segmenter();', lateSegmenter('')]],
	'slice-ansi/tokenize-ansi.js': [["new Intl.Segmenter(undefined, {granularity: 'grapheme'});", lateSegmenter("undefined, {granularity: 'grapheme'}")]],
	// Cutting a text into signs by the rules of Unicode takes twenty times as long as by its characters, which for such text is the same.
	'@alcalzone/ansi-tokenize/build/tokenize.js': [
		['import isFullwidthCodePoint', `import {surelyPlain} from ${JSON.stringify(plainTextFile)};\nimport isFullwidthCodePoint`],
		[
			'const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });',
			`let segmenter;
const plainOrStyled = new RegExp(surelyPlain.source.replace('[', String.raw\`[\\n\\u001B\`));
const segmentsOf = text => plainOrStyled.test(text)
	? Array.from(text, (segment, index) => ({segment, index}))
	: (segmenter ??= new Intl.Segmenter(undefined, {granularity: 'grapheme'})).segment(text);`,
		],
		['segmenter.segment(str)', 'segmentsOf(str)'],
	],
	// A text is a whole panel, and another one every second: what is kept of the last thousands is tens of megabytes, and serves nobody.
	'ink/build/measure-text.js': [['maxSize: 4096', 'maxSize: 128']],
	'ink/build/wrap-text.js': [['maxSize: 4096', 'maxSize: 128']],
	// Ink forgets after each frame how wide its texts are and of what signs they consist, though nearly all are in the next frame again.
	'ink/build/output.js': [
		["import stringWidth from 'string-width';", `import stringWidth from 'string-width';\nimport {surelyPlain} from ${JSON.stringify(plainTextFile)};`],
		['class OutputCaches {', "import QuickLRU from 'quick-lru';\nconst ignorable = /^\\p{Default_Ignorable_Code_Point}+$/u;\nclass OutputCaches {"],
		['widths = new Map();\n', 'widths = new QuickLRU({maxSize: 512});\n'],
		['blockWidths = new Map();\n', 'blockWidths = new QuickLRU({maxSize: 256});\n'],
		['styledChars = new Map();\n', 'styledChars = new QuickLRU({maxSize: 256});\n'],
		[String.raw`!/^\p{Default_Ignorable_Code_Point}+$/u.test(character.value)`, '!ignorable.test(character.value)'],
		['export default class Output {', 'const caches = new OutputCaches();\nexport default class Output {'],
		['caches = new OutputCaches();\n    width;', 'caches = caches;\n    width;'],
		// A text's lines are put together once, and a line that is not cut stays as it is.
		[
			'    getStringWidth(text) {',
			`    lines = new QuickLRU({maxSize: 128});
    getLines(text) {
        let cached = this.lines.get(text);
        if (cached === undefined) {
            cached = text.split('\\n');
            if (cached.length > 1 && !cached.every(line => this.endsPlain(line))) {
                const characterLines = [[]];
                for (const character of this.getStyledChars(text)) {
                    if (character.value === '\\n') {
                        characterLines.push([]);
                    }
                    else {
                        characterLines.at(-1).push(character);
                    }
                }
                cached = characterLines.map(line => styledCharsToString(line));
            }
            this.lines.set(text, cached);
        }
        return cached;
    }
    plainEnds = new QuickLRU({maxSize: 512});
    // Whether no style or link goes on behind a line.
    endsPlain(line) {
        let cached = this.plainEnds.get(line);
        if (cached === undefined) {
            cached = !/[\\u001B\\u009B\\u009D]/.test(line) || styledCharsFromTokens(tokenize(line + '.')).at(-1).styles.length === 0;
            this.plainEnds.set(line, cached);
        }
        return cached;
    }
    getStringWidth(text) {
        if (surelyPlain.test(text)) {
            return text.length;
        }`,
		],
		[
			`        // Preserve styles across explicit newlines before clipping individual rows.
        const characterLines = [[]];
        for (const character of this.caches.getStyledChars(text)) {
            if (character.value === '\\n') {
                characterLines.push([]);
            }
            else {
                characterLines.at(-1).push(character);
            }
        }
        let lines = characterLines.map(line => styledCharsToString(line));
`,
			'        let lines = this.caches.getLines(text);\n',
		],
		['return this.sliceLineToColumns(line, from, to);', 'return from === 0 && to === width ? line : this.sliceLineToColumns(line, from, to);'],
		// Cells are replaced, never changed: one blank stands for all.
		[
			`                row.push({
                    type: 'char',
                    value: ' ',
                    fullWidth: false,
                    styles: [],
                });`,
			'                row.push(blank);',
		],
		// A row of the same cells is the same text. A cell that was never written is not the same as a blank (`every` passes it over).
		[
			'            .map(line => {\n            // See',
			'            .map((line, y) => {\n            const before = rows[y];\n            if (before?.cells.length === line.length && before.cells.findIndex((cell, x) => cell !== line[x]) === -1) {\n                return before.text;\n            }\n            // See',
		],
		[
			'            return styledCharsToString(lineWithoutEmptyItems).trimEnd();',
			'            const text = styledCharsToString(lineWithoutEmptyItems).trimEnd();\n            rows[y] = {cells: line, text};\n            return text;',
		],
		['const intersectBound', "const rows = [];\nconst blank = {type: 'char', value: ' ', fullWidth: false, styles: []};\nconst intersectBound"],
	],
	// The same styles are one list, which is seen to be the same at once.
	'@alcalzone/ansi-tokenize/build/styledChars.js': [['styles: [...codes]', 'styles: codes']],
	// Where a sign changes in the middle of a line, Ink writes all that follows it too, and every style that came before.
	'ink/build/line-update.js': [
		[
			"import stringWidth from 'string-width';",
			`import stringWidth from 'string-width';\nimport {styledCharsFromTokens, styledCharsToString, tokenize} from '@alcalzone/ansi-tokenize';\nimport {surelyPlain} from ${JSON.stringify(plainTextFile)};`,
		],
		["new Intl.Segmenter(undefined, { granularity: 'grapheme' });", lateSegmenter("undefined, {granularity: 'grapheme'}")],
		['// Build a changed line,', `${updateOfCells}// Build a changed line,`],
		[
			'    let commonLength = 0;',
			`    if (isPlain(previous, columns) && isPlain(next, columns)) {
        const changed = changedCells(previous, next);
        return changed.length < full.length ? changed : full;
    }
    let commonLength = 0;`,
		],
	],
	// While the terminal becomes narrower, Ink draws the frame of before once more. It is wrapped, and takes more rows than Ink knows of: the next frame has the whole screen.
	'ink/build/ink.js': [
		[
			'        this.onRender();\n        this.lastTerminalWidth = currentWidth;',
			'        this.onRender();\n        this.isWrapped = this.alternateScreen && currentWidth < this.lastTerminalWidth;\n        this.lastTerminalWidth = currentWidth;',
		],
		[
			'        const startTime = performance.now();\n        const { output, outputHeight, staticOutput } = render(',
			"        if (this.isWrapped) {\n            this.isWrapped = false;\n            this.log.clear();\n            this.options.stdout.write('\\u001B[2J\\u001B[H');\n            this.lastOutput = '';\n            this.lastOutputToRender = '';\n            this.lastOutputHeight = 0;\n        }\n        const startTime = performance.now();\n        const { output, outputHeight, staticOutput } = render(",
		],
	],
	// Ink goes down over lines that stay as they are step by step, three bytes each.
	'ink/build/log-update.js': [
		[
			"stream.write(buffer.join(''));",
			String.raw`stream.write(buffer.join('').replaceAll(/(?:\u001B\[E){2,}/g, steps => '\u001B[' + steps.length / 3 + 'E'));`,
		],
	],
	// Ink looks for escape sequences in each text of each frame anew.
	'ink/build/sanitize-ansi.js': [
		['import { hasAnsi', "import QuickLRU from 'quick-lru';\nimport { hasAnsi"],
		[
			'const sanitizeAnsi = (text) => {',
			'const sanitized = new QuickLRU({maxSize: 128});\nconst sanitizeAnsi = (text) => {\n    let known = sanitized.get(text);\n    if (known === undefined) {\n        known = sanitizeUnknown(text);\n        sanitized.set(text, known);\n    }\n    return known;\n};\nconst sanitizeUnknown = (text) => {',
		],
	],
};

/** A file of a package as it goes into the bundle. */
export async function patched(path, file) {
	return changes[file].reduce(
		(text, [before, after]) => {
			if (text.split(before).length !== 2) {
				throw new Error(`${path} does not hold "${before}" once: see whether it needs its change still`);
			}

			return text.replace(before, () => after);
		},
		await readFile(path, 'utf8'),
	);
}

export const patchedPackages = {
	name: 'patched-packages',
	setup(bundler) {
		for (const file of Object.keys(changes)) {
			bundler.onLoad({filter: new RegExp(`[/\\\\]node_modules[/\\\\]${file.replaceAll('/', '[/\\\\]').replaceAll('.', '\\.')}$`)}, async ({path}) => ({
				contents: await patched(path, file),
			}));
		}
	},
};
