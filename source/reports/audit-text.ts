import type {Looked} from '../flows/audited.ts';
import {auditSentences, auditTitle, stateTexts} from '../flows/audit-words.ts';
import {auditTable, valueOf} from '../tables/audit-table.ts';
import {backendLines} from './backend-lines.ts';
import {shownBackends} from './json-report.ts';
import type {AuditResult} from './run-audit.ts';
import {sheetText, textTable} from './text-table.ts';

/** `audit` as text. */
export function auditText({scenario, timeZone, audit, backends}: AuditResult): string {
	return [
		`${auditTitle(audit, scenario, timeZone)}.`,
		'',
		...sheetText(auditTable(audit, timeZone)),
		'',
		...textTable(
			[
				{title: 'since', align: 'left'},
				{title: 'it is', align: 'left'},
				{title: 'says', align: 'left'},
			],
			stateTexts(audit, timeZone),
		),
		'',
		...auditSentences(audit, scenario, timeZone),
		'',
		...backendLines(backends),
	].join('\n');
}

// The JSON contract: a member is never renamed or given another meaning under the same schema version.

/** `shopstream.audit/1`. */
export function auditJson({scenario, audit, backends}: AuditResult): object {
	const {id, idAtMs, asOfMs, auditing, ledger, window, cache, archive, states, differences} = audit;
	const instant = (ms: number) => new Date(ms).toISOString();
	const fields = (fact: object) => Object.fromEntries(auditing.fields.map(field => [field.name, valueOf(field, fact) ?? null]));
	const looked = (one: Looked) => ({
		state: one.state,
		...('why' in one && {why: one.why}),
		[scenario.facts.one]: one.state === 'held' ? fields(one.fact) : null,
	});
	const isInstant = new Set(auditing.fields.filter(({unit}) => unit === 'instant').map(({name}) => name));
	return {
		schema: 'shopstream.audit/1',
		id,
		placedAtById: idAtMs === undefined ? null : instant(idAtMs),
		asOf: instant(asOfMs),
		ledger: looked(ledger),
		window: looked(window),
		cache:
			cache.state === 'held'
				? {
						state: 'held',
						key: cache.key,
						asOf: instant(cache.asOfMs),
						expiresAt: instant(cache.expiresAtMs),
						canContain: cache.contained?.can ?? null,
						because: cache.contained?.why ?? null,
					}
				: cache,
		archive:
			'why' in archive
				? {state: 'unknown', why: archive.why}
				: {
						state: archive.found.length > 0 ? 'held' : 'absent',
						searchedBy: archive.by,
						days: archive.days,
						partsRead: archive.parts,
						damaged: archive.damaged,
						copies: archive.found.map(({fact, part, line, day, revision, isCounted, manifest, asOfMs}) => ({
							day,
							revision,
							isCounted,
							object: part.name,
							generation: part.generation,
							crc32c: part.crc32c,
							line,
							manifest,
							asOf: instant(asOfMs),
							[scenario.facts.one]: fields(fact),
						})),
					},
		states: states.map(({state, atMs, saidBy}) => ({state, at: instant(atMs), saidBy})),
		differences: differences.map(({field, values}) => ({
			field,
			values: isInstant.has(field) ? Object.fromEntries(Object.entries(values).map(([name, value]) => [name, instant(Number(value))])) : values,
		})),
		backends: shownBackends(backends),
	};
}
