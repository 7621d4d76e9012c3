// The packed file, installed into an empty folder, under each Node that it promises. `.ci/run` makes the folder and names the Nodes.
import {execFileSync, spawnSync} from 'node:child_process';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {plainEnvironment, Terminal} from '../terminal/terminal.ts';

const folder = process.env['SHOPSTREAM_TEST_PACKED'] ?? '';
const nodes = (process.env['SHOPSTREAM_TEST_NODES'] ?? '').split(':').filter(path => path !== '');
const runs = folder !== '' && nodes.length > 0;
const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = join(folder, 'node_modules/shopstream-tui/dist/cli.js');

test.runIf(!runs)('SHOPSTREAM_TEST_PACKED and SHOPSTREAM_TEST_NODES are not set: the packed file is not run', context => {
	context.skip();
});

/** What a command prints with --json; it fails with what went to standard error. */
function json(node: string, ...args: string[]): Record<string, unknown> {
	const text = execFileSync(node, [cli, ...args, '--json'], {cwd: folder, env: plainEnvironment(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']});
	return JSON.parse(text) as Record<string, unknown>;
}

const versionOf = (node: string) => execFileSync(node, ['--version'], {encoding: 'utf8'}).trim();

test.runIf(runs).each(nodes.map(node => [versionOf(node), node] as const))('Node %s: report, bench, archive and a key of the dashboard', async (_, node) => {
	expect(json(node, 'report')).toMatchObject({schema: 'shopstream.report/1', read: {outcome: 'miss'}});
	expect(json(node, 'bench', '--runs', '1')).toMatchObject({schema: 'shopstream.bench/1', mode: 'burst'});
	expect(json(node, 'archive')).toMatchObject({schema: 'shopstream.archive/2', archived: {days: 35}});
	const terminal = new Terminal([cli], {file: node, cwd: folder});
	await terminal.until(/Total/);
	terminal.press('b');
	await terminal.until(/\d × faster/);
	terminal.press('q');
	expect((await terminal.exited).exitCode).toBe(0);
});

// It was installed without what is optional, as by someone whose machine cannot have DuckDB.
test.runIf(runs)('without DuckDB the history says how to get it, and stores nothing before', () => {
	const {status, stdout, stderr} = spawnSync(nodes[0]!, [cli, 'history', '--orders', '1000'], {cwd: folder, env: plainEnvironment(), encoding: 'utf8'});
	expect({status, stdout, stderr}).toEqual({
		status: 1,
		stdout: '',
		stderr: expect.stringMatching(
			/^shopstream-tui: DuckDB is not installed: add it with npm install @duckdb\/node-api .*, or name a dataset of BigQuery with --bigquery\n$/,
		),
	});
});

test.runIf(nodes.length > 0).each(nodes.map(node => [versionOf(node), node] as const))('Node %s: a test runs as in npm test', (_, node) => {
	const {status, stderr} = spawnSync(node, ['node_modules/vitest/vitest.mjs', 'run', '--config', '.config/vitest.config.ts', 'test/words/count.test.ts'], {
		cwd: root,
		env: plainEnvironment({SHOPSTREAM_TEST_THOROUGH: ''}),
		encoding: 'utf8',
	});
	expect({status, stderr}).toEqual({status: 0, stderr: ''});
});

test.runIf(nodes.length > 0).each(nodes.map(node => [versionOf(node), node] as const))('Node %s: nothing is said of what a library still calls', (_, node) => {
	const {status, stderr} = spawnSync(node, [join(root, 'dist/cli.js'), 'archive'], {env: plainEnvironment(), encoding: 'utf8'});
	expect({status, stderr}).toEqual({status: 0, stderr: 'These objects were temporary: keep them with --data DIR or --bucket NAME.\n'});
});
