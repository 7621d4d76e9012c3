// Bundles the program, and apart from it the workers of the engines and the laboratory, into dist/, and lays what PostgreSQL needs beside them.
// All is made in another folder first: a program that runs from dist/ meanwhile, in a second terminal, finds its parts whole at every moment.
// `--notices` also rewrites THIRD-PARTY-NOTICES.txt.
import {copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {inOneFile} from './in-one-file.mjs';
import {patchedPackages} from './patched-packages.mjs';
import {postgresSnapshot} from './postgres-snapshot.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const {version} = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));

/** What stands in for packages that others import and this program does without. */
const standIns = {
	// Ink asks for it in development alone.
	'react-devtools-core': 'export default {connectToDevTools() {}}',
	// The table tells its rows apart by a hash of each: their JSON does as well, and needs no cryptography.
	'object-hash': 'export const sha1 = JSON.stringify',
};

const stoodIn = {
	name: 'stood-in',
	setup(bundler) {
		bundler.onResolve({filter: new RegExp(`^(${Object.keys(standIns).join('|')})$`)}, ({path}) => ({path, namespace: 'stand-in'}));
		bundler.onLoad({filter: /./, namespace: 'stand-in'}, ({path}) => ({contents: standIns[path]}));
	},
};

await mkdir(join(root, 'node_modules/.cache'), {recursive: true});
const made = await mkdtemp(join(root, 'node_modules/.cache/dist-'));
const common = {
	absWorkingDir: root,
	outdir: made,
	bundle: true,
	splitting: true,
	format: 'esm',
	platform: 'node',
	target: 'node20.19',
	minify: true,
	// Packages look at names: the upload client takes only a signal whose class is called AbortSignal, and errors are told by `name`.
	keepNames: true,
	legalComments: 'none',
	metafile: true,
	logLevel: 'warning',
	define: {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"', SHOPSTREAM_VERSION: JSON.stringify(version)},
	// CommonJS packages inside an ES module bundle still call require for Node's own modules.
	banner: {js: "import {createRequire as __createRequire} from 'node:module';const require=__createRequire(import.meta.url);"},
	// DuckDB is not for every machine; the others are optional companions of the drivers of PostgreSQL and MongoDB, which do without.
	external: [
		'@duckdb/node-api',
		'pg-native',
		'kerberos',
		'snappy',
		'@mongodb-js/zstd',
		'mongodb-client-encryption',
		'socks',
		'aws4',
		'@aws-sdk/credential-providers',
	],
	plugins: [stoodIn, patchedPackages],
};
const program = {...common, entryPoints: {cli: 'source/start.ts'}};
const builds = [
	{...program, plugins: [await inOneFile(program), ...common.plugins]},
	{
		...common,
		entryPoints: {
			'engine-worker': 'source/layers/engine-worker.ts',
			'postgres-backend': 'source/engines/postgres/backend-thread.ts',
			'lab-worker': 'source/flows/lab-worker.ts',
		},
		// An engine's thread knows the layers, but opens no store.
		external: [...common.external, '../stores/*'],
	},
];
try {
	const results = await Promise.all(builds.map(async options => build(options)));
	const outputs = Object.assign({}, ...results.map(({metafile}) => metafile.outputs));
	await nameOnlyClasses(Object.keys(outputs));
	await addPostgres();
	if (process.argv.includes('--notices')) {
		const {writeNotices} = await import('./notices.mjs');
		await writeNotices(root, outputs);
	}

	await replaceDist();
} finally {
	await rm(made, {recursive: true, force: true});
}

/** Each file takes the place of the one before it in one step; what is no part of the program any more goes last. */
async function replaceDist() {
	const dist = join(root, 'dist');
	const files = await readdir(made);
	await mkdir(dist, {recursive: true});
	const isPart = file => /-[A-Z\d]{8}\.js$/.test(file);
	// What others ask for comes before what asks.
	for (const file of [...files.filter(isPart), ...files.filter(file => !isPart(file))]) {
		await rename(join(made, file), join(dist, file));
	}

	const old = (await readdir(dist)).filter(file => !files.includes(file));
	await Promise.all(old.map(async file => rm(join(dist, file), {recursive: true, force: true})));
}

/** PGlite's code and its files of PostgreSQL's own (time zones, words), as they come, and the snapshot of a new database. */
async function addPostgres() {
	const pglite = join(root, 'node_modules/@electric-sql/pglite/dist');
	await Promise.all([
		...['pglite.wasm', 'pglite.data'].map(async file => copyFile(join(pglite, file), join(made, file))),
		copyFile(await postgresSnapshot(root), join(made, 'postgres-snapshot.br')),
	]);
}

/**
 * The helper that keeps names is called for every function that is made, a dozen of them at each cache hit, which is what this program measures,
 * and thousands before the first frame. Names are looked at of classes alone: these are named in place, and the helper gives back what it is given.
 */
async function nameOnlyClasses(files) {
	const helper = /\((\w+),(\w+)\)=>\w+\(\1,"name",\{value:\2,configurable:!0\}\)/g;
	const ofClass = /static\{\w+\(this,("[^"]*")\)/g;
	let found = 0;
	for (const file of files) {
		const text = await readFile(join(root, file), 'utf8');
		const changed = text
			.replaceAll(helper, (_, named) => {
				found++;
				return `${named}=>${named}`;
			})
			.replaceAll(ofClass, 'static{Object.defineProperty(this,"name",{value:$1,configurable:!0})');
		if (changed !== text) {
			await writeFile(join(root, file), changed);
		}
	}

	if (found !== builds.length) {
		throw new Error(`the helper that keeps names was found ${found} times in the bundles, not once in each`);
	}
}
