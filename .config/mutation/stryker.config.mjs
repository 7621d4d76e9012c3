// `npm run mutation -- lab update …`: which changes of the code would no test notice? Of all groups, or of those that are named.
/** Files that are changed, and the tests that shall notice. */
const groups = {
	lab: {mutate: ['source/lab/{cache-policy,read-through,protections}.ts'], tests: ['test/lab/{cache-policy,read-through,protections}.test.ts']},
	update: {mutate: ['source/dashboard/update/*.ts'], tests: ['test/dashboard/{update,keys,prompts}/*.test.ts']},
	selectors: {
		mutate: ['source/dashboard/selectors/*.ts'],
		tests: ['test/dashboard/{selectors,update,panels}/*.test.{ts,tsx}', 'test/dashboard/screens/**/*.test.{ts,tsx}'],
	},
	panels: {
		mutate: ['source/dashboard/screens/{dashboard,laboratory}/{cache-view,error-lines,table-columns,figures-table,verdicts}.ts'],
		// Their figures alone: a frame takes a second to draw, and there are five hundred changes.
		tests: ['test/dashboard/screens/{dashboard,laboratory}/{cache-view,error-lines,table-columns,figures-table,verdicts}.test.ts'],
	},
	flows: {mutate: ['source/flows/read-answer.ts'], tests: ['test/flows/{read-answer,read-answer-steps}.test.ts']},
};

const wanted = (process.env.SHOPSTREAM_MUTATION ?? '').split(' ').filter(Boolean);
const chosen = Object.entries(groups).filter(([name]) => wanted.length === 0 || wanted.includes(name));
process.env.SHOPSTREAM_MUTATION_TESTS = chosen.flatMap(([, {tests}]) => tests).join(' ');

export default {
	testRunner: 'vitest',
	plugins: ['@stryker-mutator/vitest-runner'],
	// The tests are named; which of them touch what is changed, Vitest need not find out.
	vitest: {configFile: '.config/mutation/vitest.config.ts', related: false},
	mutate: chosen.flatMap(([, {mutate}]) => mutate),
	// Types are no behaviour, and what is only said is not changed: a test of wording is a copy of it.
	mutator: {excludedMutations: ['StringLiteral']},
	ignoreStatic: true,
	concurrency: Number(process.env.SHOPSTREAM_MUTATION_AT_ONCE ?? 2),
	// Longer than a test may take: this ends only what never gives the thread back, not what a busy machine makes slow.
	timeoutMS: 15_000,
	incremental: true,
	incrementalFile: '.test-results/mutation.json',
	reporters: ['progress-append-only', 'clear-text', 'html'],
	clearTextReporter: {allowColor: false, logTests: false, reportScoreTable: true},
	htmlReporter: {fileName: '.test-results/mutation.html'},
	tempDirName: '.test-results/mutation',
	thresholds: {high: 90, low: 80, break: 80},
	tsconfigFile: 'none.json',
	ignorePatterns: ['.git', 'dist', '.test-results', 'docs', '*.md'],
};
