// Lays in one file what parts of the program share that are loaded before the first frame. esbuild makes a file for each combination of parts
// that share some code: the first frame would wait for thirty.
import {join} from 'node:path';
import {build} from 'esbuild';

/** What is loaded before the first frame. */
const first = ['source/cli.tsx', 'source/dashboard/start-dashboard.tsx'];

/** What follows on it: what these two alone have in common, such as Ink, is a file of their own, which the command line does not load. */
const second = 'source/dashboard/session.tsx';

/** A plugin for a build with these options. It has each part ask for all that is shared: so there is one combination. */
export async function inOneFile(options) {
	const {
		metafile: {inputs},
	} = await build({...options, metafile: true, write: false});
	const root = options.absWorkingDir;
	const shared = sharedFiles(inputs)
		.map(file => `import ${JSON.stringify(join(root, file))};\n`)
		.join('');
	return {
		name: 'in-one-file',
		setup(bundler) {
			bundler.onResolve({filter: /^\./}, async ({path, kind, resolveDir, importer, pluginData}) => {
				if (kind !== 'dynamic-import' || pluginData?.isResolving) {
					return undefined;
				}

				const resolved = await bundler.resolve(path, {kind, resolveDir, importer, pluginData: {isResolving: true}});
				return resolved.path.startsWith(join(root, 'source')) ? {...resolved, namespace: 'part'} : resolved;
			});
			bundler.onLoad({filter: /./, namespace: 'part'}, ({path}) => ({contents: `${shared}export * from ${JSON.stringify(path)};`, resolveDir: root}));
		},
	};
}

/** Files of ours that are loaded before the first frame, and with more than one part. */
function sharedFiles(inputs) {
	const parts = new Set(
		Object.values(inputs).flatMap(({imports}) => imports.filter(({kind, external}) => kind === 'dynamic-import' && !external).map(({path}) => path)),
	);
	parts.delete(second);
	const loaded = [...parts].map(part => loadedWith(inputs, part));
	return Object.keys(inputs).filter(
		file => file.startsWith('source/') && first.some(part => loadedWith(inputs, part).has(file)) && loaded.filter(files => files.has(file)).length > 1,
	);
}

/** Files that are loaded together with one. */
function loadedWith(inputs, start) {
	const loaded = new Set([start]);
	for (const file of loaded) {
		for (const {path, kind, external} of inputs[file].imports) {
			if (kind !== 'dynamic-import' && !external) {
				loaded.add(path);
			}
		}
	}

	return loaded;
}
