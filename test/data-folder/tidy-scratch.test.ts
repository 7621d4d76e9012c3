import {spawn} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {holdScratchFolder} from '../../source/data-folder/data-folder.ts';
import {tidyScratchFolders} from '../../source/data-folder/tidy-scratch.ts';
import {until} from '../until.ts';
import {plainEnvironment, program} from '../terminal/terminal.ts';

let base: string;

beforeEach(() => {
	base = mkdtempSync(join(tmpdir(), 'tidy-scratch-test-'));
	vi.stubEnv('TMPDIR', base);
});

afterEach(() => {
	vi.unstubAllEnvs();
	rmSync(base, {recursive: true, force: true});
});

test('what killed runs left goes, and nothing else does', async () => {
	const held = holdScratchFolder();
	const lock = readFileSync(join(held.path, 'shopstream.lock'), 'utf8');
	const outside = join(base, 'outside');
	const leave = (name: string, text?: string) => {
		mkdirSync(join(base, name, 'gcs', 'deep'), {recursive: true});
		writeFileSync(join(base, name, 'gcs', 'deep', 'file'), 'x');
		if (text !== undefined) {
			writeFileSync(join(base, name, 'shopstream.lock'), text);
		}
	};

	leave('shopstream-gone', '999999999\n');
	leave('shopstream-number-given-again', lock.replace(/ \d+ /, ' 1 '));
	leave('outside', '999999999\n');
	symlinkSync(outside, join(base, 'shopstream-gone', 'link'));
	symlinkSync(outside, join(base, 'shopstream-link'));
	leave('shopstream-of-another-version');
	leave('shopstream-of-another-container', lock.replace(/^\d+ (.*):.*/, '999999999 $1:[1]'));
	mkdirSync(join(base, 'shopstream-lock-is-link'));
	symlinkSync(join(outside, 'shopstream.lock'), join(base, 'shopstream-lock-is-link', 'shopstream.lock'));
	writeFileSync(join(base, 'shopstream-file'), '');
	const kept = readdirSync(base).filter(name => name !== 'shopstream-gone' && (name !== 'shopstream-number-given-again' || process.platform !== 'linux'));
	await tidyScratchFolders();
	expect(readdirSync(base)).toEqual(kept);
	expect(existsSync(join(outside, 'gcs', 'deep', 'file'))).toBe(true);
	held.release();
});

test('a temporary folder that is not there is no matter', async () => {
	vi.stubEnv('TMPDIR', join(base, 'not-there'));
	await tidyScratchFolders();
});

test('a run that is killed leaves its folder to the next one', async () => {
	const folders = () => readdirSync(base).filter(name => name.startsWith('shopstream-'));
	const killed = spawn(process.execPath, [program, 'bench', '--paced'], {env: {...plainEnvironment(), TMPDIR: base}, stdio: 'ignore'});
	await until(() => folders().some(name => existsSync(join(base, name, 'gcs'))));
	killed.kill('SIGKILL');
	await until(() => killed.signalCode !== null);
	expect(folders()).toHaveLength(1);
	const next = spawn(process.execPath, [program, 'report'], {env: {...plainEnvironment(), TMPDIR: base}, stdio: 'ignore'});
	await until(() => next.exitCode !== null);
	expect([next.exitCode, folders()]).toEqual([0, []]);
});
