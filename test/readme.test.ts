import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {keyTable} from './readme/key-table.ts';
import {commandNames} from '../source/command-line/commands.ts';
import {dashed} from '../source/command-line/dashed.ts';
import {flagNames} from '../source/command-line/flags.ts';
import {scenarios} from '../source/scenarios/scenarios.ts';
import {helpText} from '../source/command-line/help-text.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test("the README's key table is the key table", () => {
	expect(readme).toContain(`-->\n${keyTable()}\n<!-- /keys -->`);
});

test('README and help say what each scenario teaches', () => {
	for (const {name, teaches} of scenarios) {
		expect(readme).toContain(`- **${name}**: `);
		expect(teaches.filter(line => !readme.includes(`  - ${line}\n`) || !helpText().includes(`     ${line}\n`))).toEqual([]);
	}
});

test('the README opens with the two commands', () => {
	expect(readme.split('\n').slice(0, 5)).toEqual(['# shopstream-tui', '', '```sh', 'npm install && npm start', 'npm install && npm test']);
});

test('help fits 80 columns, and names every flag and command', () => {
	expect(
		Math.max(
			...helpText()
				.split('\n')
				.map(line => line.length),
		),
	).toBeLessThanOrEqual(80);
	for (const name of flagNames) {
		expect(helpText()).toContain(`\n    ${dashed(name)} `);
	}

	for (const command of commandNames) {
		expect(command === 'dashboard' || helpText().includes(`\n    ${command} `)).toBe(true);
	}
});

test.each(readdirSync(new URL('../docs', import.meta.url)).filter(name => name.endsWith('.md')))('every file that docs/%s names is there', name => {
	const page = readFileSync(new URL(`../docs/${name}`, import.meta.url), 'utf8');
	const named = [...page.matchAll(/`((?:source|test|\.config|docs)\/[\w./-]*)`/g)].map(([, path]) => path!);
	expect(named.filter(path => !existsSync(new URL(`../${path}`, import.meta.url)))).toEqual([]);
	expect(readme).toContain(`(docs/${name})`);
});
