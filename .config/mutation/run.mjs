// `npm run mutation -- lab flows`: changes the code of the named groups, or of all, again and again, and asks whether a test notices.
// Its 54 MB of packages are no part of `npm install`: they are installed beside this file when they are first wanted.
import {spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const stryker = `${folder}node_modules/.bin/stryker`;
const run = (command, args, env = {}) => spawnSync(command, args, {cwd: `${folder}../..`, stdio: 'inherit', env: {...process.env, ...env}}).status ?? 1;

if (!existsSync(stryker)) {
	// Vitest, which its runner wants beside it, is the project's own.
	run('npm', ['install', '--prefix', folder, '--legacy-peer-deps', '--no-package-lock', '--no-audit', '--no-fund']);
}

process.exitCode = run(stryker, ['run', '.config/mutation/stryker.config.mjs'], {SHOPSTREAM_MUTATION: process.argv.slice(2).join(' ')});
