import type {Audit} from '../../flows/audited.ts';
import {note} from './note.ts';
import {startJob} from './start-job.ts';
import type {Handlers} from './step.ts';

/** One fact, looked into in every layer. */
export type AuditEvents = {
	/** Without an id it is the newest. */
	'audit-wished': {id: string | undefined};
	'fact-audited': {audit: Audit};
	'audit-closed': object;
};

export type AuditCommands = {
	audit: {id: string | undefined};
};

export const auditHandlers: Handlers<AuditEvents, AuditCommands> = {
	'audit-wished': (state, {id}) => startJob(state, 'audit', 0, {type: 'audit', id}),
	'fact-audited'(state, {audit}, nowMs) {
		const {id, differences} = audit;
		const verdict = differences.length === 0 ? 'its copies that count do not differ' : `its copies DIFFER in ${differences.map(({field}) => field).join(', ')}`;
		return note({...state, job: undefined, audit}, nowMs, `audit of ${id}: ${verdict}`, differences.length === 0 ? 'done' : 'failed');
	},
	'audit-closed': state => ({...state, audit: undefined}),
};
