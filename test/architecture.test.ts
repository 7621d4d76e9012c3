import {readdirSync, readFileSync} from 'node:fs';
import {dirname, join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';
import {describe, expect, test} from 'vitest';

const source = fileURLToPath(new URL('../source/', import.meta.url));

/** An import: from a file of the source to a file of ours or a package. */
type Import = {readonly from: string; readonly to: string};

/** What each part of the house may import of ours; every part may import itself and the ground. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
	'cli.tsx': ['config.ts', 'help-text.ts', 'dashboard', 'reports'],
	'help-text.ts': ['config.ts', 'dashboard'],
	'config.ts': ['lab'],
	'data-folder.ts': ['orders'],
	'services.ts': ['config.ts', 'data-folder.ts', 'engines', 'stores', 'orders'],
	dashboard: ['config.ts', 'services.ts', 'reports', 'flows', 'stores', 'lab', 'orders'],
	reports: ['config.ts', 'services.ts', 'flows', 'stores', 'lab', 'orders'],
	flows: ['stores', 'lab', 'orders'],
	stores: ['orders'],
	lab: ['orders'],
	orders: [],
	engines: [],
	'problem.ts': [],
	'version.ts': [],
};

const ground = ['problem.ts', 'version.ts'];

/** Parts that stand on nothing at all. */
const groundless = ['orders', 'lab', 'engines'];

/** The only place of each driver, and of what draws. */
const homes: Readonly<Record<string, RegExp>> = {
	mongodb: /^stores\/mongo-window\.ts$/,
	ioredis: /^stores\/redis-cache\.ts$/,
	'@google-cloud/storage': /^stores\/gcs-archive\.ts$/,
	bson: /^engines\/mongo\//,
	ink: /^dashboard\//,
	react: /^dashboard\//,
	'ink-table': /^dashboard\//,
	meow: /^cli\.tsx$/,
};

function part(file: string): string {
	return file.split('/')[0]!;
}

/** What is wrong with an import, if anything. */
function fault({from, to}: Import): string | undefined {
	if (!to.includes('.ts')) {
		const home = homes[to.startsWith('@') ? to.split('/').slice(0, 2).join('/') : to.split('/')[0]!];
		return home && !home.test(from) ? `${from} imports the package ${to}` : undefined;
	}

	const [a, b] = [part(from), part(to)];
	if (a === 'engines' && b === 'engines') {
		// An engine knows itself and what an engine is; only the worker knows them all.
		const [engine, other] = [from.split('/')[1]!, to.split('/')[1]!];
		const isAllowed = engine === other || !other.includes('.') ? engine === other || from === 'engines/engine-worker.ts' : true;
		return isAllowed ? undefined : `${from} imports ${to} of another engine`;
	}

	const isAllowed = a === b || (mayImport[a] ?? []).includes(b) || (ground.includes(b) && !groundless.includes(a));
	return isAllowed ? undefined : `${from} imports ${to}`;
}

function files(): string[] {
	return readdirSync(source, {recursive: true, encoding: 'utf8'}).filter(file => /\.tsx?$/.test(file)).map(file => file.replaceAll('\\', '/'));
}

function importsOf(file: string): Import[] {
	const text = readFileSync(join(source, file), 'utf8');
	const found = text.matchAll(/(?:^|\n)\s*(?:import|export)[^'"\n;]*?from '([^']+)'|import\('([^']+)'\)|\n} from '([^']+)'/g);
	return [...found].map(([, a, b, c]) => (a ?? b ?? c)!).map(target => ({
		from: file,
		to: target.startsWith('.') ? relative(source, join(source, dirname(file), target)).replaceAll('\\', '/') : target,
	}));
}

const imports = files().flatMap(importsOf);

describe('the house', () => {
	test('every import points down', () => {
		expect(imports.length).toBeGreaterThan(300);
		expect(imports.map(fault).filter(found => found !== undefined)).toEqual([]);
	});

	test('only the command line exits', () => {
		expect(files().filter(file => /process\.exit\(/.test(readFileSync(join(source, file), 'utf8')))).toEqual(['cli.tsx']);
	});

	test('no two files import each other in a circle, but for types', () => {
		const edges = new Map<string, string[]>();
		for (const file of files()) {
			const text = readFileSync(join(source, file), 'utf8').replaceAll(/import type [^;]*;/g, '');
			edges.set(file, [...text.matchAll(/from '(\.[^']+)'/g)].map(([, target]) => relative(source, join(source, dirname(file), target!)).replaceAll('\\', '/')));
		}

		const circles: string[] = [];
		const done = new Set<string>();
		const visit = (file: string, path: readonly string[]) => {
			if (path.includes(file)) {
				circles.push([...path.slice(path.indexOf(file)), file].join(' > '));
				return;
			}

			if (!done.has(file)) {
				for (const next of edges.get(file) ?? []) {
					visit(next, [...path, file]);
				}

				done.add(file);
			}
		};

		for (const file of edges.keys()) {
			visit(file, []);
		}

		expect(circles).toEqual([]);
	});

	test.each([
		[{from: 'stores/redis-cache.ts', to: 'flows/seed-orders.ts'}],
		[{from: 'orders/order.ts', to: 'lab/speed.ts'}],
		[{from: 'lab/speed.ts', to: 'stores/backend.ts'}],
		[{from: 'engines/redis/start-redis-engine.ts', to: 'orders/order.ts'}],
		[{from: 'engines/redis/start-redis-engine.ts', to: 'engines/mongo/start-mongo-engine.ts'}],
		[{from: 'flows/seed-orders.ts', to: 'dashboard/state.ts'}],
		[{from: 'flows/seed-orders.ts', to: 'ioredis'}],
		[{from: 'reports/text-report.ts', to: 'dashboard/state.ts'}],
		[{from: 'dashboard/app.tsx', to: 'engines/start-engine.ts'}],
	])('the test would see %o', bad => {
		expect(fault(bad)).toBeDefined();
	});
});
