/** While this setting is 'on' in a transaction, facts keep the versions that they are stored with. */
const keepsVersions = (schema: string) => `${schema}.keeps_versions`;

/** Lets the rest of a transaction store facts with the versions that they were archived with. */
export const keepVersions = (schema: string) => `set local ${keepsVersions(schema)} = 'on'`;

/** The table of a drill under way, in a ledger's schema. It says which day was deleted and must be restored. */
export const drillsTable = (schema: string) => `${schema}.drills`;

/** The part of a migration that lets facts return from the archive with their versions, also after a drill that was cut short. */
export function restoreMigration(schema: string): string {
	return `
		create or replace function ${schema}.raise_version() returns trigger language plpgsql as $$
		begin
			if coalesce(current_setting('${keepsVersions(schema)}', true), '') = 'on' then
				return new;
			end if;
			new.version := old.version + 1;
			if new.updated_at is not distinct from old.updated_at then
				new.updated_at := greatest(now(), old.updated_at, new.placed_at);
			end if;
			return new;
		end $$;
		create table ${drillsTable(schema)} (
			only_row boolean primary key default true check (only_row),
			day text not null,
			begun_at timestamptz not null default now()
		);
	`;
}
