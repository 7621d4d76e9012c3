// A redis-server of the test's own, where the machine has one.
import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {type AddressInfo, createServer} from 'node:net';
import {Redis} from 'ioredis';
import {startRedisEngine} from '../source/engines/redis/start-redis-engine.ts';
import {until} from './until.ts';

export const hasRedisServer = spawnSync('redis-server', ['--version']).status === 0;

/** What is said of tests that need one. */
export const redisServerNote = hasRedisServer ? '' : ' (no redis-server on this machine: not run)';

export type RedisServer = {
	readonly port: number;
	readonly url: string;
	/** Sends a command over a connection of its own. */
	ask(command: string, ...args: ReadonlyArray<string | number>): Promise<unknown>;
	signal(signal: NodeJS.Signals): void;
	/** Ends it and waits until it is gone. */
	stop(): Promise<void>;
};

/** Starts a redis-server without persistence on a free port, or on a given one. */
export async function startRedisServer({
	port: wanted,
	args = [],
	password = '',
}: {port?: number; args?: readonly string[]; password?: string} = {}): Promise<RedisServer> {
	const port = wanted ?? (await freePort());
	const server: ChildProcess = spawn(
		'redis-server',
		['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', ...(password === '' ? [] : ['--requirepass', password]), ...args],
		{stdio: ['ignore', 'pipe', 'ignore']},
	);
	const exited = once(server, 'exit');
	let said = '';
	for await (const text of server.stdout!.iterator({destroyOnReturn: false})) {
		said += String(text);
		if (said.includes('Server initialized')) {
			break;
		}
	}

	if (wanted === undefined && said.includes('Address already in use')) {
		// Another took it, between the question and now.
		return startRedisServer({args, password});
	}

	server.stdout!.resume();
	const client = new Redis({port, password, lazyConnect: true, enableReadyCheck: false, retryStrategy: () => 20}).on('error', () => undefined);
	void client.connect().catch(() => undefined);
	await until(async () => client.status === 'ready');
	return {
		port,
		url: `redis://127.0.0.1:${port}`,
		ask: async (command, ...args) => client.call(command, ...args),
		signal: signal => server.kill(signal),
		async stop() {
			client.disconnect();
			server.kill('SIGCONT');
			server.kill('SIGKILL');
			await exited;
		},
	};
}

/** The Redis that is ours and the one that is not, for what both are to do. */
export const bothRedises = [
	{
		name: 'the embedded engine',
		isServer: false,
		isThere: true,
		start: async () => {
			const engine = await startRedisEngine({});
			return {url: `redis://127.0.0.1:${engine.port}`, stop: async () => engine.close()};
		},
	},
	{name: `redis-server${redisServerNote}`, isServer: true, isThere: hasRedisServer, start: async () => startRedisServer()},
] as const;

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}
