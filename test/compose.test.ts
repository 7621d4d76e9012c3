// No package reads YAML here, so only its plainest form is read: mappings by indentation, flow lists and quoted text as JSON.
import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {gcs} from '../source/layers/gcs.ts';
import type {Layer} from '../source/layers/layer.ts';
import {layers} from '../source/layers/layers.ts';

type Node = string | {[key: string]: Node} | Node[];

/** Reads what docker-compose.yml uses of YAML, and refuses the rest. */
function readYaml(text: string): Node {
	const lines = text
		.split('\n')
		.map(line => line.replace(/(^|\s)#.*$/, ''))
		.filter(line => line.trim() !== '')
		.map(line => ({indent: line.length - line.trimStart().length, text: line.trim()}));
	let at = 0;
	const scalar = (value: string): Node => (/^["[]/.test(value) ? (JSON.parse(value) as Node) : value);
	const block = (indent: number): Node => {
		if (lines[at]!.text.startsWith('- ')) {
			const list: Node[] = [];
			while (at < lines.length && lines[at]!.indent === indent && lines[at]!.text.startsWith('- ')) {
				const item = lines[at]!.text.slice(2);
				if (/^[\w-]+:( |$)/.test(item)) {
					lines[at] = {indent: indent + 2, text: item};
					list.push(block(indent + 2));
				} else {
					list.push(scalar(item));
					at++;
				}
			}

			return list;
		}

		const mapping: {[key: string]: Node} = {};
		while (at < lines.length && lines[at]!.indent === indent) {
			const [, key, value] = /^([\w-]+):(?: (.*))?$/.exec(lines[at]!.text) ?? [];
			if (key === undefined || key in mapping) {
				throw new Error(`not the plain YAML that this test reads: ${lines[at]!.text}`);
			}

			at++;
			mapping[key] = value ? scalar(value) : at < lines.length && lines[at]!.indent > indent ? block(lines[at]!.indent) : '';
		}

		return mapping;
	};

	const root = block(0);
	expect(at).toBe(lines.length);
	return root;
}

type Service = {
	image: string;
	ports: string[];
	command?: string[];
	healthcheck: {test: string[]; interval: string; timeout: string; retries: string};
	configs?: Array<{source: string; target: string}>;
};
const {services, configs} = readYaml(readFileSync(new URL('../docker-compose.yml', import.meta.url), 'utf8')) as unknown as {
	services: Record<string, Service>;
	configs: Record<string, Node>;
};

/** The port published on loopback for a URL that --compose expects. */
const published = (url: string) => {
	const {hostname, port} = new URL(url);
	return `${hostname}:${port}:${port}`;
};

test('it serves each layer where --compose looks, on loopback only', () => {
	expect(Object.fromEntries(Object.entries(services).map(([name, {ports}]) => [name, ports]))).toEqual(
		Object.fromEntries(
			layers
				.filter(({flags}: Layer) => flags.some(({compose}) => compose))
				.map(({name, flags}: Layer) => [name, flags.filter(({value}) => value === 'URL').map(({compose}) => published(compose!))]),
		),
	);
});

test('every image is pinned to a version, MongoDB and Redis to 8', () => {
	for (const {image} of Object.values(services)) {
		expect(image).toMatch(/^[\w/-]+:\d+\.\d+(?:\.\d+)?$/);
	}

	expect(services['mongo']!.image).toMatch(/^mongo:8\./);
	expect(services['redis']!.image).toMatch(/^redis:8\./);
});

test('every service has a health check that can fail and ends', () => {
	for (const {healthcheck} of Object.values(services)) {
		expect(healthcheck).toMatchObject({
			test: expect.arrayContaining(['CMD']) as string[],
			interval: expect.stringMatching(/^\d+s$/) as string,
			timeout: expect.stringMatching(/^\d+s$/) as string,
			retries: expect.stringMatching(/^\d+$/) as string,
		});
		expect(healthcheck.test.length).toBeGreaterThan(2);
	}
});

test('fake-gcs-server knows the address it is reached at, and holds the bucket', () => {
	const command = services['gcs']!.command!;
	const after = (flag: string) => command[command.indexOf(flag) + 1];
	const [bucket, endpoint] = gcs.flags.map(({compose}) => compose) as [string, string];
	expect(after('-external-url')).toBe(endpoint);
	expect(after('-port')).toBe(new URL(endpoint).port);
	expect(after('-scheme')).toBe('http');
	const [{source, target}] = services['gcs']!.configs as [{source: string; target: string}];
	expect(target.startsWith(`${after('-data')}/${bucket}/`)).toBe(true);
	expect(Object.keys(configs)).toContain(source);
});

test('the reader reads what it should and refuses what it does not know', () => {
	expect(readYaml('a:\n  b: ["x", "#y"]\n  c:\n    - "1:2"\n    - d: e\n      f: g\n# note\nh: i # note\nj:\n')).toEqual({
		a: {b: ['x', '#y'], c: ['1:2', {d: 'e', f: 'g'}]},
		h: 'i',
		j: '',
	});
	expect(() => readYaml('a: 1\na: 2')).toThrow('not the plain YAML');
	expect(() => readYaml('? a\n: b')).toThrow('not the plain YAML');
});
