import {scenarios} from '../../source/scenarios/scenarios.ts';
import {describe, expect, test} from 'vitest';
import {type Command, type Config, readConfig} from '../../source/command-line/config.ts';
import {commandNames, commands, commandsOf} from '../../source/command-line/commands.ts';
import {dashed} from '../../source/command-line/dashed.ts';
import {flagNames} from '../../source/command-line/flags.ts';
import {helpText} from '../../source/command-line/help-text.ts';
import {usualProtection} from '../../source/lab/protections.ts';
import {listed} from '../../source/words/listed.ts';
import {Problem} from '../../source/words/problem.ts';
import {configOf} from '../config-of.ts';

type Given = Readonly<Record<string, unknown>>;
type Experiment = 'what-if' | 'lab' | 'stampede';
type Refusal = [Command | undefined, Given, string];

const read = (command: Command | undefined, given: Given = {}) => readConfig({words: command ? [command] : [], flags: given}, {}, false);
const experiment = (command: Experiment, given: Given = {}): Config<Experiment> => configOf(command, given);

function sentenceOf(act: () => unknown): string {
	try {
		act();
	} catch (error) {
		expect(error).toBeInstanceOf(Problem);
		expect(error).toHaveProperty('exitCode', 2);
		return (error as Problem).message;
	}

	throw new Error('nothing was wrong');
}

const load = {
	arrivals: {kind: 'poll', viewers: 1, pollSeconds: 1.2},
	why: undefined,
	fillSeconds: 0.4,
	protection: usualProtection,
	ownProcess: false,
};

describe('nothing said', () => {
	test("what-if: the lesson's viewer, who reads every 1.2 s, 5 minutes against 24 hours; no store", () => {
		expect(configOf('what-if')).toEqual({
			command: 'what-if',
			scenario: scenarios[0],
			seed: 42,
			json: false,
			csv: false,
			ascii: false,
			...load,
			ttlsSeconds: [300, 86_400],
			ordersPerSecond: 0.0634,
			reads: 1_000_000,
			timeOfDaySeconds: 43_200,
		});
	});

	test('lab: thirty viewers who poll every 5 s, and why not one; no orders arrive', () => {
		const {withToday: _, ...stores} = configOf('archive');
		expect(configOf('lab')).toEqual({
			...stores,
			command: 'lab',
			...load,
			arrivals: {kind: 'poll', viewers: 30, pollSeconds: 5},
			fillSeconds: 0,
			why: 'so that a minute holds reads enough to measure',
			ttlSeconds: 300,
			ordersPerSecond: 0,
			forSeconds: 60,
			yes: false,
		});
		expect(experiment('lab', {viewers: '30'}).why).toBeUndefined();
	});

	test('stampede: a hundred, and a query that takes 400 ms, and why', () => {
		const {withToday: _, ...stores} = configOf('archive');
		expect(configOf('stampede')).toEqual({
			...stores,
			command: 'stampede',
			...load,
			arrivals: {kind: 'poll', viewers: 100, pollSeconds: 5},
			why: 'since one reader makes no stampede, nor does a query that is over at once',
			ttlSeconds: 300,
			isProtectionGiven: false,
			firings: 1,
		});
	});
});

describe('each flag', () => {
	test.each<[Experiment, Given, object]>([
		['what-if', {ttl: '1s, 5m,24h'}, {ttlsSeconds: [1, 300, 86_400]}],
		['lab', {ttl: '10s'}, {ttlSeconds: 10}],
		['what-if', {fill: '0'}, {fillSeconds: 0}],
		['what-if', {fill: '0s'}, {fillSeconds: 0}],
		['what-if', {fill: '1h'}, {fillSeconds: 3600}],
		['stampede', {fill: '5s'}, {fillSeconds: 5}],
		['what-if', {ownProcess: true}, {ownProcess: true}],
		['what-if', {shared: true}, {ownProcess: false}],
		['lab', {ordersPerSecond: '0'}, {ordersPerSecond: 0}],
		['what-if', {ordersPerSecond: '2.5'}, {ordersPerSecond: 2.5}],
		['what-if', {reads: '1000'}, {reads: 1000}],
		['what-if', {at: '1:00'}, {timeOfDaySeconds: 3600}],
		['what-if', {at: '23:59'}, {timeOfDaySeconds: 86_340}],
		['lab', {for: '24h'}, {forSeconds: 86_400}],
		['stampede', {firings: '100'}, {firings: 100}],
		['stampede', {protection: 'single-flight'}, {isProtectionGiven: true}],
		['what-if', {protection: 'none'}, {protection: {...usualProtection, on: new Set()}}],
		['lab', {protection: 'lock, swr'}, {protection: {...usualProtection, on: new Set(['lock', 'swr'] as const)}}],
		['what-if', {protection: 'xfetch', beta: '2'}, {protection: {...usualProtection, on: new Set(['xfetch'] as const), beta: 2}}],
		['what-if', {protection: 'jitter', jitter: '50%'}, {protection: {...usualProtection, on: new Set(['jitter'] as const), jitterFraction: 0.5}}],
		['what-if', {protection: 'jitter', jitter: '1'}, {protection: {...usualProtection, on: new Set(['jitter'] as const), jitterFraction: 1}}],
		['what-if', {protection: 'lock', lock: '500ms'}, {protection: {...usualProtection, on: new Set(['lock'] as const), lockSeconds: 0.5}}],
		[
			'what-if',
			{protection: 'swr', stale: '2m'},
			{protection: {...usualProtection, on: new Set(['swr'] as const), staleSeconds: 120, staleOnErrorSeconds: 120}},
		],
	])('%s %j', (command, given, expected) => {
		expect(experiment(command, given)).toEqual({...experiment(command), ...expected});
	});
});

describe('how reads come: what is left out follows from what is given', () => {
	const poll = (pollSeconds: number, viewers = 1) => ({kind: 'poll', viewers, pollSeconds});
	const at = (kind: string, ratePerSecond: number, viewers = 1) => ({kind, viewers, ratePerSecond});
	test.each<[Experiment, Given, object]>([
		['what-if', {rate: '30/m'}, at('poisson', 0.5)],
		['what-if', {rate: '5/s'}, at('poisson', 5)],
		['what-if', {rate: '36/h'}, at('poisson', 0.01)],
		['what-if', {rate: '0.2'}, at('poisson', 0.2)],
		['what-if', {rate: '50 a minute'}, at('poisson', 50 / 60)],
		['what-if', {rate: '36 an hour'}, at('poisson', 0.01)],
		['what-if', {rate: '5/second'}, at('poisson', 5)],
		['what-if', {}, poll(1.2)],
		['what-if', {viewers: '30'}, poll(1.2, 30)],
		['what-if', {arrivals: 'poisson'}, at('poisson', 50 / 60)],
		['what-if', {poll: '5s'}, poll(5)],
		['what-if', {poll: '5s', viewers: '30'}, poll(5, 30)],
		['what-if', {arrivals: 'poll'}, poll(1.2)],
		['what-if', {arrivals: 'poll', rate: '50/m', viewers: '10'}, poll(12, 10)],
		['what-if', {poll: '1.2s', rate: '50/m'}, poll(1.2)],
		['what-if', {arrivals: 'fixed', rate: '4'}, at('fixed', 4)],
		['what-if', {arrivals: 'poisson', poll: '5s', viewers: '30'}, at('poisson', 6, 30)],
		['lab', {rate: '10'}, poll(3, 30)],
		['lab', {arrivals: 'poisson'}, at('poisson', 6, 30)],
		['lab', {arrivals: 'poisson', rate: '2'}, at('poisson', 2, 30)],
		['stampede', {poll: '1s', viewers: '7'}, poll(1, 7)],
	])('%s %j', (command, given, arrivals) => {
		const got = experiment(command, given).arrivals;
		expect(got).toMatchObject({kind: (arrivals as {kind: string}).kind, viewers: (arrivals as {viewers: number}).viewers});
		for (const [name, value] of Object.entries(arrivals)) {
			expect(got[name as 'kind']).toEqual(typeof value === 'number' ? expect.closeTo(value, 9) : value);
		}
	});
});

describe('what is wrong is one sentence and exit code 2', () => {
	const ttl = (text: string) => `--ttl wants a time from 100 ms to 7 days, such as 5m, 45s, 24h, or 90 for seconds, not "${text}"`;
	const rate = (text: string) => `--rate wants a rate from 1 an hour to 10,000 a second, such as 50/m, 5/s, or 0.2 for reads a second, not "${text}"`;
	const protection = (text: string) =>
		`--protection wants names out of single-flight, lock, swr, xfetch, jitter, stale-on-error with commas between, or none, not "${text}"`;
	const jitter = (text: string) => `--jitter wants a share above 0 and at most 100 %, such as 10% or 0.1, not "${text}"`;
	const time = (text: string) => `--at wants a time of day from 00:01 to 23:59, such as 12:00, not "${text}"`;
	test.each<Refusal>([
		['lab', {ttl: '5m,24h'}, '--ttl takes several times only with what-if: give one, such as 5m, 45s, 24h, or 90 for seconds'],
		[undefined, {ttl: '5m,24h'}, '--ttl takes several times only with what-if: give one, such as 5m, 45s, 24h, or 90 for seconds'],
		['what-if', {ttl: '5m,'}, ttl('')],
		['what-if', {ttl: '5m,5x'}, ttl('5x')],
		['what-if', {ttl: '5m,5m'}, '--ttl has 5 min more than once: give each time once'],
		['what-if', {ttl: '5m, 1s,300s'}, '--ttl has 5 min more than once: give each time once'],
		['what-if', {ttl: '1,2,3,4,5,6,7,8,9,10,11,12,13'}, '--ttl takes at most 12 times, not 13'],
		...['0', '-1', '50/d', '50/', '/m', '1/2/s', '1e3', '10001', '0.9/h'].map(text => ['what-if', {rate: text}, rate(text)] as Refusal),
		['what-if', {arrivals: 'bursts'}, '--arrivals wants poll, poisson or fixed, not "bursts"'],
		['what-if', {poll: '0'}, '--poll wants a time from 10 ms to 24 h, such as 5s or 1.2s, not "0"'],
		['what-if', {viewers: '1001'}, '--viewers wants a whole number from 1 to 1,000, not "1001"'],
		['what-if', {viewers: '0'}, '--viewers wants a whole number from 1 to 1,000, not "0"'],
		['what-if', {fill: '61m'}, '--fill wants a time from 0 s to 1 h, such as 400ms or 2s, not "61m"'],
		['lab', {fill: '6s'}, '--fill wants a time from 0 s to 5 s, such as 400ms or 2s, not "6s"'],
		...['all', 'none,swr', '', 'swr,'].filter(text => text !== '').map(text => ['what-if', {protection: text}, protection(text)] as Refusal),
		['what-if', {beta: '2'}, '--beta needs xfetch: add it, as in --protection single-flight,xfetch'],
		['what-if', {protection: 'none', stale: '1s'}, '--stale needs swr or stale-on-error: add it, as in --protection swr'],
		['what-if', {protection: 'xfetch', beta: '0'}, '--beta wants a number from 0.01 to 100, not "0"'],
		['what-if', {protection: 'xfetch', beta: '101'}, '--beta wants a number from 0.01 to 100, not "101"'],
		...['0', '0%', '101%', '10', 'x%', '%'].map(text => ['what-if', {protection: 'jitter', jitter: text}, jitter(text)] as Refusal),
		['what-if', {protection: 'swr', stale: '0'}, '--stale wants a time from 1 ms to 24 h, such as 60s or 10m, not "0"'],
		['what-if', {protection: 'lock', lock: '2h'}, '--lock wants a time from 1 ms to 1 h, such as 10s or 500ms, not "2h"'],
		['what-if', {ordersPerSecond: '1001'}, '--orders-per-second wants a number from 0 to 1,000, not "1001"'],
		['what-if', {reads: '999'}, '--reads wants a whole number from 1,000 to 100,000,000, not "999"'],
		...['0:00', '00:00', '24:00', '12', '12:60', '9:5', 'noon'].map(text => ['what-if', {at: text}, time(text)] as Refusal),
		['lab', {for: '500ms'}, '--for wants a time from 1 s to 24 h, such as 60s or 5m, not "500ms"'],
		['stampede', {firings: '101'}, '--firings wants a whole number from 1 to 100, not "101"'],
		['contend', {viewers: '65'}, 'contend takes at most 64 --viewers: each has a connection to PostgreSQL of its own'],
		['contend', {ordersPerSecond: '0'}, 'contend wants at least 20 checkouts in each phase, and this load has about 0: raise --orders-per-second or --for'],
		[
			'contend',
			{ordersPerSecond: '0.5', for: '9s'},
			'contend wants at least 20 checkouts in each phase, and this load has about 4.5: raise --orders-per-second or --for',
		],
		['lab', {ownProcess: true, shared: true}, '--own-process and --shared exclude each other: give one of them'],
		['what-if', {poll: '5s', rate: '50/m'}, '--poll makes 12 reads a minute (1 viewer, each every 5 s), but --rate says 50: leave out --rate or --poll'],
		['lab', {poll: '2s', rate: '50/m'}, '--poll makes 900 reads a minute (30 viewers, each every 2 s), but --rate says 50: leave out --rate or --poll'],
		['what-if', {rate: 'redis://:SECRET@h'}, '--rate wants a rate from 1 an hour to 10,000 a second, such as 50/m, 5/s, or 0.2 for reads a second, not a URL'],
	])('%s %j', (command, given, sentence) => {
		expect(sentenceOf(() => read(command, given))).toBe(sentence);
	});
});

describe('a flag that means nothing to the command says where it belongs', () => {
	test.each<[Command | undefined, Given, string]>([
		['report', {reads: '1000'}, '--reads belongs to what-if, not to report: see shopstream-tui report --help'],
		['what-if', {firings: '3'}, '--firings belongs to stampede, not to what-if: see shopstream-tui what-if --help'],
		['lab', {at: '12:00'}, '--at belongs to what-if, not to lab: see shopstream-tui lab --help'],
		['stampede', {ordersPerSecond: '1'}, '--orders-per-second belongs to what-if, lab and contend, not to stampede: see shopstream-tui stampede --help'],
		['seed', {protection: 'none'}, '--protection belongs to what-if, lab and stampede, not to seed: see shopstream-tui seed --help'],
		['what-if', {compose: true}, `--compose belongs to ${listed(commandsOf('compose')!)}, not to what-if: see shopstream-tui what-if --help`],
		['history', {month: '2024-13'}, '--month wants a month of a year, such as 2024-03, not "2024-13"'],
		['history', {ask: 'weekly'}, '--ask wants monthly, year-over-year, returns, customers or daily, not "weekly"'],
		['bench', {ttl: '5m'}, '--ttl belongs to dashboard, report, what-if, lab and stampede, not to bench: see shopstream-tui bench --help'],
		['report', {paced: true}, '--paced belongs to bench, not to report: see shopstream-tui report --help'],
		['seed', {csv: true}, `--csv belongs to ${listed(commandsOf('csv')!)}, not to seed: see shopstream-tui seed --help`],
		[undefined, {viewers: '3'}, '--viewers belongs to what-if, lab, stampede and contend: name the command, as in shopstream-tui what-if --viewers'],
	])('%s %j', (command, given, sentence) => {
		expect(sentenceOf(() => read(command, given))).toBe(sentence);
	});

	test("without a command the dashboard's flags and the report's are good, watched or not", () => {
		expect(read(undefined, {refresh: '2s', ttl: '10s'})).toMatchObject({command: 'report', ttlSeconds: 10});
	});

	test('a switch that is off is not given', () => {
		expect(read('report', {paced: false, ownProcess: false}).command).toBe('report');
	});
});

test('what-if does not look at what the environment says of stores', () => {
	expect(configOf('what-if', {}, {MONGODB_URI: 'nonsense', SHOPSTREAM_BUCKET: 'X'})).toEqual(configOf('what-if'));
});

test('the help of a command names its own defaults alone', () => {
	const said = (name: Command) => helpText(name).replaceAll(/\s+/g, ' ');
	expect(said('stampede')).toContain('--viewers N number of viewers (default 100) --poll');
	expect(said('lab')).toContain('--fill TIME time added to each query of the origin (default 0) --own-process');
	expect(said('compare')).toContain('or 10M (default 100000) --days N days that the orders are spread over (default 5 years) ');
	expect(helpText().replaceAll(/\s+/g, ' ')).toContain('number of viewers (default: what-if 1, lab 30, stampede 100, contend 8) ');
});

test('each command has a line for the help, and names each of its flags once', () => {
	for (const name of commandNames) {
		expect(commands[name].help).not.toMatch(/[.\n]/);
		expect(new Set(commands[name].flags).size).toBe(commands[name].flags.length);
		expect(
			helpText(name)
				.match(/^ {4}--[\w-]+/gm)!
				.toSorted(),
		).toEqual(
			flagNames
				.filter(flag => commandsOf(flag)?.includes(name) ?? true)
				.map(flag => `    ${dashed(flag)}`)
				.toSorted(),
		);
	}
});
