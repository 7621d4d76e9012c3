import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type Config, readConfig} from '../../source/command-line/config.ts';
import {argumentOf, commandNames} from '../../source/command-line/commands.ts';
import {dashed} from '../../source/command-line/dashed.ts';
import {flagNames} from '../../source/command-line/flags.ts';
import {Problem} from '../../source/words/problem.ts';
import {configOf} from '../config-of.ts';
import {listed} from '../../source/words/listed.ts';
import {scenarios} from '../../source/scenarios/scenarios.ts';
import {byLayer, engineLayers, layers, portFlagOf, serverFlags, type Servers} from '../../source/layers/layers.ts';

const noServers = byLayer(() => undefined);

/** What nothing said gives, without a terminal. */
const defaults: Config<'report'> = {
	command: 'report',
	scenario: scenarios[0],
	servers: noServers,
	ports: {},
	dataFolder: undefined,
	orders: 500,
	days: 35,
	seed: 42,
	timeZone: {variable: undefined},
	ttlSeconds: 300,
	json: false,
	csv: false,
	ascii: false,
};

const servers = (named: Partial<Servers>) => ({servers: {...noServers, ...named}});

type Given = Readonly<Record<string, unknown>>;

const read = (given: Given = {}, environment: NodeJS.ProcessEnv = {}, words: readonly string[] = [], isTerminal = false) =>
	readConfig({words, flags: given}, environment, isTerminal);

const sentenceOf = (act: () => unknown): {sentence: string; exitCode: number} => {
	try {
		act();
	} catch (error) {
		expect(error).toBeInstanceOf(Problem);
		const {message, exitCode} = error as Problem;
		return {sentence: message, exitCode};
	}

	throw new Error('nothing was wrong');
};

test('nothing said: the report on embedded engines', () => {
	expect(read()).toEqual(defaults);
});

describe('each flag', () => {
	test.each<[Given, Partial<Config> | object]>([
		[{mongoUrl: 'mongodb://u:p@h:27017/x?replicaSet=r'}, servers({mongo: 'mongodb://u:p@h:27017/x?replicaSet=r'})],
		[{mongoUrl: 'mongodb+srv://c.example.net'}, servers({mongo: 'mongodb+srv://c.example.net'})],
		[{mongoUrl: 'mongodb://a:1,b:2,[::1]:3/shop'}, servers({mongo: 'mongodb://a:1,b:2,[::1]:3/shop'})],
		[{postgresUrl: 'postgresql://u:p@h:5433/shop?sslmode=require'}, servers({postgres: 'postgresql://u:p@h:5433/shop?sslmode=require'})],
		[{redisUrl: 'redis://:p@h:6379/2'}, servers({redis: 'redis://:p@h:6379/2'})],
		[{redisUrl: 'rediss://h'}, servers({redis: 'rediss://h'})],
		[{bucket: 'my-bucket'}, servers({gcs: {bucket: 'my-bucket'}})],
		[{bucket: 'my.bucket_1', gcsEndpoint: 'https://h:1'}, servers({gcs: {bucket: 'my.bucket_1', endpoint: 'https://h:1'}})],
		[{bigquery: 'my-project.shop', bucket: 'my-bucket'}, servers({history: {project: 'my-project', dataset: 'shop'}, gcs: {bucket: 'my-bucket'}})],
		[
			{bigquery: 'example.com:my-project.shop_1', bigqueryEndpoint: 'localhost:9050/'},
			servers({history: {project: 'example.com:my-project', dataset: 'shop_1', endpoint: 'http://localhost:9050'}}),
		],
		[{bucket: 'my-bucket', gcsEndpoint: 'localhost:4443'}, servers({gcs: {bucket: 'my-bucket', endpoint: 'http://localhost:4443'}})],
		[{data: './lesson'}, {dataFolder: './lesson'}],
		[{redisPort: '6379', gcsPort: '65535'}, {ports: {redis: 6379, gcs: 65_535}}],
		[{postgresPort: '5432', mongoPort: '1'}, {ports: {postgres: 5432, mongo: 1}}],
		[
			{redisPort: '6379', mongoUrl: 'mongodb://h'},
			{...servers({mongo: 'mongodb://h'}), ports: {redis: 6379}},
		],
		[{orders: '1'}, {orders: 1}],
		[{orders: '10000000'}, {orders: 10_000_000}],
		[{orders: '500k'}, {orders: 500_000}],
		[{orders: '10M'}, {orders: 10_000_000}],
		[{orders: '2.3m'}, {orders: 2_300_000}],
		[{orders: '1,500K'}, {orders: 1_500_000}],
		[{days: '365'}, {days: 365}],
		[{years: '1'}, {days: 365}],
		[{years: '5'}, {days: 1826}],
		[{seed: '0'}, {seed: 0}],
		[{seed: '4294967295'}, {seed: 4_294_967_295}],
		[{scenario: 'shop'}, {}],
		[{json: true}, {json: true}],
		[{csv: true}, {csv: true}],
		[{plain: true}, {}],
		[{ascii: true}, {ascii: true}],
		[{json: false, compose: false, help: false}, {}],
	])('%j', (given, expected) => {
		expect(read(given)).toEqual({...defaults, ...expected});
	});

	test.each([
		['90', 90],
		['45s', 45],
		['5m', 300],
		['24h', 86_400],
		['100ms', 0.1],
		['7d', 604_800],
	])('--ttl %s', (ttl, ttlSeconds) => {
		expect(read({ttl})).toEqual({...defaults, ttlSeconds});
	});

	test('--compose names a server for each layer that it serves; a flag wins over it', () => {
		const {servers} = configOf('report', {compose: true});
		expect(servers).toMatchObject({
			mongo: 'mongodb://127.0.0.1:27017',
			redis: 'redis://127.0.0.1:6379',
			gcs: {bucket: 'shopstream-archive', endpoint: 'http://127.0.0.1:4443'},
		});
		expect(layers.filter(({name}) => servers[name] === undefined).map(({name}) => name)).toEqual(['history']);
		expect(read({compose: true, redisUrl: 'redis://other'})).toEqual({...defaults, servers: {...servers, redis: 'redis://other'}});
	});

	test.each<[Given, object]>([
		[{}, {refreshSeconds: 1.2, theme: 'dark', isThemeGiven: false}],
		[{refresh: '500ms'}, {refreshSeconds: 0.5}],
		[{refresh: '1h'}, {refreshSeconds: 3600}],
		[{theme: 'light'}, {theme: 'light', isThemeGiven: true}],
		[{theme: 'plain'}, {theme: 'plain', isThemeGiven: true}],
		[{without: 'postgres'}, {without: 'postgres'}],
		[{orders: '500'}, {orders: 500, areOrdersGiven: true}],
	])('dashboard %j', (given, expected) => {
		expect(configOf('dashboard', given)).toEqual({
			...defaults,
			command: 'dashboard',
			areOrdersGiven: false,
			refreshSeconds: 1.2,
			theme: 'dark',
			isThemeGiven: false,
			...expected,
		});
	});

	test('--paced, --runs and --yes, each with its command', () => {
		const {ttlSeconds: _, ...told} = defaults;
		expect(configOf('bench', {paced: true})).toEqual({...told, command: 'bench', paced: true, runs: 1});
		expect(configOf('bench')).toEqual({...told, command: 'bench', paced: false, runs: 3});
		expect(configOf('bench', {runs: '5'})).toEqual({...told, command: 'bench', paced: false, runs: 5});
		expect(configOf('seed', {yes: true})).toEqual({...told, command: 'seed', yes: true});
		expect(configOf('restore', {from: '2026-01-31', yes: true})).toEqual({
			...told,
			command: 'restore',
			from: '2026-01-31',
			to: undefined,
			overwritesNewer: false,
			yes: true,
		});
		expect(configOf('restore', {from: '2026-01-31', to: '2026-01-31', overwriteNewer: true})).toMatchObject({to: '2026-01-31', overwritesNewer: true});
		expect(configOf('archive')).toEqual({...told, command: 'archive', withToday: false});
	});

	test.each<[string, unknown]>([
		['none', []],
		['archive:365', [{storageClass: 'ARCHIVE', ageDays: 365}]],
		[
			'nearline:30, COLDLINE:90,archive:365',
			[
				{storageClass: 'NEARLINE', ageDays: 30},
				{storageClass: 'COLDLINE', ageDays: 90},
				{storageClass: 'ARCHIVE', ageDays: 365},
			],
		],
	])('--lifecycle %s', (lifecycle, ages) => {
		expect(configOf('archive lifecycle', {lifecycle}).lifecycle).toEqual(ages);
	});

	test.each([
		'',
		'standard:30',
		'nearline',
		'nearline:',
		'nearline:0',
		'nearline:40000',
		'nearline:-1',
		'nearline:1.5',
		'archive:30,nearline:90',
		'nearline:90,coldline:90',
		'nearline:30,nearline:60',
		'nearline:30;coldline:90',
		'all:3',
	])('--lifecycle %j is refused', lifecycle => {
		expect(() => configOf('archive lifecycle', {lifecycle})).toThrow(
			/^(--lifecycle wants storage classes with days, each colder and later|The flag --lifecycle wants a value)/,
		);
	});

	test('and no other is known', () => {
		const experiments = [
			'rate',
			'arrivals',
			'poll',
			'viewers',
			'fill',
			'protection',
			'beta',
			'jitter',
			'stale',
			'lock',
			'ownProcess',
			'shared',
			'ordersPerSecond',
			'reads',
			'keysInMemory',
			'at',
			'for',
			'firings',
			'from',
			'to',
			'overwriteNewer',
			'ask',
			'month',
		];
		const tested = [
			...experiments,
			...serverFlags.map(({name}) => name),
			...engineLayers.map(({name}) => portFlagOf(name)),
			'compose',
			'data',
			'orders',
			'days',
			'years',
			'scenario',
			'seed',
			'ttl',
			'refresh',
			'json',
			'csv',
			'plain',
			'ascii',
			'theme',
			'without',
			'paced',
			'runs',
			'yes',
			'today',
			'lifecycle',
			'timeZone',
			'help',
			'version',
			...scenarios.flatMap(({population}) => (population ? [population.flag] : [])),
		];
		expect([...flagNames].sort()).toEqual(tested.sort());
	});
});

describe('the environment', () => {
	test.each<[NodeJS.ProcessEnv, object]>([
		[{DATABASE_URL: 'postgres://h/shop'}, servers({postgres: 'postgres://h/shop'})],
		[{MONGODB_URI: 'mongodb://h'}, servers({mongo: 'mongodb://h'})],
		[{REDIS_URL: 'redis://h'}, servers({redis: 'redis://h'})],
		[{SHOPSTREAM_BUCKET: 'my-bucket'}, servers({gcs: {bucket: 'my-bucket'}})],
		[{SHOPSTREAM_BUCKET: 'my-bucket', STORAGE_EMULATOR_HOST: 'h:4443'}, servers({gcs: {bucket: 'my-bucket', endpoint: 'http://h:4443'}})],
		[{MONGODB_URI: '', REDIS_URL: '', SHOPSTREAM_BUCKET: '', STORAGE_EMULATOR_HOST: ''}, {}],
		[{LANG: 'C'}, {ascii: true}],
		[{LANG: 'en_GB.UTF-8'}, {}],
		[{LANG: 'en_GB.utf8'}, {}],
		[{LANG: 'en_GB.UTF-8', LC_CTYPE: 'POSIX'}, {ascii: true}],
		[{LANG: 'C', LC_CTYPE: 'POSIX', LC_ALL: 'C.UTF-8'}, {}],
		[{LC_ALL: '', LANG: 'C'}, {ascii: true}],
		[{TERM: 'linux', LANG: 'en_GB.UTF-8'}, {ascii: true}],
		[{SOMETHING_ELSE: 'x', PATH: '/bin'}, {}],
	])('%j', (environment, expected) => {
		expect(read({}, environment)).toEqual({...defaults, ...expected});
	});

	test.each<[string, string]>([
		['15;0', 'dark'],
		['0;15', 'light'],
		['0;default;7', 'light'],
		['12;8', 'dark'],
		['0;default', 'dark'],
		['0;16', 'dark'],
		['', 'dark'],
	])('COLORFGBG %s', (COLORFGBG, theme) => {
		expect(configOf('dashboard', {}, {COLORFGBG})).toMatchObject({theme, isThemeGiven: false});
	});

	const full = {MONGODB_URI: 'mongodb://env', REDIS_URL: 'redis://env', SHOPSTREAM_BUCKET: 'env-bucket', STORAGE_EMULATOR_HOST: 'env:1'};

	test('a flag wins over it, one by one', () => {
		expect(read({mongoUrl: 'mongodb://flag', redisUrl: 'redis://flag', bucket: 'flag-bucket', gcsEndpoint: 'http://flag:2'}, full)).toEqual({
			...defaults,
			...servers({mongo: 'mongodb://flag', redis: 'redis://flag', gcs: {bucket: 'flag-bucket', endpoint: 'http://flag:2'}}),
		});
		expect(configOf('report', {bucket: 'flag-bucket'}, full).servers.gcs).toEqual({bucket: 'flag-bucket', endpoint: 'http://env:1'});
	});

	test('--compose wins over it too', () => {
		expect(read({compose: true}, full)).toEqual(read({compose: true}));
	});

	test('a bad variable that a flag outdoes is not looked at', () => {
		expect(configOf('report', {redisUrl: 'redis://flag'}, {REDIS_URL: 'nonsense'}).servers.redis).toBe('redis://flag');
	});
});

describe('the command', () => {
	test.each(commandNames.filter(command => command !== 'dashboard'))('%s by name, watched or not', command => {
		const words = [command, ...(argumentOf(command) === undefined ? [] : ['x'])];
		expect(read({}, {}, words).command).toBe(command);
		expect(read({}, {}, words, true).command).toBe(command);
	});

	test('the dashboard by name, where somebody watches', () => {
		expect(read({}, {}, ['dashboard'], true).command).toBe('dashboard');
		expect(sentenceOf(() => read({}, {}, ['dashboard']))).toEqual({
			sentence: 'The dashboard needs a terminal for its screen and its keys: report prints the same once without one',
			exitCode: 2,
		});
	});

	test.each<[string, Given, NodeJS.ProcessEnv, boolean, string]>([
		['somebody watches', {}, {}, true, 'dashboard'],
		['nobody watches', {}, {}, false, 'report'],
		['--json', {json: true}, {}, true, 'report'],
		['--csv', {csv: true}, {}, true, 'report'],
		['--plain', {plain: true}, {}, true, 'report'],
		['a terminal that can do nothing', {}, {TERM: 'dumb'}, true, 'report'],
		['a terminal that can', {}, {TERM: 'xterm'}, true, 'dashboard'],
	])('unnamed: %s', (_, given, environment, isTerminal, command) => {
		expect(read(given, environment, [], isTerminal).command).toBe(command);
	});
});

describe('what is wrong is one sentence and exit code 2', () => {
	const ttl = (text: string) => `--ttl wants a time from 100 ms to 7 days, such as 5m, 45s, 24h, or 90 for seconds, not "${text}"`;
	const orders = (text: string) => `--orders wants a whole number from 1 to 10,000,000, not "${text}"`;
	const bucket = "The bucket's name is not one of Google Cloud Storage: 3 to 222 lower-case letters, digits, dots, dashes and underscores, without gs://";
	const mongo = '--mongo-url is not a MongoDB URL: write it as mongodb://localhost:27017';
	const redis = '--redis-url is not a Redis URL: write it as redis://localhost:6379';

	test.each<[Given, string]>([
		[{constructor: true}, 'There is no flag --constructor: see shopstream-tui --help'],
		[{valueOf: '3'}, 'There is no flag --value-of: see shopstream-tui --help'],
		[{bogus: true}, 'There is no flag --bogus: see shopstream-tui --help'],
		[{mongoUri: 'x'}, 'There is no flag --mongo-uri (did you mean --mongo-url?): see shopstream-tui --help'],
		[{redisUrls: 'redis://:secret@h'}, 'There is no flag --redis-urls (did you mean --redis-url?): see shopstream-tui --help'],
		[{orders: ''}, 'The flag --orders wants a value: see shopstream-tui --help'],
		[{mongoUrl: ''}, 'The flag --mongo-url wants a value: see shopstream-tui --help'],
		[{ttl: ['1s', '2s']}, 'The flag --ttl is given more than once: give it once'],
		...[
			'0',
			'-1',
			'1e12',
			'abc',
			'1.5',
			' 5',
			'0x10',
			'10000001',
			'99999999999999999999',
			'५',
			'11M',
			'10001k',
			'M',
			'1.2345k',
			'1.k',
			'.5M',
			'1 M',
			'1MM',
			'1G',
			'0k',
		].map(text => [{orders: text}, orders(text)] as [Given, string]),
		[
			{scenario: 'shops'},
			`--scenario wants ${listed(
				scenarios.map(({name}) => name),
				'or',
			)}, not "shops"`,
		],
		[{days: '0'}, '--days wants a whole number from 1 to 365, not "0"'],
		[{days: '366'}, '--days wants a whole number from 1 to 365, not "366"'],
		[{years: '0'}, '--years wants a whole number from 1 to 10, not "0"'],
		[{years: '11'}, '--years wants a whole number from 1 to 10, not "11"'],
		[{years: '5', days: '35'}, '--days and --years exclude each other: give one of them'],
		[{json: true, csv: true}, '--json and --csv exclude each other: standard output has one document'],
		[{seed: '-1'}, '--seed wants a whole number from 0 to 4,294,967,295, not "-1"'],
		[{seed: '4294967296'}, '--seed wants a whole number from 0 to 4,294,967,295, not "4294967296"'],
		[{seed: 'abc'}, '--seed wants a whole number from 0 to 4,294,967,295, not "abc"'],
		...['0', '0s', '-5', '5x', 'm', '30s1m', '99ms', '169h', '8d', '1e3', 'Infinity', 'NaN'].map(text => [{ttl: text}, ttl(text)] as [Given, string]),
		[{ttl: '1,5'}, `${ttl('1,5')}: write a decimal point, as in 1.5`],
		[{refresh: '1,2s'}, '--refresh wants a time from 100 ms to 1 h, such as 1.2s, 500ms or 1m, not "1,2s": write a decimal point, as in 1.5'],
		[{refresh: '0'}, '--refresh wants a time from 100 ms to 1 h, such as 1.2s, 500ms or 1m, not "0"'],
		[{refresh: '2h'}, '--refresh wants a time from 100 ms to 1 h, such as 1.2s, 500ms or 1m, not "2h"'],
		...[
			'h',
			'localhost:27017',
			'http://h',
			'redis://h',
			'mongodb://',
			'mongodb://h:99999',
			'mongodb://h:x',
			'mongodb://a,',
			'mongodb://,a',
			'mongodb://a,,b',
			'mongodb://u:sec/ret@h',
			'mongodb://h h',
		].map(text => [{mongoUrl: text}, mongo] as [Given, string]),
		...['h', 'localhost:6379', 'http://h', 'mongodb://h', 'redis://', 'redis://h:99999', 'redis://:secret@', 'unix:///tmp/x'].map(
			text => [{redisUrl: text}, redis] as [Given, string],
		),
		...['gs://x', 'ab', 'Upper', 'a'.repeat(223), '-ab', 'ab-', 'a b', 'a/b'].map(text => [{bucket: text}, bucket] as [Given, string]),
		...['shop', 'my-project.', '.shop', 'my-project.a-b', 'My-project.shop', 'my-project.shop.orders', 'my-project:shop'].map(
			text => [{bigquery: text}, '--bigquery is no dataset of BigQuery: write it as project.dataset'] as [Given, string],
		),
		[{bigqueryEndpoint: 'http://h'}, '--bigquery-endpoint needs a dataset: name it with --bigquery or SHOPSTREAM_BIGQUERY'],
		[{bigquery: 'my-project.shop', bigqueryEndpoint: 'ftp://h'}, '--bigquery-endpoint is not an address: write it as http://localhost:9050'],
		...[{}, {bucket: 'abc', gcsEndpoint: 'h:1'}].map(
			archive =>
				[
					{bigquery: 'my-project.shop', ...archive},
					'BigQuery loads from a bucket of Google Cloud Storage alone: name it with --bucket or SHOPSTREAM_BUCKET, or leave out --bigquery for DuckDB',
				] as [Given, string],
		),
		...['0', '-1', '65536', '6k', '6,379', '1.5', 'abc', ' 80', '000080'].map(
			text => [{redisPort: text}, `--redis-port wants a port from 1 to 65535, not "${text}"`] as [Given, string],
		),
		[{mongoPort: 'mongodb://:secret@h'}, '--mongo-port wants a port from 1 to 65535, not a URL'],
		[{mongoPort: ''}, 'The flag --mongo-port wants a value: see shopstream-tui --help'],
		[
			{redisPort: '6379', redisUrl: 'redis://:secret@h'},
			'--redis-port is for the embedded Redis engine, in whose place --redis-url names a server: give one of them',
		],
		[{gcsPort: '4443', bucket: 'abc'}, '--gcs-port is for the embedded GCS engine, in whose place --bucket names a server: give one of them'],
		[{mongoPort: '27017', compose: true}, '--mongo-port is for the embedded MongoDB engine, in whose place --compose names a server: give one of them'],
		[
			{postgresPort: '5432', without: 'postgres'},
			'--postgres-port is for the embedded PostgreSQL engine, which --without postgres leaves out: give one of them',
		],
		[{mongoPort: '5000', redisPort: '5000'}, '--mongo-port and --redis-port name the same port 5000: give each engine its own'],
		[{gcsEndpoint: 'http://h'}, '--gcs-endpoint needs a bucket: name it with --bucket or SHOPSTREAM_BUCKET'],
		[{bucket: 'abc', gcsEndpoint: 'ftp://h'}, '--gcs-endpoint is not an address: write it as http://localhost:4443'],
		[{bucket: 'abc', gcsEndpoint: 'http://'}, '--gcs-endpoint is not an address: write it as http://localhost:4443'],
		[{bucket: 'abc', gcsEndpoint: 'a b'}, '--gcs-endpoint is not an address: write it as http://localhost:4443'],
	])('%j', (given, sentence) => {
		expect(sentenceOf(() => read(given))).toEqual({sentence, exitCode: 2});
	});

	test.each<[NodeJS.ProcessEnv, string]>([
		[{DATABASE_URL: 'mysql://u:secret@h'}, 'DATABASE_URL is not a PostgreSQL URL: write it as postgres://localhost:5432/shopstream'],
		[{MONGODB_URI: 'postgres://u:secret@h'}, 'MONGODB_URI is not a MongoDB URL: write it as mongodb://localhost:27017'],
		[{REDIS_URL: 'h:secret'}, 'REDIS_URL is not a Redis URL: write it as redis://localhost:6379'],
		[{SHOPSTREAM_BUCKET: 'gs://x'}, bucket],
		[{STORAGE_EMULATOR_HOST: 'h:1'}, 'STORAGE_EMULATOR_HOST needs a bucket: name it with --bucket or SHOPSTREAM_BUCKET'],
		[{SHOPSTREAM_BUCKET: 'abc', STORAGE_EMULATOR_HOST: 'ftp://h'}, 'STORAGE_EMULATOR_HOST is not an address: write it as http://localhost:4443'],
	])('%j', (environment, sentence) => {
		expect(sentenceOf(() => read({}, environment))).toEqual({sentence, exitCode: 2});
	});

	const list = `the commands are ${commandNames.join(', ')}`;
	test.each<[string[], string]>([
		[['repot'], `There is no command "repot" (did you mean report?): ${list}`],
		[['Bench'], `There is no command "Bench" (did you mean bench?): ${list}`],
		[['constructor'], `There is no command "constructor": ${list}`],
		[[''], `There is no command "": ${list}`],
		[['seed', 'bench'], 'One command at a time, not "seed bench": see shopstream-tui --help'],
		[['audit'], 'audit takes one ORDER_ID: shopstream-tui audit ORDER_ID'],
		[['audit', 'a', 'b'], 'audit takes one ORDER_ID, not "a b": shopstream-tui audit ORDER_ID'],
		[['audit', 'a b'], 'audit wants an id, one word of at most 128 plain signs'],
		[['audit', 'a\u202Eb'], 'audit wants an id, one word of at most 128 plain signs'],
		[['audit', 'a'.repeat(129)], 'audit wants an id, one word of at most 128 plain signs'],
	])('%j', (words, sentence) => {
		expect(sentenceOf(() => read({}, {}, words))).toEqual({sentence, exitCode: 2});
	});

	test.each([['mongodb://u:secret@h'], ['seed', 'redis://:secret@h']])('a URL alone: %s', (...words) => {
		const {sentence, exitCode} = sentenceOf(() => read({}, {}, words));
		expect(sentence).toMatch(/^A URL stands without its flag: name it with --[a-z-]+(, --[a-z-]+)* or --[a-z-]+$/);
		for (const {name, value} of serverFlags) {
			expect(sentence.split(/[ ,]+/).includes(dashed(name))).toBe(value === 'URL');
		}

		expect(exitCode).toBe(2);
	});

	test('no sentence ever shows a password', () => {
		const url = fc
			.tuple(fc.constantFrom('mongodb://', 'redis://', 'http://', 'x://', ''), fc.string({maxLength: 6}), fc.string({maxLength: 6}))
			.map(([scheme, a, b]) => `${scheme}${a}:SECRET${b}@h`);
		fc.assert(
			fc.property(fc.constantFrom(...serverFlags.map(({name}) => name)), url, (flag, value) => {
				try {
					read({bucket: 'abc', [flag]: value});
				} catch (error) {
					expect(String(error)).not.toContain('SECRET');
				}
			}),
			{numRuns: 300},
		);
		for (const given of [{ttl: 'redis://:SECRET@h'}, {orders: 'redis://:SECRET@h'}, {seed: 'mongodb://u:SECRET@h'}]) {
			expect(sentenceOf(() => read(given)).sentence).toMatch(/not a URL$/);
		}
	});
});
