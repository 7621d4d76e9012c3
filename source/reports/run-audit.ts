import type {Config} from '../command-line/config.ts';
import {auditFact} from '../flows/audit-fact.ts';
import type {Audit} from '../flows/audited.ts';
import {backendsOf, type Backends} from '../layers/layers.ts';
import {postgres} from '../layers/postgres.ts';
import {whyNoRoom} from '../layers/room.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';
import {formatCount} from '../words/count.ts';
import type {Opened} from './opened.ts';
import type {Narrator} from './voice.ts';

/** Of an embedded engine that goes with this run. */
const noneNamed = 'none is named, and an embedded one without --data is empty';

export type AuditResult = {readonly scenario: Scenario; readonly timeZone: string; readonly audit: Audit; readonly backends: Backends};

/** Looks into one fact without a terminal. Nothing is written anywhere. */
export async function runAudit(services: Opened, config: Config<'audit'>, signal: AbortSignal, narrate: Narrator): Promise<AuditResult> {
	const {scenario, timeZone, clock} = services;
	const ledger = await ledgerOf(services, config);
	const isOwn = services.window.backend.kind === 'embedded' && config.dataFolder === undefined;
	const audit = await auditFact({...services, ledger, windowless: isOwn ? noneNamed : undefined, clock: clock.now}, config.id, {
		signal,
		progress(done, total) {
			if (total > 1) {
				narrate(`read ${formatCount(done)} of ${formatCount(total)} parts of the archive`);
			}
		},
	});
	return {scenario, timeZone, audit, backends: backendsOf(services)};
}

/** PostgreSQL, where one is named or a data folder keeps one; an embedded one of this run alone would hold nothing. */
async function ledgerOf({later, openLater, scenario}: Opened, {without, dataFolder}: Config<'audit'>): Promise<PostgresLedger | {readonly why: string}> {
	if (later.ledger) {
		return later.ledger;
	}

	const why =
		without === postgres.name
			? `left out by --without ${postgres.name}`
			: !postgres.suits(scenario)
				? `"${scenario.title}" stores nothing there`
				: dataFolder === undefined
					? noneNamed
					: whyNoRoom(postgres);
	return why === undefined ? ((await openLater(postgres)) as PostgresLedger) : {why};
}
