import {spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {until} from '../until.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dist = join(root, 'dist');

/** What stands in dist/: each file with a hash of what it holds. */
const parts = () =>
	new Map(
		readdirSync(dist).map(file => [
			file,
			createHash('sha256')
				.update(readFileSync(join(dist, file)))
				.digest('hex'),
		]),
	);

test('a program that runs finds all its parts while another terminal builds it anew', {timeout: 120_000}, async () => {
	const before = parts();
	let code: number | undefined;
	spawn(process.execPath, ['.config/build.mjs'], {cwd: root, stdio: 'ignore'}).once('exit', ended => {
		code = ended ?? -1;
	});
	const gone = new Set<string>();
	await until(() => {
		const here = new Set(readdirSync(dist));
		[...before.keys()].filter(file => !here.has(file)).forEach(file => gone.add(file));
		return code !== undefined;
	});
	expect(code).toBe(0);
	expect([...gone]).toEqual([]);
	expect(parts()).toEqual(before);
});
