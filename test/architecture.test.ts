import {execFileSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {describe, expect, test} from 'vitest';
import {type Import, importsOf, isOurs, packageOf} from './imports-of.ts';

const source = fileURLToPath(new URL('../source/', import.meta.url));
const texts = new Map(
	readdirSync(source, {recursive: true, encoding: 'utf8'})
		.map(file => file.replaceAll('\\', '/'))
		.filter(file => isOurs(file))
		.map(file => [file, readFileSync(source + file, 'utf8')]),
);

/** What each part of the house may import of ours, as folders and files; each may import itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
	'start.ts': ['cli.tsx'],
	'cli.tsx': ['command-line/', 'dashboard/', 'reports/', 'words/', 'time-limits.ts', 'version.ts'],
	'services.ts': [
		'command-line/',
		'data-folder/',
		'engines/start-engine.ts',
		'engines/engine.ts',
		'layers/',
		'scenarios/',
		'words/',
		'time-limits.ts',
		'version.ts',
	],
	// Its help shows the one key table.
	'command-line': ['dashboard/keys/keymap.ts', 'dashboard/keys/key-binding.ts', 'layers/', 'scenarios/', 'lab/', 'words/', 'version.ts'],
	'data-folder': ['words/'],
	dashboard: [
		'command-line/',
		'services.ts',
		'layers/',
		'tables/',
		'flows/',
		'stores/',
		'scenarios/',
		'lab/',
		'chance/',
		'words/',
		'time-limits.ts',
		'version.ts',
	],
	reports: ['command-line/', 'services.ts', 'layers/', 'tables/', 'flows/', 'stores/', 'scenarios/', 'lab/', 'chance/', 'words/', 'time-limits.ts'],
	tables: ['flows/', 'stores/', 'lab/', 'scenarios/', 'words/'],
	layers: ['engines/', 'stores/', 'scenarios/', 'words/'],
	flows: ['stores/', 'scenarios/', 'lab/', 'chance/', 'words/', 'end-thread.ts', 'time-limits.ts'],
	stores: ['scenarios/', 'words/', 'crc32c.ts', 'time-limits.ts'],
	scenarios: ['lab/', 'chance/', 'words/'],
	lab: ['chance/', 'words/'],
	chance: [],
	words: [],
	engines: ['crc32c.ts', 'end-thread.ts', 'time-limits.ts'],
	'crc32c.ts': [],
	'end-thread.ts': ['time-limits.ts'],
	'time-limits.ts': [],
	'version.ts': [],
};

/** The only places of each driver and of what draws. */
const homes: Readonly<Record<string, RegExp>> = {
	mongodb: /^stores\/mongo-[\w-]+\.ts$/,
	pg: /^stores\/postgres-ledger\.ts$/,
	ioredis: /^stores\/redis-[\w-]+\.ts$/,
	'@google-cloud/storage': /^stores\/gcs-archive\.ts$/,
	'@google-cloud/bigquery': /^stores\/bigquery-[\w-]+\.ts$/,
	'google-auth-library': /^stores\/bigquery-api\.ts$/,
	'teeny-request': /^stores\/google-connections\.ts$/,
	'@duckdb/node-api': /^stores\/duckdb-history\.ts$/,
	'@faker-js/faker': /^scenarios\/shop\/catalogue\.ts$/,
	bson: /^engines\/mongo\//,
	'@electric-sql/pglite': /^engines\/postgres\/backend-thread\.ts$/,
	ink: /^dashboard\//,
	react: /^dashboard\//,
	chalk: /^dashboard\/theme\.ts$/,
	'ink-table': /^dashboard\//,
	'csv-stringify': /^tables\/csv\.ts$/,
	meow: /^command-line\/read-command-line\.ts$/,
	'string-width': /^words\/columns\.ts$/,
	leven: /^command-line\/nearest\.ts$/,
	zod: /^(scenarios|stores)\//,
};

/** The scenarios whose facts are those of another one. */
const sameFacts: Readonly<Record<string, string>> = {merchants: 'shop'};

const part = (file: string) => file.split('/', 1)[0]!;

/** What is wrong with an import, if anything. */
function fault({from, to}: Import): string | undefined {
	const found = `${from} imports ${to}`;
	if (!isOurs(to)) {
		const isPure = ['chance', 'lab', 'scenarios', 'words'].includes(part(from));
		// The histogram of node:perf_hooks is arithmetic; all else of Node's reaches outside.
		const isAllowed = to.startsWith('node:') ? !isPure || to === 'node:perf_hooks' : homes[packageOf(to)]?.test(from);
		return isAllowed ? undefined : found;
	}

	// What a scenario is about, nobody knows but its own folder, and those of scenarios that are about the same.
	const [, scenario] = /^scenarios\/([\w-]+)\//.exec(to) ?? [];
	const [, importing] = /^scenarios\/([\w-]+)\//.exec(from) ?? [];
	if (scenario !== undefined && from !== 'scenarios/scenarios.ts' && scenario !== importing && sameFacts[importing ?? ''] !== scenario) {
		return found;
	}

	const [a, b] = [part(from), part(to)];
	if (a === 'engines' && b === 'engines') {
		return engineFault(from.split('/').slice(1), to.split('/').slice(1)) ? found : undefined;
	}

	const allowed = mayImport[a]?.some(place => (place.endsWith('/') ? to.startsWith(place) : to === place));
	return (a === b && a in mayImport) || allowed ? undefined : found;
}

/** An engine knows itself, what an engine is, and what all engines do with their files. */
function engineFault([engine]: readonly string[], [other, ...more]: readonly string[]): boolean {
	return more.length === 0 ? !['engine.ts', 'kept-files.ts'].includes(other!) : engine !== other;
}

const imports = [...texts].flatMap(([file, text]) => importsOf(file, text));

/** The packages that a store is reached through. */
const drivers = [
	...new Set(
		imports.filter(({from, to, kind}) => part(from) === 'stores' && !isOurs(to) && !/^(node:|zod)/.test(to) && kind !== 'type').map(({to}) => packageOf(to)),
	),
];

/** Everything loaded together with a file, packages included. */
function loadedWith(start: string): Set<string> {
	const loaded = new Set([start]);
	for (const file of loaded) {
		for (const {to} of imports.filter(({from, kind}) => from === file && kind === 'value')) {
			loaded.add(isOurs(to) ? to : packageOf(to));
		}
	}

	return loaded;
}

/** Rings of files that import each other, be it only for their types. */
function circles(edges: readonly Import[]): string[] {
	const found: string[] = [];
	const done = new Set<string>();
	const visit = (file: string, path: readonly string[]) => {
		if (path.includes(file)) {
			found.push([...path.slice(path.indexOf(file)), file].join(' > '));
		} else if (!done.has(file)) {
			for (const {to} of edges.filter(({from}) => from === file)) {
				visit(to, [...path, file]);
			}

			done.add(file);
		}
	};

	for (const {from} of edges) {
		visit(from, []);
	}

	return found;
}

describe('the house', () => {
	const root = fileURLToPath(new URL('../', import.meta.url));

	// A copy without its repository cannot tell what belongs to it.
	test.skipIf(!existsSync(`${root}.git`))('nothing lies at the top level but what belongs there', () => {
		const kept = execFileSync('git', ['ls-files'], {cwd: root, encoding: 'utf8'}).split('\n').filter(Boolean);
		expect([...new Set(kept.map(part))].sort()).toEqual(
			[
				'.ci',
				'.config',
				'.gitignore',
				'.npmrc',
				'.oxfmtrc.json',
				'.oxlintrc.json',
				'LICENSE',
				'README.md',
				'THIRD-PARTY-NOTICES.txt',
				'docker-compose.yml',
				'docs',
				'package-lock.json',
				'package.json',
				'source',
				'test',
				'tsconfig.json',
			].sort(),
		);
	});

	test('every import points down, every package is in its place', () => {
		expect(imports.length).toBeGreaterThan(600);
		expect(imports.filter(({to}) => isOurs(to) && !texts.has(to))).toEqual([]);
		expect(imports.map(fault).filter(found => found !== undefined)).toEqual([]);
	});

	test.each(drivers)('%s is loaded by exactly one file', driver => {
		expect(drivers).toEqual(expect.arrayContaining(['mongodb', 'ioredis', '@google-cloud/storage']));
		expect(new Set(imports.filter(({to, kind}) => packageOf(to) === driver && kind !== 'type').map(({from}) => from)).size).toBe(1);
	});

	test('only the command line exits', () => {
		expect(
			[...texts]
				.filter(([, text]) => /process\.(exit\(|exitCode|kill\(process\.pid|abort\()/.test(text))
				.map(([file]) => file)
				.sort(),
		).toEqual(['cli.tsx', 'start.ts']);
	});

	test('no two files import each other in a circle, types included', () => {
		expect(circles(imports)).toEqual([]);
	});

	test.each(['cli.tsx', 'dashboard/start-dashboard.tsx'])('%s loads no driver, no engine and no faker before it is needed', start => {
		const loaded = loadedWith(start);
		expect(loaded.size).toBeGreaterThan(3);
		expect([...loaded].filter(file => [...drivers, '@faker-js/faker'].includes(file) || /^engines\/[^/]+\//.test(file))).toEqual([]);
	});
});

describe('the test can fail', () => {
	test.each([
		['stores/redis-cache.ts', 'flows/seed-facts.ts'],
		['stores/redis-cache.ts', 'command-line/config.ts'],
		['stores/redis-cache.ts', 'layers/layers.ts'],
		['layers/redis.ts', 'flows/seed-facts.ts'],
		['layers/redis.ts', 'ioredis'],
		['engines/start-engine.ts', 'layers/layers.ts'],
		['stores/redis-cache.ts', 'lab/speed.ts'],
		['scenarios/shop/order.ts', 'stores/backend.ts'],
		['scenarios/shop/order.ts', 'node:fs'],
		['lab/speed.ts', 'stores/backend.ts'],
		['lab/speed.ts', 'scenarios/shop/order.ts'],
		['flows/seed-facts.ts', 'dashboard/state/state.ts'],
		['flows/seed-facts.ts', 'reports/text-table.ts'],
		['flows/seed-facts.ts', 'services.ts'],
		['flows/seed-facts.ts', 'ioredis'],
		['stores/redis-cache.ts', 'mongodb'],
		['stores/mongo-window.ts', 'bson'],
		['reports/text-report.ts', 'dashboard/state/state.ts'],
		['reports/text-report.ts', 'engines/start-engine.ts'],
		['dashboard/app.tsx', 'engines/start-engine.ts'],
		['dashboard/app.tsx', 'cli.tsx'],
		['dashboard/app.tsx', 'reports/text-report.ts'],
		['command-line/help-text.ts', 'dashboard/app.tsx'],
		['services.ts', 'engines/redis/start-redis-engine.ts'],
		['services.ts', 'flows/seed-facts.ts'],
		['command-line/config.ts', 'stores/mask-url.ts'],
		['words/problem.ts', 'chance/random.ts'],
		['words/money.ts', 'scenarios/shop/order.ts'],
		['words/money.ts', 'node:fs'],
		['engines/redis/start-redis-engine.ts', 'scenarios/shop/order.ts'],
		['engines/redis/start-redis-engine.ts', 'words/problem.ts'],
		['engines/redis/start-redis-engine.ts', 'engines/mongo/start-mongo-engine.ts'],
		['engines/redis/start-redis-engine.ts', 'engines/start-engine.ts'],
		['engines/redis/start-redis-engine.ts', 'ioredis'],
		['engines/redis/start-redis-engine.ts', 'bson'],
		['engines/start-engine.ts', 'engines/redis/start-redis-engine.ts'],
		['dashboard/app.tsx', 'scenarios/shop/shop.ts'],
		['flows/read-answer.ts', 'scenarios/shop/revenue.ts'],
		['scenarios/scenario.ts', 'scenarios/shop/revenue.ts'],
		['scenarios/rides/rides.ts', 'scenarios/shop/revenue.ts'],
		['reports/text-report.ts', 'react'],
		['scenarios/shop/order.ts', 'left-pad'],
		['utils.ts', 'words/problem.ts'],
	])('%s → %s', (from, to) => {
		expect(fault({from, to, kind: 'value'})).toBe(`${from} imports ${to}`);
	});

	test('rings are seen, of types too', () => {
		const ring = (kind: Import['kind']): Import[] => [
			{from: 'a.ts', to: 'b.ts', kind: 'value'},
			{from: 'b.ts', to: 'c.ts', kind: 'later'},
			{from: 'c.ts', to: 'a.ts', kind},
		];
		expect(circles(ring('value'))).toEqual(['a.ts > b.ts > c.ts > a.ts']);
		expect(circles(ring('type'))).toEqual(['a.ts > b.ts > c.ts > a.ts']);
		expect(circles(ring('type').slice(0, 2))).toEqual([]);
	});

	test('every form of import is seen', () => {
		const text = `
import a from './a.ts';
import type {B} from "./not-our-quotes.ts";
import type {B} from '../b.ts';
import {
	c,
	type D,
} from './c.ts';
import {type E, type F} from './e.ts';
import g, {h as i} from 'mongodb';
import * as z from 'zod/mini';
import './side-effect.ts';
export * from './j.ts';
export {k} from '@google-cloud/storage/sub';
// import x from './comment.ts';
/* import x from './comment.ts'; */
const later = await import('./later.ts');
const other = require('ioredis');
`;
		expect(importsOf('x/file.ts', text).map(({to, kind}) => `${kind} ${to}`)).toEqual([
			'value x/a.ts',
			'type b.ts',
			'value x/c.ts',
			'type x/e.ts',
			'value mongodb',
			'value zod/mini',
			'value x/side-effect.ts',
			'value x/j.ts',
			'value @google-cloud/storage/sub',
			'later x/later.ts',
			'later ioredis',
		]);
		expect(packageOf('@google-cloud/storage/sub')).toBe('@google-cloud/storage');
	});
});
