import {existsSync, mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {makePrivateFolder} from '../../source/engines/kept-files.ts';

test('a folder is made once, for its owner alone, and never brings back the one that it lay in', () => {
	const folder = mkdtempSync(join(tmpdir(), 'kept-files-'));
	const own = join(folder, 'gcs');
	makePrivateFolder(own);
	makePrivateFolder(own);
	expect(statSync(own).mode & 0o777).toBe(0o700);
	writeFileSync(join(folder, 'file'), '');
	expect(() => makePrivateFolder(join(folder, 'file'))).toThrow('EEXIST');
	rmSync(folder, {recursive: true});
	expect(() => makePrivateFolder(own)).toThrow('ENOENT');
	expect(existsSync(folder)).toBe(false);
});
