import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {openTerminal} from '../terminal/open-dashboard.ts';
import {until} from '../until.ts';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
let folder: string;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'first-frame-'));
});

afterAll(() => rmSync(folder, {recursive: true, force: true}));

/** The built files that are loaded before the first frame: the two parts that draw it, and what they import at once. */
function loadedFirst(): readonly string[] {
	const files = new Set(['cli.js', ...readdirSync(dist).filter(file => /^(?:cli|start-dashboard)-\w+\.js$/.test(file))]);
	for (const file of files) {
		for (const [, imported] of readFileSync(dist + file, 'utf8').matchAll(/(?:^|[;}\n])(?:import|export)(?:[^("';]*from)?"\.\/([\w-]+\.js)"/g)) {
			files.add(imported!);
		}
	}

	return [...files];
}

test('little is loaded before it, in few files', () => {
	const files = loadedFirst();
	expect(files.filter(file => /^(cli|start-dashboard)-/.test(file))).toHaveLength(2);
	expect(files.length).toBeLessThanOrEqual(mostFiles);
	expect(files.reduce((sum, file) => sum + statSync(dist + file).size, 0)).toBeLessThan(mostBytes);
});

/** React, Ink and yoga are 400,000 bytes of these. */
const mostBytes = 830_000;
const mostFiles = 6;

/** Node takes 10 ms for the first object of Intl, whatever it is: it reads all languages that it has. */
test('nothing of Intl is made before it, in whatever zone', async () => {
	const notes = join(folder, 'notes.txt');
	writeFileSync(notes, '');
	const preload = fileURLToPath(new URL('tell-intl.cjs', import.meta.url));
	const terminal = openTerminal([], {env: {NODE_OPTIONS: `--require=${preload}`, TELL_INTL: notes, TZ: 'Europe/Berlin'}});
	await until(() => readFileSync(notes, 'utf8').includes('first frame'));
	expect(readFileSync(notes, 'utf8')).toBe('first frame\n');
	await terminal.until(/\d\d:\d\d:\d\d CES?T/);
	await terminal.end();
});
