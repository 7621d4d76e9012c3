import * as fc from 'fast-check';
import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest';
import type {Engine} from '../../../source/engines/engine.ts';
import {startRedisEngine} from '../../../source/engines/redis/start-redis-engine.ts';
import {holdServer} from '../../hold-server.ts';
import {hasRedisServer, redisServerNote, startRedisServer} from '../../redis-server.ts';
import {database, playSequence, type Side, settle} from './play-sequence.ts';
import {randomSequences, type Step} from './random-commands.ts';
import {RawConnection} from './raw-connection.ts';
import {fragments, rawInputs} from './raw-inputs.ts';
import {writtenCollections} from './written-collections.ts';
import {readSequence, writtenSequences} from './written-sequences.ts';

const named = process.env['SHOPSTREAM_TEST_REDIS_URL'];
/** Of each kind of random sequence: `npm run differential` tries more. */
const runs = Number(process.env['SHOPSTREAM_TEST_RUNS'] ?? 150);
const limitMs = 30_000 + runs * 100;

// Byte for byte: the same requests to this engine and to a real redis-server 7.0, and the same counts of hits, misses and
// errors. What differs on purpose is in on-purpose.test.ts.
describe.skipIf(named === undefined && !hasRedisServer)(`compared with ${named ?? `a redis-server of its own${redisServerNote}`}`, () => {
	let engine: Engine;
	let ours: Side;
	let real: Side | undefined;
	let release: () => Promise<void>;

	beforeAll(async () => {
		const server = named === undefined ? await startRedisServer({args: ['--enable-debug-command', 'yes']}) : undefined;
		// Which of the two happens to sweep an expired key first is no difference: neither does.
		await server?.ask('DEBUG', 'SET-ACTIVE-EXPIRE', '0');
		vi.useFakeTimers({toFake: ['setInterval']});
		const url = named ?? server!.url;
		release = server?.stop ?? (await holdServer(url));
		engine = await startRedisEngine({});
		vi.useRealTimers();
		ours = await openSide(engine.port);
		const side = await openSide(Number(new URL(url).port));
		if ((await side.observer.ask('DBSIZE')) !== ':0\r\n') {
			side.observer.close();
			throw new Error(`Database ${database} of ${url} is not empty: it is not touched.`);
		}

		real = side;
	});

	afterAll(async () => {
		await real?.observer.ask('FLUSHDB');
		real?.observer.close();
		ours.observer.close();
		await engine.close();
		await release?.();
	});

	/** What this engine said, and what Redis said. */
	const play = async (sequence: readonly Step[], protocol: '2' | '3') => {
		const [found, expected] = await Promise.all([playSequence(ours, sequence, protocol), playSequence(real!, sequence, protocol)]);
		return {found, expected: expected.map((line, i) => settle(line, found[i] ?? ''))};
	};

	const playBytes = async (bytes: string) => {
		const [found, expected] = await Promise.all(
			[ours, real!].map(async ({port}) => {
				const connection = await RawConnection.open(port);
				connection.socket.end(`${bytes}\r\n*1\r\n$4\r\nPING\r\nQUIT\r\n`, 'latin1');
				return JSON.stringify(await connection.untilClosed());
			}),
		);
		return {found, expected};
	};

	for (const protocol of ['2', '3'] as const) {
		test.each(Object.entries({...writtenSequences, ...writtenCollections}))(`RESP${protocol}: %s`, async (_title, text) => {
			const {found, expected} = await play(readSequence(text), protocol);
			expect(found).toEqual(expected);
		});

		test.each(Object.entries(randomSequences))(
			`RESP${protocol}: random sequences of %s`,
			async (_title, steps) => {
				expect.hasAssertions();
				await fc.assert(
					fc.asyncProperty(steps, async sequence => {
						const {found, expected} = await play(sequence, protocol);
						expect(found).toEqual(expected);
					}),
					{numRuns: runs},
				);
			},
			limitMs,
		);
	}

	test.each(rawInputs.map(bytes => [JSON.stringify(bytes).slice(0, 60), bytes] as const))('raw bytes: %s', async (_title, bytes) => {
		const {found, expected} = await playBytes(bytes);
		expect(found).toBe(expected);
	});

	test(
		'raw bytes: random fragments of the protocol',
		async () => {
			expect.hasAssertions();
			await fc.assert(
				fc.asyncProperty(fc.array(fc.constantFrom(...fragments), {maxLength: 12}), async parts => {
					const {found, expected} = await playBytes(parts.join(''));
					expect(found).toBe(expected);
				}),
				{numRuns: runs},
			);
		},
		limitMs,
	);
});

async function openSide(port: number): Promise<Side> {
	const observer = await RawConnection.open(port);
	await observer.ask('SELECT', database);
	return {port, observer};
}
