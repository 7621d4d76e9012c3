import type {Entry} from './entry.ts';

/** What watching needs of a connection. */
export type Watcher = {
	readonly database: WatchedDatabase;
	watched: WatchedKey[];
	dirtyWatch: boolean;
};

/** What watching needs of a database. */
type WatchedDatabase = {
	readonly watchers: Map<string, Set<WatchedKey>>;
	readonly peek: (key: string) => Entry | undefined;
	readonly isExpired: (entry: Entry) => boolean;
};

/** One connection's WATCH on one key. */
export type WatchedKey = {
	readonly client: Watcher;
	readonly database: WatchedDatabase;
	readonly key: string;
	/** The key was there but already expired when WATCH was called, so its removal is no change. */
	wasExpired: boolean;
};

/** WATCH: the next EXEC of this connection fails when the key changes before it. */
export function watch(client: Watcher, key: string): void {
	const {database} = client;
	const watchers = database.watchers.get(key) ?? new Set<WatchedKey>();
	for (const watched of watchers) {
		if (watched.client === client) {
			return;
		}
	}

	const entry = database.peek(key);
	const watched: WatchedKey = {client, database, key, wasExpired: entry !== undefined && database.isExpired(entry)};
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
	return client.watched.some(({database, key, wasExpired}) => {
		const entry = wasExpired ? undefined : database.peek(key);
		return entry !== undefined && database.isExpired(entry);
	});
}

/** A key changed: those who watch it cannot EXEC. */
export function touchWatchers(database: WatchedDatabase, key: string): void {
	for (const watched of database.watchers.get(key) ?? []) {
		if (watched.wasExpired) {
			if (database.peek(key) !== undefined) {
				break;
			}

			watched.wasExpired = false;
		} else {
			watched.client.dirtyWatch = true;
			unwatchAll(watched.client);
		}
	}
}

/** A database is about to be emptied: those who watch a key that is there cannot EXEC. */
export function touchAllWatchers(database: WatchedDatabase): void {
	for (const [key, watchers] of database.watchers) {
		if (database.peek(key) === undefined) {
			continue;
		}

		for (const watched of watchers) {
			if (watched.wasExpired) {
				watched.wasExpired = false;
			} else {
				watched.client.dirtyWatch = true;
			}
		}
	}
}
