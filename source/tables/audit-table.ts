import {type Audit, type Copy, copiesOf} from '../flows/audited.ts';
import {fieldText} from '../flows/audit-words.ts';
import type {AuditField} from '../scenarios/auditing.ts';
import {type Sheet, sheetOf, type SheetColumn} from './sheet.ts';

/** A fact as each layer holds it, a copy a line. */
export function auditTable({auditing, ledger, window, archive}: Audit, timeZone: string): Sheet {
	const copies = copiesOf(ledger, window, 'found' in archive ? archive.found : []);
	return sheetOf('audit', copies, [
		{name: 'copy', title: '', align: 'left', value: ({name}) => name, text: ({name, archived}) => `${name}${archived?.isCounted === false ? ', before' : ''}`},
		...auditing.fields.map((field): SheetColumn<Copy> => {
			const {name, title, unit, brief} = field;
			const kept = {name, value: ({fact}: Copy) => valueOf(field, fact)};
			return title === undefined
				? kept
				: {
						...kept,
						title,
						...(unit === 'text' && !brief && {align: 'left' as const}),
						text: ({fact}) => brief?.(fact) ?? fieldText(field, field.value(fact), timeZone),
					};
		}),
		{name: 'isCounted', value: ({archived}) => archived?.isCounted},
		{name: 'object', value: ({archived}) => archived?.part.name},
		{name: 'generation', value: ({archived}) => archived?.part.generation},
		{name: 'line', value: ({archived}) => archived?.line},
		{name: 'archivedAsOf', value: ({archived}) => archived && new Date(archived.asOfMs).toISOString()},
	]);
}

/** As JSON has it: an instant in ISO 8601. */
export function valueOf({unit, value}: AuditField, fact: object): string | number | undefined {
	const its = value(fact);
	return unit === 'instant' && its !== undefined ? new Date(its).toISOString() : its;
}
