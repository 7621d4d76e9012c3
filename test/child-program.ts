import {mkdtempSync, rmSync} from 'node:fs';
import {basename, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A program of the tests as one file, to be run and killed. */
export type ChildProgram = {readonly path: string; remove(): void};

/** @param source from the repository's root: 'test/flows/fill-child.ts' */
export async function bundleChild(source: string): Promise<ChildProgram> {
	const name = basename(source, '.ts');
	// Beside the packages, which the child finds from there.
	const folder = mkdtempSync(join(root, `node_modules/.${name}-`));
	const path = join(folder, `${name}.mjs`);
	await build({
		entryPoints: [join(root, source)],
		outfile: path,
		bundle: true,
		platform: 'node',
		format: 'esm',
		packages: 'external',
		define: {SHOPSTREAM_VERSION: '"test"'},
	});
	return {path, remove: () => rmSync(folder, {recursive: true, force: true})};
}
