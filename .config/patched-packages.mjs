// Small changes to packages as they go into the bundle. Each is fit to be offered to its author; each fails the build once the package reads differently.
import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';

const plainTextFile = fileURLToPath(new URL('../source/words/plain-text.ts', import.meta.url));

/** Changes by file: text as it is there, and what it becomes. */
const changes = {
	// V8 takes 30 ms to read and compile a regular expression of all emoji, which no text of ours needs: it is made once one does.
	// Text of signs that surely take a column each is measured without it.
	'string-width/index.js': [
		['import stripAnsi', `import {surelyPlain} from ${JSON.stringify(plainTextFile)};\nimport stripAnsi`],
		[String.raw`if (/^[\u0020-\u007E]*$/.test(string)) {`, 'if (ambiguousIsNarrow && surelyPlain.test(string)) {'],
		[String.raw`const rgiEmojiRegex = /^\p{RGI_Emoji}$/v;`, String.raw`let emoji;${'\n'}const rgiEmojiRegex = {test: segment => (emoji ??= /^\p{RGI_Emoji}$/v).test(segment)};`],
	],
	// Cutting a text into signs by the rules of Unicode takes twenty times as long as by its characters, which for such text is the same.
	'@alcalzone/ansi-tokenize/build/tokenize.js': [
		['import isFullwidthCodePoint', `import {surelyPlain} from ${JSON.stringify(plainTextFile)};\nimport isFullwidthCodePoint`],
		['const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });', `let segmenter;
const plainOrStyled = new RegExp(surelyPlain.source.replace('[', String.raw\`[\\n\\u001B\`));
const segmentsOf = text => plainOrStyled.test(text)
	? Array.from(text, (segment, index) => ({segment, index}))
	: (segmenter ??= new Intl.Segmenter(undefined, {granularity: 'grapheme'})).segment(text);`],
		['segmenter.segment(str)', 'segmentsOf(str)'],
	],
	// Ink forgets after each frame how wide its texts are and of what signs they consist, though nearly all are in the next frame again.
	'ink/build/output.js': [
		["import stringWidth from 'string-width';", "import stringWidth from 'string-width';\nimport QuickLRU from 'quick-lru';\nconst ignorable = /^\\p{Default_Ignorable_Code_Point}+$/u;"],
		['widths = new Map();\n', 'widths = new QuickLRU({maxSize: 4096});\n'],
		['blockWidths = new Map();\n', 'blockWidths = new QuickLRU({maxSize: 4096});\n'],
		['styledChars = new Map();\n', 'styledChars = new QuickLRU({maxSize: 512});\n'],
		[String.raw`!/^\p{Default_Ignorable_Code_Point}+$/u.test(character.value)`, '!ignorable.test(character.value)'],
		['export default class Output {', 'const caches = new OutputCaches();\nexport default class Output {'],
		['caches = new OutputCaches();\n    width;', 'caches = caches;\n    width;'],
	],
};

/** A file of a package as it goes into the bundle. */
export async function patched(path, file) {
	return changes[file].reduce((text, [before, after]) => {
		if (text.split(before).length !== 2) {
			throw new Error(`${path} does not hold "${before}" once: see whether it needs its change still`);
		}

		return text.replace(before, () => after);
	}, await readFile(path, 'utf8'));
}

export const patchedPackages = {
	name: 'patched-packages',
	setup(bundler) {
		for (const file of Object.keys(changes)) {
			bundler.onLoad({filter: new RegExp(`[/\\\\]node_modules[/\\\\]${file.replaceAll('/', '[/\\\\]').replaceAll('.', '\\.')}$`)}, async ({path}) => ({contents: await patched(path, file)}));
		}
	},
};
