import {Long} from 'bson';
import {MongoError, ensureSupported, uassert} from '../mongo-error.ts';
import {documentBytesMax} from '../bson/encode-document.ts';
import {double, safeInteger} from '../values/numbers.ts';
import type {Document} from '../values/document.ts';
import type {Command, Request, ServerState} from './command.ts';

/** Greatest message in bytes. */
export const messageBytesMax = 48_000_000;

/** The MongoDB release whose protocol and behaviour this engine follows. */
export const version = '8.0.0';
const maxWireVersion = 25;

/**
 * `hello`: a standalone server. Without `setName` drivers send no transaction numbers, and without
 * `topologyVersion` they ask again instead of waiting for changes.
 */
export const hello: Command = ({connectionId}, {clock}) => ({isWritablePrimary: true, ...common(connectionId, clock)});

/** `isMaster`, the older name. */
export const isMaster: Command = ({connectionId}, {clock}) => ({ismaster: true, helloOk: true, ...common(connectionId, clock)});

function common(connectionId: number, clock: () => number): Document {
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

export const ping: Command = () => ({});

/** `buildInfo`; `shopstreamEngine` tells that this is no mongod. */
export const buildInfo: Command = () => ({
	version,
	versionArray: [...version.split('.').map(Number), 0],
	gitVersion: 'none',
	modules: [],
	allocator: 'v8',
	javascriptEngine: 'none',
	sysInfo: 'deprecated',
	shopstreamEngine: 'embedded',
	storageEngines: ['shopstream'],
	bits: 64,
	debug: false,
	maxBsonObjectSize: documentBytesMax,
	openssl: {running: 'none', compiled: 'none'},
	buildEnvironment: {},
});

export const connectionStatus: Command = () => ({authInfo: {authenticatedUsers: [], authenticatedUserRoles: [], authenticatedUserPrivileges: []}});

/** `getParameter` knows the one parameter that tools ask for. */
export const getParameter: Command = ({body}) => {
	uassert(body['featureCompatibilityVersion'] !== undefined || body['getParameter'] === '*', 'InvalidOptions', 'no option found to get');
	return {featureCompatibilityVersion: {version: '8.0'}};
};

/** `getLog`: there is none; `startupWarnings` says what this is. */
export const getLog: Command = ({body}) => {
	if (body['getLog'] === '*') {
		return {names: ['global', 'startupWarnings']};
	}

	uassert(body['getLog'] === 'global' || body['getLog'] === 'startupWarnings', 96, () => `No log named '${String(body['getLog'])}'`);
	return {totalLinesWritten: 0, log: []};
};

export const whatsmyuri: Command = ({clientAddress}) => ({you: clientAddress});

export const hostInfo: Command = (_request, server) => ({
	system: {currentTime: new Date(server.clock()), hostname: `127.0.0.1:${server.port()}`, cpuAddrSize: 64},
	os: {type: process.platform, name: process.platform, version: 'unknown'},
	extra: {},
});

export const serverStatus: Command = (_request, server) => {
	const uptimeMs = uptimeOf(server);
	return {
		host: `127.0.0.1:${server.port()}`,
		version,
		process: 'shopstream-tui (embedded engine)',
		pid: process.pid,
		uptime: double(Math.floor(uptimeMs / 1000)),
		uptimeMillis: uptimeMs,
		localTime: new Date(server.clock()),
		connections: {current: server.connectionCount()},
		...server.counters.report(),
		storageEngine: {name: 'shopstream', persistent: false},
		shopstreamEngine: 'embedded',
	};
};

function uptimeOf({clock, startedMs}: ServerState): number {
	return Math.max(0, clock() - startedMs);
}

/** `currentOp`: commands are answered one after the other, so that nothing goes on but this question. */
export const currentOp: Command = (request, server) => ({inprog: operationsNow(request, server)});

/** What goes on now. */
export function operationsNow({body, database, connectionId, clientAddress}: Request, server: ServerState): Document[] {
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

/** `usersInfo` and `rolesInfo`: there are none. */
export const usersInfo: Command = () => ({users: []});

export const rolesInfo: Command = () => ({roles: []});

/** `profile` is off. */
export const profile: Command = ({body}) => {
	ensureSupported(!((safeInteger(body['profile']) ?? 1) > 0), 'The profiler');
	return {was: 0, slowms: 100, sampleRate: double(1)};
};

export const getCmdLineOpts: Command = () => ({argv: [], parsed: {}});

/** There are no users: whoever gives a name and a password is told that they do not fit. */
export const refuseAuthentication: Command = () => {
	throw new MongoError('AuthenticationFailed', 'Authentication failed.');
};

/** Sessions are named by the driver and hold nothing here. */
export const acceptSession: Command = () => ({});

export const refuseTransaction: Command = () => {
	throw new MongoError('IllegalOperation', 'Transaction numbers are only allowed on a replica set member or mongos');
};

export const refuseReplication: Command = () => {
	throw new MongoError('NoReplicationEnabled', 'not running with --replSet');
};
