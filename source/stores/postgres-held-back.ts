import {plainText} from '../words/plain-text.ts';

/** A transaction that others wait for. */
export type HeldBack = {
	readonly processId: number;
	/** The program that it is of, by its own word. */
	readonly program: string | undefined;
	/** How long it is open; undefined where this role may not see that. */
	readonly openMs: number | undefined;
	/** Whether it has locked the table itself; otherwise it has queued what is not committed. */
	readonly isLock: boolean;
};

/** Younger ones are no news. */
const shortestMs = 1000;

/**
 * The oldest transaction with rows in the outbox ($1) that are not committed, or with a lock on it or on the facts ($2) that keeps readers
 * out. Those that the outbox's rows are locked by for a moment, as they are brought over, are not meant.
 */
export const heldBackSql = `
	select pid, application_name, extract(epoch from clock_timestamp() - xact_start) * 1000 as open_ms, bool_or(mode = 'AccessExclusiveLock') as is_lock
	from pg_locks join pg_stat_activity using (pid)
	where granted and pid <> pg_backend_pid() and locktype = 'relation' and pg_locks.database = (select oid from pg_database where datname = current_database())
		and (relation = to_regclass($1) and mode in ('RowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock') or relation = to_regclass($2) and mode = 'AccessExclusiveLock')
		and coalesce(clock_timestamp() - xact_start > interval '${shortestMs} ms', true)
	group by pid, application_name, xact_start
	order by xact_start nulls last
	limit 1
`;

export function readHeldBack(row: Readonly<Record<string, unknown>> | undefined): HeldBack | undefined {
	return (
		row && {
			processId: Number(row['pid']),
			program: plainText(String(row['application_name'] ?? '')) || undefined,
			openMs: row['open_ms'] == null ? undefined : Number(row['open_ms']),
			isLock: row['is_lock'] === true,
		}
	);
}
