import type {Entry} from './entry.ts';

/** The part of a connection that watching needs. */
type Watcher = {readonly database: WatchedDatabase; watched: WatchedKey[]; dirtyWatch: boolean};

/** The part of a database that watching needs. */
type WatchedDatabase = {
	readonly watchers: Map<string, Set<WatchedKey>>;
	peek(key: string): Entry | undefined;
	isExpired(entry: Entry): boolean;
};

/** One connection's WATCH on one key. `hadExpired`: its time had come before, so that its removal is no change. */
export type WatchedKey = {readonly client: Watcher; readonly database: WatchedDatabase; readonly key: string; hadExpired: boolean};

/** WATCH: the next EXEC of this connection fails when the key changes before it. */
export function watch(client: Watcher, key: string): void {
	const {database} = client;
	const watchers = database.watchers.get(key) ?? new Set<WatchedKey>();
	if ([...watchers].some(watched => watched.client === client)) {
		return;
	}

	const entry = database.peek(key);
	const watched: WatchedKey = {client, database, key, hadExpired: entry !== undefined && database.isExpired(entry)};
	client.watched.push(watched);
	watchers.add(watched);
	database.watchers.set(key, watchers);
}

/** Forgets what a connection watches. */
export function unwatchAll(client: Watcher): void {
	for (const watched of client.watched) {
		const watchers = watched.database.watchers.get(watched.key);
		watchers?.delete(watched);
		if (watchers?.size === 0) {
			watched.database.watchers.delete(watched.key);
		}
	}

	client.watched = [];
}

/** Whether a key that the connection watches has expired since, removed or not. */
export function hasExpiredWatch(client: Watcher): boolean {
	return client.watched.some(({database, key, hadExpired}) => {
		const entry = database.peek(key);
		return entry !== undefined && database.isExpired(entry) && !hadExpired;
	});
}

/** A key changed: those who watch it cannot EXEC. */
export function touchWatchers(database: WatchedDatabase, key: string): void {
	for (const watched of database.watchers.get(key) ?? []) {
		if (watched.hadExpired) {
			watched.hadExpired = false;
		} else {
			watched.client.dirtyWatch = true;
			unwatchAll(watched.client);
		}
	}
}
