// npm run bench: ratios with medians, measured interleaved in one run. `--quick` takes fewer rounds.
import {mkdir} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

const root = new URL('../../', import.meta.url);
const outdir = fileURLToPath(new URL('node_modules/.cache/shopstream-bench/', root));
await mkdir(outdir, {recursive: true});
const common = {
	absWorkingDir: fileURLToPath(root),
	bundle: true,
	format: 'esm',
	platform: 'node',
	target: 'node20.19',
	outdir,
	outExtension: {'.js': '.mjs'},
	logLevel: 'warning',
};
await build({...common, entryPoints: ['test/bench/measure.ts', 'test/bench/making-orders.ts'], packages: 'external'});
await build({
	...common,
	entryPoints: ['test/bench/bare-ink.tsx'],
	minify: true,
	define: {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"'},
	banner: {js: "import {createRequire as __createRequire} from 'node:module';const require=__createRequire(import.meta.url);"},
	alias: {'react-devtools-core': fileURLToPath(new URL('empty.mjs', import.meta.url))},
	jsx: 'automatic',
});
const {measure} = await import(new URL('node_modules/.cache/shopstream-bench/measure.mjs', root).href);
await measure({
	root: fileURLToPath(root),
	bareInk: `${outdir}bare-ink.mjs`,
	quick: process.argv.includes('--quick'),
});
process.exit();
