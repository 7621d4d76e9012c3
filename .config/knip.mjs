// What nobody needs. `knip`: files, dependencies and exports that no other file asks for. `knip --production`: what the program
// itself has no use for, and only tests keep alive; there an export may be for a test, as long as its own file uses it too.
const isProduction = process.argv.includes('--production');

export default {
	entry: [
		'source/start.ts!',
		'source/layers/engine-worker.ts!',
		'source/engines/postgres/backend-thread.ts!',
		'source/flows/lab-worker.ts!',
		'.config/*.{mjs,ts}',
		'.config/mutation/*.{mjs,ts}',
		'test/**/*.test.{ts,tsx}',
		// Bundled by name.
		'test/bench/{measure.ts,bare-ink.tsx,empty.mjs,tell-heap.mjs}',
		'test/bench/memory.mjs',
		'test/bench/engines-memory.mjs',
		'test/picture/make-pictures.ts',
		'test/flows/fill-child.ts',
		'test/flows/restore-child.ts',
		'test/stores/history-child.ts',
	],
	project: ['source/**/*.{ts,tsx}!', 'test/**/*.{ts,tsx,mjs}', '.config/**/*.{mjs,ts}'],
	ignoreExportsUsedInFile: isProduction,
	// Of the machine, where it has them.
	ignoreBinaries: ['mkfifo', 'faketime', 'redis-server', 'psql'],
};
