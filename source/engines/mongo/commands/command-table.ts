import {notSupported} from '../mongo-error.ts';
import {bulkWrite} from './bulk-write.ts';
import {collStats, create, dbStats, drop, dropDatabase, listCollections, listDatabases} from './catalog-commands.ts';
import type {Command} from './command.ts';
import {aggregateOrExplain, explain} from './explain.ts';
import {findAndModify} from './find-and-modify.ts';
import {collMod, createIndexes, dropIndexes, listIndexes} from './index-commands.ts';
import {count, distinct, find, getMore, killCursors} from './read-commands.ts';
import {acceptSession, refuseAuthentication, refuseReplication, refuseTransaction, serverCommands} from './server-commands.ts';
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

/** What a standalone server without users refuses too. */
const refusedAnywhere: Readonly<Record<string, Command>> = {
	saslStart: refuseAuthentication,
	authenticate: refuseAuthentication,
	commitTransaction: refuseTransaction,
	abortTransaction: refuseTransaction,
	replSetGetStatus: refuseReplication,
};

/** What MongoDB has and this engine refuses, so that it can say which. */
const unsupported = 'convertToCapped createUser mapReduce renameCollection startSession validate'.split(' ').map((name): readonly [string, Command] => [
	name,
	() => {
		throw notSupported(name);
	},
]);

/** Every command by its name. */
export const commands: Readonly<Record<string, Command>> = {
	...Object.assign({}, ...Object.values(commandGroups)),
	...otherNames,
	...refusedAnywhere,
	...Object.fromEntries(unsupported),
};
