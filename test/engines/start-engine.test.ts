// The engines here run in the built worker: dist/ must be built first, as `npm test` does.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {MongoClient} from 'mongodb';
import {type EngineNews, startEngine} from '../../source/engines/start-engine.ts';
import {until} from '../until.ts';

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'start-engine-'));
});

afterEach(() => {
	rmSync(folder, {recursive: true, force: true});
});

const upTo = (count: number) => Array.from({length: count}, (_, i) => i);

/** An engine with little memory, and a way to fill it. */
async function startSmall(options: {dataFolder?: string}) {
	const news: EngineNews[] = [];
	const engine = await startEngine(
		{name: 'mongo', title: 'MongoDB', isKept: options.dataFolder !== undefined, options},
		{onNews: heard => news.push(heard), resourceLimits: {maxOldGenerationSizeMb: 32}},
	);
	const ask = async <T>(question: (client: MongoClient) => Promise<T>): Promise<T> => {
		const client = new MongoClient(`mongodb://127.0.0.1:${engine.port}`, {retryReads: false});
		try {
			return await question(client);
		} finally {
			await client.close();
		}
	};

	// One answer of more than its memory holds.
	const fill = async () =>
		expect(
			ask(async client =>
				client
					.db('a')
					.aggregate([{$documents: {$map: {input: upTo(2000), in: {n: '$$this'}}}}, {$project: {x: {$map: {input: upTo(1000), in: {y: '$$this'}}}}}])
					.toArray(),
			),
		).rejects.toThrow();
	return {engine, news, ask, fill};
}

const title = 'The embedded MongoDB engine';

test('an engine that runs out of memory says so, and is started again once, empty', async () => {
	const {engine, news, ask, fill} = await startSmall({});
	await ask(async client => client.db('a').collection('c').insertOne({x: 1}));
	await fill();
	await until(() => news.length === 2);
	expect(await ask(async client => client.db('a').collection('c').countDocuments())).toBe(0);
	await fill();
	await until(() => news.length === 3);
	expect(news).toEqual([
		{state: 'ended', sentence: `${title} ran out of memory and ended`},
		{state: 'empty', sentence: `${title} runs again, empty: what it held in memory is lost`},
		{state: 'gone', sentence: `${title} ran out of memory and ended a second time; it stays off until the program is started anew`},
	]);
	await engine.close();
});

test('with a data folder it runs again with all it had stored', async () => {
	const {engine, news, ask, fill} = await startSmall({dataFolder: join(folder, 'mongo')});
	await ask(async client => client.db('a').collection('c').insertOne({x: 1}));
	await fill();
	await until(() => news.length === 2);
	expect(news[1]).toEqual({state: 'kept', sentence: `${title} runs again, with all it had stored`});
	expect(await ask(async client => client.db('a').collection('c').countDocuments())).toBe(1);
	await engine.close();
	expect(news).toHaveLength(2);
});

test('one that was closed has no news, and one that cannot start says why', async () => {
	const {engine, news} = await startSmall({});
	await engine.close();
	expect(news).toEqual([]);
	await expect(startEngine({name: 'mongo', title: 'MongoDB', isKept: false, options: {port: 1_000_000}})).rejects.toThrow(/options\.port|port/);
});
