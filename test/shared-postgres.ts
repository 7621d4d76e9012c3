// One embedded PostgreSQL for the test files that follow each other in a process: to start one takes most of a second of the processor's time.
import {mkdtempSync} from 'node:fs';
import {join} from 'node:path';
import pg from 'pg';
import {inject} from 'vitest';
import {startPostgresEngine} from '../source/engines/postgres/start-postgres-engine.ts';

type Shared = {readonly port: number; readonly url: string; close(): Promise<void>};

/** The one that nobody uses now; a test file that begins while it is used starts another. */
const kept = globalThis as {idlePostgres?: Shared | undefined};

/** An engine with nothing in it, to be given back. */
export async function takePostgres(): Promise<{readonly port: number; readonly url: string; giveBack(): Promise<void>}> {
	const shared = kept.idlePostgres ?? (await start());
	kept.idlePostgres = undefined;
	return {
		port: shared.port,
		url: shared.url,
		async giveBack() {
			if (kept.idlePostgres || !(await empty(shared.url))) {
				await shared.close();
				return;
			}

			kept.idlePostgres = shared;
		},
	};
}

async function start(): Promise<Shared> {
	const {port, close} = await startPostgresEngine({scratchFolder: mkdtempSync(join(inject('sharedFolder'), 'postgres-'))});
	return {port, url: `postgres://lesson@127.0.0.1:${port}/shopstream`, close};
}

/** Removes all that a test file made. @returns whether that was done: a transaction that was left open is in the way */
async function empty(url: string): Promise<boolean> {
	const client = new pg.Client({connectionString: url, connectionTimeoutMillis: 5000, query_timeout: 5000}).on('error', () => undefined);
	try {
		await client.connect();
		await client.query(`
			do $$ declare name text; begin
				for name in select nspname from pg_namespace where nspname <> 'information_schema' and nspname <> 'public' and nspname not like 'pg\\_%' loop
					execute format('drop schema %I cascade', name);
				end loop;
				for name in select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'm') loop
					execute format('drop table if exists public.%I cascade', name);
				end loop;
			end $$`);
		return true;
	} catch {
		return false;
	} finally {
		await client.end().catch(() => undefined);
	}
}
