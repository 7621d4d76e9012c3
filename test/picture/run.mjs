// npm run picture -- [NAME…]: writes the pictures of README and docs from real runs.
import {mkdir} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

const root = new URL('../../', import.meta.url);
const outdir = fileURLToPath(new URL('docs/', root));
await mkdir(outdir, {recursive: true});
const outfile = fileURLToPath(new URL('node_modules/.cache/picture/make-pictures.mjs', root));
await build({
	absWorkingDir: fileURLToPath(root),
	entryPoints: ['test/picture/make-pictures.ts'],
	bundle: true,
	format: 'esm',
	platform: 'node',
	packages: 'external',
	outfile,
	logLevel: 'warning',
});
const {makePictures} = await import(outfile);
await makePictures(fileURLToPath(root), process.argv.slice(2));
process.exit();
