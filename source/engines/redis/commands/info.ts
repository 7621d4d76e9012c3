import {arch, release, type} from 'node:os';
import {followedVersion} from '../followed-version.ts';
import {limits} from '../limits.ts';
import type {Client} from '../state/client.ts';
import type {Entry} from '../state/entry.ts';
import type {Server} from '../state/server.ts';
import {optionName, type Runs} from './command.ts';

type Field = readonly [key: string, value: string | number];

/** INFO's sections with Redis's field names; what this engine does not measure is left out. */
function infoSections(server: Server): ReadonlyArray<{readonly name: string; readonly fields: readonly Field[]}> {
	return [
		{name: 'Server', fields: serverFields(server)},
		{name: 'Clients', fields: clientFields(server)},
		{name: 'Memory', fields: memoryFields(server)},
		{
			name: 'Persistence',
			fields: [
				['loading', 0],
				['rdb_changes_since_last_save', server.keyspace.changes],
				['aof_enabled', server.kept === undefined ? 0 : 1],
				['aof_last_write_status', server.kept?.failure === undefined ? 'ok' : 'err'],
			],
		},
		{name: 'Stats', fields: statisticsFields(server)},
		{
			name: 'Replication',
			fields: [
				['role', 'master'],
				['connected_slaves', 0],
			],
		},
		{name: 'CPU', fields: cpuFields()},
		{name: 'Modules', fields: []},
		{name: 'Commandstats', fields: commandFields(server)},
		{name: 'Errorstats', fields: [...server.statistics.errors].map(([code, count]) => [`errorstat_${code}`, `count=${count}`])},
		{name: 'Cluster', fields: [['cluster_enabled', 0]]},
		{name: 'Keyspace', fields: keyspaceFields(server)},
	];
}

function serverFields(server: Server): readonly Field[] {
	const nowMs = server.clock();
	const uptimeSeconds = Math.max(0, Math.floor((nowMs - server.startedAtMs) / 1000));
	return [
		['redis_version', followedVersion],
		['shopstream_engine', 'embedded'],
		['redis_mode', 'standalone'],
		['os', `${type()} ${release()} ${arch()}`],
		['arch_bits', 64],
		['process_id', process.pid],
		['run_id', server.runId],
		['tcp_port', server.port()],
		['server_time_usec', nowMs * 1000],
		['uptime_in_seconds', uptimeSeconds],
		['uptime_in_days', Math.floor(uptimeSeconds / 86_400)],
		['hz', 10],
	];
}

function clientFields(server: Server): readonly Field[] {
	return [
		['connected_clients', server.clients.size],
		['maxclients', limits.maxClients],
		['blocked_clients', 0],
	];
}

function memoryFields({heldBytes, keyspace}: Server): readonly Field[] {
	const {maxBytes, policy} = keyspace.settings;
	const usedBytes = keyspace.usedBytes + heldBytes.total;
	return [
		['used_memory', usedBytes],
		['used_memory_human', human(usedBytes)],
		['used_memory_peak', Math.max(keyspace.peakBytes, usedBytes)],
		['used_memory_peak_human', human(Math.max(keyspace.peakBytes, usedBytes))],
		['used_memory_dataset', keyspace.usedBytes],
		['mem_clients_normal', heldBytes.total],
		['maxmemory', maxBytes],
		['maxmemory_human', human(maxBytes)],
		['maxmemory_policy', policy],
	];
}

function statisticsFields({channels, keyspace, patterns, statistics}: Server): readonly Field[] {
	return [
		['total_connections_received', statistics.connectionsReceived],
		['total_commands_processed', statistics.commandsProcessed],
		['instantaneous_ops_per_sec', statistics.commandsPerSecond],
		['total_net_input_bytes', statistics.inputBytes],
		['total_net_output_bytes', statistics.outputBytes],
		['rejected_connections', statistics.connectionsRejected],
		['expired_keys', keyspace.expiredKeys],
		['evicted_keys', keyspace.evictedKeys],
		['keyspace_hits', keyspace.hits],
		['keyspace_misses', keyspace.misses],
		['pubsub_channels', channels.size],
		['pubsub_patterns', patterns.size],
		['total_error_replies', statistics.errorReplies],
	];
}

/** Of the whole process, which is not the engine's alone. */
function cpuFields(): readonly Field[] {
	const {system, user} = process.cpuUsage();
	return [
		['used_cpu_sys', (system / 1e6).toFixed(6)],
		['used_cpu_user', (user / 1e6).toFixed(6)],
	];
}

function keyspaceFields({clock, keyspace}: Server): readonly Field[] {
	const nowMs = clock();
	const averageTtlMs = (entries: Iterable<Entry>) => {
		const left = [...entries].map(({expiresAtMs}) => expiresAtMs - nowMs).filter(ms => ms > 0);
		return left.length === 0 ? 0 : Math.round(left.reduce((sum, ms) => sum + ms, 0) / left.length);
	};

	return keyspace.databases
		.filter(database => database.size > 0)
		.map(({expiring, index, size}) => [`db${index}`, `keys=${size},expires=${expiring.size},avg_ttl=${averageTtlMs(expiring)}`]);
}

function commandFields({statistics}: Server): readonly Field[] {
	return [...statistics.commands].map(([name, {calls, usec, rejected, failed}]) => [
		`cmdstat_${name}`,
		`calls=${calls},usec=${Math.round(usec)},usec_per_call=${(calls === 0 ? 0 : usec / calls).toFixed(2)},rejected_calls=${rejected},failed_calls=${failed}`,
	]);
}

/** `1.50M`, as Redis writes sizes for people. */
function human(bytes: number): string {
	const power = bytes < 1024 ? 0 : Math.min(4, Math.floor(Math.log2(bytes) / 10));
	return power === 0 ? `${bytes}B` : `${(bytes / 1024 ** power).toFixed(2)}${'BKMGT'[power]}`;
}

/** INFO and TIME. */
export const infoCommands: Runs = {
	info({reply}: Client, args, server) {
		const wanted = new Set(args.slice(1).map(name => optionName(name)));
		const isAll = wanted.has('all') || wanted.has('everything');
		const isDefault = wanted.size === 0 || wanted.has('default');
		const sections = infoSections(server).filter(({name}) => isAll || (isDefault && name !== 'Commandstats') || wanted.has(name.toLowerCase()));
		reply.verbatim(sections.map(({name, fields}) => `# ${name}\r\n${fields.map(([key, value]) => `${key}:${value}\r\n`).join('')}`).join('\r\n'));
	},
	time({reply}, _args, {keyspace: {nowMs}}) {
		reply.bulks([String(Math.floor(nowMs / 1000)), String(Math.floor(nowMs % 1000) * 1000)]);
	},
};
