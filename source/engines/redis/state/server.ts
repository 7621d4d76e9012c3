import type {Keyspace} from './keyspace.ts';
import type {Client} from './client.ts';
import type {HeldBytes} from './held-bytes.ts';

/** What all connections share. */
export type Server = {
	readonly keyspace: Keyspace;
	/** Epoch milliseconds. */
	readonly clock: () => number;
	readonly startedAtMs: number;
	/** Forty hexadecimal digits, new at each start. */
	readonly runId: string;
	readonly port: () => number;
	readonly clients: Map<number, Client>;
	readonly monitors: Set<Client>;
	/** Subscribers by channel. */
	readonly channels: Map<string, Set<Client>>;
	/** Subscribers by pattern. */
	readonly patterns: Map<string, Set<Client>>;
	readonly heldBytes: HeldBytes<Client>;
	readonly statistics: ReturnType<typeof createStatistics>;
	/** Where the data outlives the engine; undefined: nowhere. */
	kept?: {readonly failure: string | undefined; save(): void; close(): void};
};

/** Counts since the start, or since CONFIG RESETSTAT, all at zero. Hits, misses and expired keys are the keyspace's. */
export const createStatistics = () => ({
	connectionsReceived: 0,
	connectionsRejected: 0,
	commandsProcessed: 0,
	inputBytes: 0,
	outputBytes: 0,
	errorReplies: 0,
	/** Error replies by their code: ERR, EXECABORT … */
	errors: new Map<string, number>(),
	/** By full name. */
	commands: new Map<string, {calls: number; usec: number; rejected: number; failed: number}>(),
	/** Commands a second, over the last 1.6 seconds. */
	commandsPerSecond: 0,
});
