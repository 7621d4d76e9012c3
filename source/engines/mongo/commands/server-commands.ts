import {Long} from 'bson';
import {ensureSupported, uassert} from '../mongo-error.ts';
import {documentBytesMax} from '../bson/encode-document.ts';
import {double, safeInteger, truthy} from '../values/numbers.ts';
import type {Document} from '../values/document.ts';
import {isGeneric, type Command, type Request, type ServerState} from './command.ts';

/** Greatest message in bytes. */
export const messageBytesMax = 48_000_000;

/** The MongoDB release whose protocol and behaviour this engine follows. */
export const version = '8.0.0';
const maxWireVersion = 25;

const isMaster: Command = (request, server) => ({ismaster: true, helloOk: true, ...greeting(request, server)});
const buildInfo: Command = () => ({
	version,
	versionArray: [...version.split('.').map(Number), 0],
	gitVersion: 'none',
	modules: [],
	javascriptEngine: 'none',
	// Tells that this is no mongod.
	shopstreamEngine: 'embedded',
	storageEngines: ['shopstream'],
	bits: 64,
	debug: false,
	maxBsonObjectSize: documentBytesMax,
});

/** Options of `currentOp` that leave out nothing here. */
const harmless = new Set(['currentOp', '$all', '$ownOps', '$truncateOps', 'allUsers', 'localOps', 'truncateOps', 'backtrace', 'targetAllNodes']);

/** Commands that tell of the server. */
export const serverCommands: Readonly<Record<string, Command>> = {
	hello: (request, server) => ({isWritablePrimary: true, ...greeting(request, server)}),
	isMaster,
	ismaster: isMaster,
	ping: () => ({}),
	buildInfo,
	buildinfo: buildInfo,
	connectionStatus: () => ({authInfo: {authenticatedUsers: [], authenticatedUserRoles: [], authenticatedUserPrivileges: []}}),
	/** The one parameter that tools ask for. */
	getParameter({body}) {
		const why = "This engine's one server parameter is featureCompatibilityVersion";
		uassert(Object.keys(body)[1] === 'featureCompatibilityVersion' && body['getParameter'] === 1, 'NotImplemented', why);
		return {featureCompatibilityVersion: {version: '8.0'}};
	},
	/** There is none. */
	getLog({body: {getLog: name}}) {
		uassert(['*', 'global', 'startupWarnings'].includes(name as string), 96, () => `No log named '${String(name)}'`);
		return name === '*' ? {names: ['global', 'startupWarnings']} : {totalLinesWritten: 0, log: []};
	},
	whatsmyuri: ({clientAddress}) => ({you: clientAddress}),
	hostInfo: (_request, server) => ({
		system: {currentTime: new Date(server.clock()), hostname: `127.0.0.1:${server.port()}`, cpuAddrSize: 64},
		os: {type: process.platform, name: process.platform, version: 'unknown'},
		extra: {},
	}),
	serverStatus({body}, server) {
		const uptimeMs = Math.max(0, server.clock() - server.startedMs);
		const sections = {
			host: `127.0.0.1:${server.port()}`,
			version,
			process: 'shopstream-tui (embedded engine)',
			pid: process.pid,
			uptime: double(Math.floor(uptimeMs / 1000)),
			uptimeMillis: uptimeMs,
			localTime: new Date(server.clock()),
			connections: {current: server.connectionCount()},
			...server.counters.report(),
			mem: {bits: 64, resident: Math.round(process.memoryUsage.rss() / 2 ** 20), supported: true},
			// Commands are answered one after the other: none waits for a lock.
			globalLock: {currentQueue: {total: 0, readers: 0, writers: 0}, activeClients: {total: 0, readers: 0, writers: 0}},
			storageEngine: {name: 'shopstream', persistent: false},
			shopstreamEngine: 'embedded',
		};
		// Any section can be left out: `metrics: 0`.
		return Object.fromEntries(Object.entries(sections).filter(([name]) => truthy(body[name] ?? true)));
	},
	getCmdLineOpts: () => ({argv: [], parsed: {}}),
	currentOp: (request, server) => ({inprog: operationsNow(request, server, request.body)}),
	top: (_request, {databases}) => ({
		totals: {note: 'all times in microseconds', ...Object.fromEntries(databases.all().map(({namespace, usage}) => [namespace, usage.top()]))},
	}),
	usersInfo: () => ({users: []}),
	rolesInfo({body}) {
		ensureSupported(body['rolesInfo'] === 1 && !truthy(body['showBuiltinRoles']), 'What rolesInfo tells of the built-in roles');
		return {roles: []};
	},
	profile({body}) {
		const other = ['slowms', 'sampleRate', 'filter'].find(field => body[field] !== undefined);
		ensureSupported((safeInteger(body['profile']) ?? 1) <= 0 && !other, 'The profiler');
		return {was: 0, slowms: 100, sampleRate: double(1)};
	},
};

/**
 * A standalone server greets. Without `setName` drivers send no transaction numbers, and without `topologyVersion` they ask again
 * instead of waiting for changes.
 */
function greeting({connectionId}: Request, {clock}: ServerState): Document {
	return {
		maxBsonObjectSize: documentBytesMax,
		maxMessageSizeBytes: messageBytesMax,
		maxWriteBatchSize: 100_000,
		localTime: new Date(clock()),
		logicalSessionTimeoutMinutes: 30,
		connectionId,
		minWireVersion: 0,
		maxWireVersion,
		readOnly: false,
	};
}

/** What goes on now: commands are answered one after the other, so that it is but this question. What is idle is not told. */
export function operationsNow({body, database, connectionId, clientAddress}: Request, server: ServerState, options: Document): Document[] {
	const other = Object.keys(options).find(name => !isGeneric(name) && !harmless.has(name) && options[name] !== false);
	ensureSupported(!other, `'${other}' of currentOp`);
	return [
		{
			type: 'op',
			host: `127.0.0.1:${server.port()}`,
			desc: `conn${connectionId}`,
			connectionId,
			client: clientAddress,
			active: true,
			currentOpTime: new Date(server.clock()).toISOString(),
			opid: 1,
			secs_running: Long.ZERO,
			microsecs_running: Long.ZERO,
			op: 'command',
			ns: `${database}.$cmd`,
			command: body,
			numYields: 0,
			waitingForLock: false,
		},
	];
}

/** Sessions are named by the driver and hold nothing here. */
export const acceptSession: Command = ({body, name}) => {
	uassert(Array.isArray(body[name]), 'TypeMismatch', `BSON field '${name}' must be an array of sessions`);
	return {};
};
