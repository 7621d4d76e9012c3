import {arch, release, type} from 'node:os';
import {followedVersion} from '../followed-version.ts';
import {verbatim} from '../framing/reply-writer.ts';
import {limits} from '../limits.ts';
import type {Entry} from '../state/entry.ts';
import type {Server} from '../state/server.ts';
import {optionName, type Runs} from './command.ts';

type Fields = Readonly<Record<string, string | number>>;

/** INFO's sections with Redis's field names; what this engine does not measure is left out. */
const sections: Readonly<Record<string, (server: Server) => Fields>> = {
	Server({clock, port, runId, startedAtMs}) {
		const nowMs = clock();
		const uptimeSeconds = Math.max(0, Math.floor((nowMs - startedAtMs) / 1000));
		return {
			redis_version: followedVersion,
			shopstream_engine: 'embedded',
			redis_mode: 'standalone',
			os: `${type()} ${release()} ${arch()}`,
			arch_bits: 64,
			process_id: process.pid,
			run_id: runId,
			tcp_port: port(),
			server_time_usec: nowMs * 1000,
			uptime_in_seconds: uptimeSeconds,
			uptime_in_days: Math.floor(uptimeSeconds / 86_400),
			hz: 10,
		};
	},
	Clients: ({clients}) => ({connected_clients: clients.size, maxclients: limits.maxClients, blocked_clients: 0}),
	Memory({heldBytes, keyspace: {peakBytes, settings, usedBytes}}) {
		const allBytes = usedBytes + heldBytes.total;
		const mostBytes = Math.max(peakBytes, allBytes);
		return {
			used_memory: allBytes,
			used_memory_human: human(allBytes),
			used_memory_peak: mostBytes,
			used_memory_peak_human: human(mostBytes),
			used_memory_dataset: usedBytes,
			mem_clients_normal: heldBytes.total,
			maxmemory: settings.maxBytes,
			maxmemory_human: human(settings.maxBytes),
			maxmemory_policy: settings.policy,
		};
	},
	Persistence: ({kept, keyspace}) => ({
		loading: 0,
		rdb_changes_since_last_save: keyspace.changes,
		aof_enabled: kept === undefined ? 0 : 1,
		aof_last_write_status: kept?.failure === undefined ? 'ok' : 'err',
	}),
	Stats: ({channels, keyspace, patterns, statistics}) => ({
		total_connections_received: statistics.connectionsReceived,
		total_commands_processed: statistics.commandsProcessed,
		instantaneous_ops_per_sec: statistics.commandsPerSecond,
		total_net_input_bytes: statistics.inputBytes,
		total_net_output_bytes: statistics.outputBytes,
		rejected_connections: statistics.connectionsRejected,
		expired_keys: keyspace.expiredKeys,
		evicted_keys: keyspace.evictedKeys,
		keyspace_hits: keyspace.hits,
		keyspace_misses: keyspace.misses,
		pubsub_channels: channels.size,
		pubsub_patterns: patterns.size,
		total_error_replies: statistics.errorReplies,
	}),
	Replication: () => ({role: 'master', connected_slaves: 0}),
	/** Of the whole process, which is not the engine's alone. */
	CPU() {
		const {system, user} = process.cpuUsage();
		return {used_cpu_sys: (system / 1e6).toFixed(6), used_cpu_user: (user / 1e6).toFixed(6)};
	},
	Modules: () => ({}),
	Commandstats: ({statistics}) =>
		Object.fromEntries(
			[...statistics.commands].map(([name, {calls, usec, rejected, failed}]) => [
				`cmdstat_${name}`,
				`calls=${calls},usec=${Math.round(usec)},usec_per_call=${(calls === 0 ? 0 : usec / calls).toFixed(2)},rejected_calls=${rejected},failed_calls=${failed}`,
			]),
		),
	Errorstats: ({statistics}) => Object.fromEntries([...statistics.errors].map(([code, count]) => [`errorstat_${code}`, `count=${count}`])),
	Cluster: () => ({cluster_enabled: 0}),
	Keyspace({clock, keyspace}) {
		const nowMs = clock();
		const filled = keyspace.databases.filter(({size}) => size > 0);
		return Object.fromEntries(
			filled.map(({expiring, index, size}) => [`db${index}`, `keys=${size},expires=${expiring.size},avg_ttl=${averageTtlMs(expiring, nowMs)}`]),
		);
	},
};

function averageTtlMs(entries: Iterable<Entry>, nowMs: number): number {
	const left = [...entries].map(({expiresAtMs}) => expiresAtMs - nowMs).filter(ms => ms > 0);
	return left.length === 0 ? 0 : Math.round(left.reduce((sum, ms) => sum + ms, 0) / left.length);
}

/** `1.50M`, as Redis writes sizes for people. */
function human(bytes: number): string {
	const power = bytes < 1024 ? 0 : Math.min(4, Math.floor(Math.log2(bytes) / 10));
	return power === 0 ? `${bytes}B` : `${(bytes / 1024 ** power).toFixed(2)}${'BKMGT'[power]}`;
}

/** INFO and TIME. */
export const infoCommands: Runs = {
	info(_, args, server) {
		const wanted = new Set(args.slice(1).map(name => optionName(name)));
		const isAll = wanted.has('all') || wanted.has('everything');
		const isDefault = wanted.size === 0 || wanted.has('default');
		const told = Object.entries(sections).filter(([name]) => isAll || (isDefault && name !== 'Commandstats') || wanted.has(name.toLowerCase()));
		const lines = (fields: Fields) => Object.entries(fields).map(([key, value]) => `${key}:${value}\r\n`);
		return verbatim(told.map(([name, fieldsOf]) => `# ${name}\r\n${lines(fieldsOf(server)).join('')}`).join('\r\n'));
	},
	time: (_, _args, {keyspace: {nowMs}}) => [String(Math.floor(nowMs / 1000)), String(Math.floor(nowMs % 1000) * 1000)],
};
