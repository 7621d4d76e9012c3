import {instantIn} from '../bulk-rows.ts';
import {outboxMigration} from '../ledger-outbox.ts';
import {restoreMigration} from '../ledger-restore.ts';
import type {LedgerTables} from '../scenario.ts';
import {mostLatitude} from './place.ts';
import {tripArchive} from './trip-lines.ts';
import {type Trip, tripStatuses} from './trip.ts';

const schema = 'rides';

/** Days that a trip stays in MongoDB after its last report. */
export const windowDays = 1;

/** The given trips, each once. Of a trip that comes twice the latest report counts. */
const given = `
	given_trips as materialized (
		select distinct on (id) * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::float8[], $7::float8[], $8::integer[], $9::integer[])
			as given (id, driver, status, started_at, placed_at, longitude, latitude, metres, fare_cents)
		order by id, placed_at desc, status = 'ended' desc
	)
`;

const columns = ['id', 'driver', 'status', 'started_at', 'placed_at', 'longitude', 'latitude', 'metres', 'fare_cents'];

/** All columns but the id, with their new values. */
const changed = columns
	.slice(1)
	.map(column => `${column} = excluded.${column}`)
	.join(', ');

const milliseconds = (instant: string) => `(extract(epoch from date_trunc('milliseconds', ${instant})) * 1000)::bigint`;

/** Where the columns of a trip that is read in bulk stand. Behind its numbers stands its hash. */
const trip = {reportedAt: 0, startedAtMs: 1, longitude: 2, latitude: 3, metres: 4, fareCents: 5, version: 6, id: 8, driver: 9, status: 10};

/**
 * Trips in PostgreSQL, one row for each. A report changes the row. `placed_at` is the time of the last report: a trip leaves MongoDB a day after
 * it.
 */
export const tripsLedger: LedgerTables<Trip> = {
	schema,
	table: 'rides.trips',
	isRewritten: true,
	migrations: [
		`
		create table rides.trips (
			id text collate "C" primary key,
			driver text collate "C" not null,
			status text not null check (status in (${tripStatuses.map(status => `'${status}'`).join(', ')})),
			started_at timestamptz not null,
			placed_at timestamptz not null check (placed_at >= started_at),
			updated_at timestamptz not null,
			longitude float8 not null check (longitude between -180 and 180),
			latitude float8 not null check (latitude between -${mostLatitude} and ${mostLatitude}),
			metres integer not null check (metres >= 0),
			fare_cents integer not null check (fare_cents >= 0)
		);
		create index trips_placed_at on rides.trips (placed_at, id);
		${outboxMigration({schema, table: 'rides.trips', windowDays, parts: []})}
	`,
		restoreMigration(schema),
	],
	insert: `
		with ${given}, stored as (
			insert into rides.trips as trips (${columns.join(', ')}, updated_at)
			select ${columns.join(', ')}, placed_at from given_trips
			on conflict (id) do update set ${changed}, updated_at = excluded.placed_at
			where trips.placed_at < excluded.placed_at or trips.placed_at = excluded.placed_at and trips.status <> 'ended' and excluded.status = 'ended'
			returning xmax = 0 as is_new
		)
		select count(*) filter (where is_new)::int as added from stored
	`,
	restore: `
		with ${given}, versions as (
			select * from unnest($1::text[], $10::integer[]) as given (id, version)
		), before as (
			select id, trips.version, date_trunc('milliseconds', trips.placed_at) as placed_at, trips.status from rides.trips join given_trips using (id)
		), stored as (
			insert into rides.trips as trips (${columns.join(', ')}, updated_at, version)
			select ${columns.join(', ')}, placed_at, version from given_trips join versions using (id)
			on conflict (id) do update set ${changed}, updated_at = excluded.placed_at,
				version = case when trips.version >= excluded.version then trips.version + 1 else excluded.version end
			where (trips.version, date_trunc('milliseconds', trips.placed_at)) < (excluded.version, excluded.placed_at)
				or $11::boolean and date_trunc('milliseconds', trips.placed_at) <> excluded.placed_at
			returning id
		)
		select count(*) filter (where stored.id is not null and before.id is null)::int as added,
			count(*) filter (where stored.id is not null and before.id is not null)::int as replaced,
			count(*) filter (where stored.id is null and before.placed_at <> given_trips.placed_at)::int as newer
		from given_trips left join stored using (id) left join before using (id)
	`,
	columns: trips => [
		trips.map(({id}) => id),
		trips.map(({driver}) => driver),
		trips.map(({status}) => status),
		trips.map(({startedAt}) => startedAt.toISOString()),
		trips.map(({reportedAt}) => reportedAt.toISOString()),
		trips.map(({longitude}) => longitude),
		trips.map(({latitude}) => latitude),
		trips.map(({metres}) => metres),
		trips.map(({fareCents}) => fareCents),
	],
	select: columns.map(column => `fact.${column}`).join(', ') + ', fact.version',
	read: row =>
		({
			id: row['id'],
			driver: row['driver'],
			status: row['status'],
			startedAt: row['started_at'],
			reportedAt: row['placed_at'],
			longitude: row['longitude'],
			latitude: row['latitude'],
			metres: row['metres'],
			fareCents: row['fare_cents'],
			version: row['version'],
		}) as Trip,
	worth: 'fact.fare_cents::bigint',
	version: ({version}) => version,
	bulk: {
		columns: {numbers: [milliseconds('started_at'), 'longitude', 'latitude', 'metres', 'fare_cents', 'version'], texts: ['driver', 'status']},
		with: 'nothing as (select)',
		parts: {},
		lines: trips => (row, lines) => {
			const read: Trip = {
				id: trips.text(row, trip.id)!,
				driver: trips.text(row, trip.driver)!,
				status: trips.text(row, trip.status) as Trip['status'],
				startedAt: new Date(trips.whole(row, trip.startedAtMs)),
				reportedAt: new Date(instantIn(trips, row, trip.reportedAt)),
				longitude: Number(trips.text(row, trip.longitude)),
				latitude: Number(trips.text(row, trip.latitude)),
				metres: trips.whole(row, trip.metres),
				fareCents: trips.whole(row, trip.fareCents),
				version: trips.whole(row, trip.version),
			};
			lines.text(tripArchive.line(read));
			return tripArchive.worth.of(read);
		},
	},
	moves: [],
};
