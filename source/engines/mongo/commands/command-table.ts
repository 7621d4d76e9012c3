import {notSupported} from '../mongo-error.ts';
import {bulkWrite} from './bulk-write.ts';
import {collStats, create, dbStats, drop, dropDatabase, listCollections, listDatabases} from './catalog-commands.ts';
import type {Command} from './command.ts';
import {aggregateOrExplain, explain} from './explain.ts';
import {findAndModify} from './find-and-modify.ts';
import {collMod, createIndexes, dropIndexes, listIndexes} from './index-commands.ts';
import {count, distinct, find, getMore, killCursors} from './read-commands.ts';
import {
	acceptSession,
	buildInfo,
	connectionStatus,
	currentOp,
	getCmdLineOpts,
	getLog,
	getParameter,
	hello,
	hostInfo,
	isMaster,
	ping,
	profile,
	refuseAuthentication,
	refuseReplication,
	refuseTransaction,
	rolesInfo,
	serverStatus,
	usersInfo,
	whatsmyuri,
} from './server-commands.ts';
import {insert, remove, update} from './write-commands.ts';

/** Every command by its name. */
export const commands: Readonly<Record<string, Command>> = {
	// Documents
	find,
	getMore,
	killCursors,
	aggregate: aggregateOrExplain,
	count,
	distinct,
	explain,
	insert,
	update,
	delete: remove,
	bulkWrite,
	findAndModify,
	findandmodify: findAndModify,
	// Collections, databases and indexes
	create,
	drop,
	dropDatabase,
	listCollections,
	listDatabases,
	createIndexes,
	listIndexes,
	dropIndexes,
	collMod,
	collStats,
	collstats: collStats,
	dbStats,
	dbstats: dbStats,
	// The server
	hello,
	isMaster,
	ismaster: isMaster,
	ping,
	buildInfo,
	buildinfo: buildInfo,
	connectionStatus,
	getParameter,
	getLog,
	whatsmyuri,
	hostInfo,
	serverStatus,
	getCmdLineOpts,
	currentOp,
	usersInfo,
	rolesInfo,
	profile,
	saslStart: refuseAuthentication,
	authenticate: refuseAuthentication,
	// Sessions and transactions
	startSession: refuse('startSession'),
	endSessions: acceptSession,
	killSessions: acceptSession,
	refreshSessions: acceptSession,
	commitTransaction: refuseTransaction,
	abortTransaction: refuseTransaction,
	replSetGetStatus: refuseReplication,
	// Known to MongoDB and not here
	renameCollection: refuse('renameCollection'),
	mapReduce: refuse('mapReduce'),
	validate: refuse('validate'),
	createUser: refuse('createUser'),
	convertToCapped: refuse('convertToCapped'),
	top: refuse('top'),
};

function refuse(what: string): Command {
	return () => {
		throw notSupported(what);
	};
}
