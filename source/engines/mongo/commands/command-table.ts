import {MongoError, notSupported} from '../mongo-error.ts';
import {bulkWrite} from './bulk-write.ts';
import {collStats, create, dbStats, drop, dropDatabase, listCollections, listDatabases} from './catalog-commands.ts';
import type {Command} from './command.ts';
import {aggregateOrExplain, explain} from './explain.ts';
import {findAndModify} from './find-and-modify.ts';
import {collMod, createIndexes, dropIndexes, listIndexes} from './index-commands.ts';
import {count, distinct, find, getMore, killCursors} from './read-commands.ts';
import {acceptSession, serverCommands} from './server-commands.ts';
import {insert, remove, update} from './write-commands.ts';

/** The commands that are answered, by what they are about. */
export const commandGroups: Readonly<Record<string, Readonly<Record<string, Command>>>> = {
	documents: {find, getMore, killCursors, aggregate: aggregateOrExplain, count, distinct, explain, insert, update, delete: remove, bulkWrite, findAndModify},
	'databases, collections and indexes': {
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
		dbStats,
	},
	'the server': serverCommands,
	'sessions, which hold nothing here': {endSessions: acceptSession, killSessions: acceptSession, refreshSessions: acceptSession},
};

const otherNames: Readonly<Record<string, Command>> = {findandmodify: findAndModify, collstats: collStats, dbstats: dbStats};

const authentication = new MongoError('AuthenticationFailed', 'Authentication failed.');
const transaction = new MongoError('IllegalOperation', 'Transaction numbers are only allowed on a replica set member or mongos');

const replication = 'replSetFreeze replSetGetConfig replSetGetStatus replSetInitiate replSetMaintenance replSetReconfig replSetStepDown replSetSyncFrom';
const unsupported =
	'analyze autoCompact cloneCollectionAsCapped compact connPoolStats convertToCapped createRole createSearchIndexes createUser dataSize dbHash ' +
	'dropAllRolesFromDatabase dropAllUsersFromDatabase dropConnections dropRole dropSearchIndex dropUser filemd5 fsync fsyncUnlock getDefaultRWConcern ' +
	'grantPrivilegesToRole grantRolesToRole grantRolesToUser invalidateUserCache killAllSessions killAllSessionsByPattern killOp listCommands ' +
	'listSearchIndexes lockInfo logRotate mapReduce planCacheClear planCacheClearFilters planCacheListFilters planCacheSetFilter reIndex ' +
	'renameCollection revokePrivilegesFromRole revokeRolesFromRole revokeRolesFromUser rotateCertificates setDefaultRWConcern ' +
	'setFeatureCompatibilityVersion setParameter setProfilingFilterGlobally setQuerySettings shutdown startSession updateRole updateSearchIndex ' +
	'updateUser validate validateDBMetadata';

/** What a standalone server without users refuses too, and what MongoDB has and this engine refuses. */
const refused: Readonly<Record<string, MongoError>> = {
	saslStart: authentication,
	authenticate: authentication,
	commitTransaction: transaction,
	abortTransaction: transaction,
	...Object.fromEntries(replication.split(' ').map(name => [name, new MongoError('NoReplicationEnabled', 'not running with --replSet')])),
	...Object.fromEntries(unsupported.split(' ').map(name => [name, notSupported(name)])),
};

function refusing(error: MongoError): Command {
	return () => {
		throw error;
	};
}

/** Every command by its name. */
export const commands: Readonly<Record<string, Command>> = {
	...Object.assign({}, ...Object.values(commandGroups)),
	...otherNames,
	...Object.fromEntries(Object.entries(refused).map(([name, error]) => [name, refusing(error)])),
};
