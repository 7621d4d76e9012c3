/** The tables of a ledger that the outbox watches. All names are qualified by the schema. */
type Watched = {
	readonly schema: string;
	/** The table of facts, with `id`, `placed_at` (when it happened) and `updated_at` (when it last changed). */
	readonly table: string;
	/** Facts of this many days are brought to MongoDB. */
	readonly windowDays: number;
	/**
	 * The other tables of a fact. The condition on `fact` says which facts a change of the rows `changed` changes: those of the window, and where
	 * each row `isOfOne` fact alone, older ones too. Those of a row of many would take a walk through all history to find.
	 */
	readonly parts: ReadonlyArray<{
		readonly table: string;
		readonly changes: string;
		readonly events: ReadonlyArray<'insert' | 'update' | 'delete'>;
		readonly isOfOne?: true;
	}>;
};

/** The tables of the outbox in a ledger's schema: the queue, and the MongoDBs that it fills. */
export const outboxTables = (schema: string) => ({outbox: `${schema}.outbox`, windows: `${schema}.windows`});

/**
 * The part of a migration that gives a ledger's facts a version and an outbox (the transactional outbox pattern). Each change raises the version.
 * A change of a fact in the window (and a day of slack) is queued for each MongoDB, in the same transaction. NOTIFY on the channel of the schema's
 * name tells listeners at commit. No trigger waits for anybody, and older history costs only a comparison. A change replaces an earlier row of the
 * same fact in the queue, unless that is being handled just now. So the queue has one row for each fact and MongoDB, however often the fact changes
 * while nobody reads.
 */
export function outboxMigration(watched: Watched): string {
	const {schema, table, parts} = watched;
	const {outbox, windows} = outboxTables(schema);
	const since = sinceOf(watched);
	return `
		alter table ${table} add column version integer not null default 1;
		create function ${schema}.raise_version() returns trigger language plpgsql as $$
		begin
			new.version := old.version + 1;
			if new.updated_at is not distinct from old.updated_at then
				new.updated_at := greatest(now(), old.updated_at, new.placed_at);
			end if;
			return new;
		end $$;
		create trigger raise_version before update on ${table} for each row execute function ${schema}.raise_version();

		create table ${windows} (
			identity text primary key,
			number integer generated always as identity unique,
			-- Whether changes are queued for it; not for one that nobody fills for long.
			is_followed boolean not null default true,
			-- Every transaction before this one may not know that it is followed.
			known_since xid8,
			-- Whether all that was in the ledger before has been queued, now and at any time.
			is_filled boolean not null default false,
			was_filled boolean not null default false,
			-- When all was queued last: the last of these rows, and how many facts.
			refill_to bigint,
			refill_facts bigint,
			seen_at timestamptz not null default now()
		);
		create table ${outbox} (
			window_number integer not null,
			id bigint generated always as identity,
			fact_id text collate "C" not null,
			-- It was deleted since, whether or not it is there again.
			was_deleted boolean not null default false,
			queued_at timestamptz not null default now(),
			-- Of one row a statement, which stands for the others: when it was committed.
			committed_at timestamptz,
			primary key (window_number, id)
		) with (autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0.1);
		create index outbox_fact_id on ${outbox} (fact_id);
		create function ${schema}.time_commit() returns trigger language plpgsql as $$
		begin
			update ${outbox} set committed_at = clock_timestamp() where window_number = new.window_number and id = new.id;
			return null;
		end $$;
		create constraint trigger time_commit after insert on ${outbox} deferrable initially deferred
			for each row when (new.committed_at is not null) execute function ${schema}.time_commit();

		create function ${schema}.queue_inserted() returns trigger language plpgsql as $$
		declare
			last text;
		begin
			select id into last from changed where placed_at > ${since} limit 1;
			if found then
				insert into ${outbox} (window_number, fact_id) select number, id from changed cross join ${windows} where is_followed and placed_at > ${since} and id <> last;
				insert into ${outbox} (window_number, fact_id, committed_at) select number, last, clock_timestamp() from ${windows} where is_followed;
				if found then
					perform pg_notify('${schema}', '');
				end if;
			end if;
			return null;
		end $$;
		create trigger queue_inserted after insert on ${table} referencing new table as changed for each statement execute function ${schema}.queue_inserted();

		create function ${schema}.queue_changed() returns trigger language plpgsql as $$
		declare
			of_facts text := case tg_op when 'UPDATE' then 'select id, placed_at from changed union select id, placed_at from before' else 'select id, placed_at from before' end;
			queued integer;
		begin
			-- Planned at each call: how many are queued is another number each time.
			execute format($sql$
				with facts as materialized (
					select id, bool_or(placed_at > ${since}) as is_in from (%s) as either group by id
				), older as (
					delete from ${outbox} where (window_number, id) in (select window_number, id from ${outbox} where fact_id in (select id from facts where is_in) for update skip locked)
					returning window_number, fact_id, was_deleted
				)
				insert into ${outbox} (window_number, fact_id, was_deleted, committed_at)
				select number, id, $1 or exists (select from older where window_number = number and fact_id = facts.id and was_deleted), case when id = max(id) over () then clock_timestamp() end
				from facts cross join ${windows} where is_in and is_followed order by id
			$sql$, of_facts) using tg_op = 'DELETE';
			get diagnostics queued = row_count;
			if queued > 0 then
				perform pg_notify('${schema}', '');
			end if;
			return null;
		end $$;
		create trigger queue_updated after update on ${table} referencing old table as before new table as changed for each statement execute function ${schema}.queue_changed();
		create trigger queue_deleted after delete on ${table} referencing old table as before for each statement execute function ${schema}.queue_changed();

		create function ${schema}.queue_truncated() returns trigger language plpgsql as $$
		begin
			insert into ${outbox} (window_number, fact_id, was_deleted) select number, id, true from ${table} cross join ${windows} where is_followed and placed_at > ${since};
			perform pg_notify('${schema}', '');
			return null;
		end $$;
		create trigger queue_truncated before truncate on ${table} for each statement execute function ${schema}.queue_truncated();
		${raisingOfParts(watched)}
		${parts.flatMap(({table: part, events}) => events.map(event => partTrigger(schema, part, event))).join('\n')}
	`;
}

/** The first instant of the facts that are queued. */
function sinceOf({windowDays}: Pick<Watched, 'windowDays'>): string {
	return `now() - interval '${windowDays + 1} days'`;
}

/** Changes of parts raise the versions of their facts. Facts that the transaction itself changes are queued anyway. Also the migration of ledgers whose older facts were let be. */
export function raisingOfParts(watched: Watched): string {
	const {schema, table, parts} = watched;
	return parts
		.map(
			({table: part, changes, isOfOne = false}) => `
		create or replace function ${raiserOf(schema, part)}() returns trigger language plpgsql as $$
		begin
			-- Planned at each call: the tables grow. Facts are found by what changed, never by walking through the window.
			execute $sql$
				update ${table} as fact set version = fact.version
				where ${isOfOne ? '' : `coalesce(fact.placed_at > ${sinceOf(watched)}, false) and `}fact.xmin <> pg_current_xact_id()::xid and ${changes}
			$sql$;
			return null;
		end $$;
	`,
		)
		.join('\n');
}

function partTrigger(schema: string, part: string, event: 'insert' | 'update' | 'delete'): string {
	return `
		create trigger raise_facts_of_${part.split('.').at(-1)}_${event} after ${event} on ${part} referencing ${event === 'delete' ? 'old' : 'new'} table as changed
			for each statement execute function ${raiserOf(schema, part)}();
	`;
}

function raiserOf(schema: string, part: string): string {
	return `${schema}.raise_facts_of_${part.split('.').at(-1)}`;
}
