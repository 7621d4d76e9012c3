// Makes the folder of a new PostgreSQL database once, in the build: initdb takes seconds and 800 MB, a learner's machine need not.
import {createHash} from 'node:crypto';
import {mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {homedir, tmpdir} from 'node:os';
import {basename, dirname, join} from 'node:path';
import {promisify} from 'node:util';
import {brotliCompress, constants} from 'node:zlib';

/** What the database is made with: small WAL segments, since an empty database is most of what is written to the disk. */
const initDbStartParams = ['--wal-segsize=1'];

/** The one database, as the lesson calls it; `postgres` by another name. */
const naming = 'ALTER DATABASE postgres RENAME TO shopstream';

/**
 * The snapshot: a JSON list of [path, bytes] (a folder has no bytes) with its length in front (32 bits), then the files one after
 * the other; compressed. It is kept in the user's cache folder until PGlite or its recipe changes.
 * @param {string} root @returns {Promise<string>} its path
 */
export async function postgresSnapshot(root) {
	const {version} = JSON.parse(await readFile(join(root, 'node_modules/@electric-sql/pglite/package.json'), 'utf8'));
	const recipe = createHash('sha256')
		.update(version)
		.update(await readFile(new URL(import.meta.url)))
		.digest('hex')
		.slice(0, 16);
	const path = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'shopstream-tui', `postgres-${recipe}.br`);
	if (!(await readFile(path).catch(() => undefined))) {
		const made = await compress(await makeDatabase());
		await mkdir(dirname(path), {recursive: true});
		// Two builds at once: each moves a whole file into its place.
		await writeFile(`${path}.${process.pid}`, made);
		await rename(`${path}.${process.pid}`, path);
	}

	return path;
}

async function makeDatabase() {
	const {PGlite} = await import('@electric-sql/pglite');
	const folder = await mkdtemp(join(tmpdir(), 'postgres-snapshot-'));
	try {
		const database = await PGlite.create({dataDir: folder, database: 'template1', initDbStartParams});
		await database.exec(naming);
		await database.close();
		const entries = (await readdir(folder, {recursive: true, withFileTypes: true}))
			.map(entry => ({path: join(entry.parentPath ?? entry.path, entry.name), isFile: entry.isFile()}))
			// Folders first; then files of one name, which the three databases have in common, side by side.
			.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
		const files = await Promise.all(entries.map(async ({path, isFile}) => (isFile ? readFile(path) : undefined)));
		const list = Buffer.from(
			JSON.stringify(entries.map(({path}, i) => [path.slice(folder.length + 1).replaceAll('\\', '/'), ...(files[i] ? [files[i].length] : [])])),
		);
		const length = Buffer.alloc(4);
		length.writeUInt32BE(list.length);
		return Buffer.concat([length, list, ...files.filter(file => file !== undefined)]);
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
}

function orderOf({path, isFile}) {
	return isFile ? `1${basename(path)}/${path}` : `0${path}`;
}

async function compress(bytes) {
	return promisify(brotliCompress)(bytes, {
		params: {
			[constants.BROTLI_PARAM_QUALITY]: 9,
			[constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
			[constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
		},
	});
}
