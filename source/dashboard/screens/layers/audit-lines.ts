import {type Audit, copiesOf} from '../../../flows/audited.ts';
import {auditSentences, stateTexts} from '../../../flows/audit-words.ts';
import type {Scenario} from '../../../scenarios/scenario.ts';
import {auditTable} from '../../../tables/audit-table.ts';
import {layOut} from '../../../tables/lay-out.ts';
import {plainText} from '../../../words/plain-text.ts';
import {wrapWords} from '../../../words/wrapping.ts';
import type {Line} from '../../panels/lines.tsx';
import type {Tone} from '../../theme.ts';

/** This many copies of the archive are shown, the last ones. */
const mostArchived = 4;

/** What an audit found, in this many lines: its copies, its past, and what is to be said; where there is no room for all, the last line says so. */
export function auditLines(audit: Audit, scenario: Scenario, timeZone: string, width: number, height: number): Line[] {
	const sentences = auditSentences(audit, scenario, timeZone).map(sentence => wrapWords(plainText(sentence), width, '  '));
	const tables = [copyLines(audit, timeZone, width), pastLines(audit, timeZone, width)];
	const told = sentences.flatMap(lines => lines.map((text): Line => [{text, tone: toneOf(lines[0]!)}]));
	const whole = [...tables[0]!, [], ...tables[1]!, [], ...told];
	const lines = whole.length <= height ? whole : [...tables.flat(), ...told];
	return lines.length <= height ? lines : [...lines.slice(0, height - 1), [{text: `… shopstream-tui audit ${audit.id} says the rest`, tone: 'dim'}]];
}

function copyLines(audit: Audit, timeZone: string, width: number): Line[] {
	const {
		shown: {columns, rows},
	} = auditTable(audit, timeZone);
	const copies = copiesOf(audit.ledger, audit.window, 'found' in audit.archive ? audit.archive.found : []);
	const archived = copies.filter(copy => copy.archived).length;
	const first = copies.length - archived;
	const shown = copies.flatMap((copy, i) => (i < first || i >= copies.length - mostArchived ? [{copy, row: rows[i]!.map(plainText)}] : []));
	const [head = '', ...lines] = layOut(
		columns,
		shown.map(({row}) => row),
		width,
	);
	return [[{text: head, tone: 'dim'}], ...lines.map((text, i): Line => [{text, tone: shown[i]!.copy.archived?.isCounted === false ? 'dim' : 'plain'}])];
}

function pastLines(audit: Audit, timeZone: string, width: number): Line[] {
	const [head = '', ...lines] = layOut(
		[
			{title: 'since', align: 'left'},
			{title: 'it is', align: 'left'},
			{title: 'says', align: 'left'},
		],
		stateTexts(audit, timeZone).map(row => row.map(plainText)),
		width,
	);
	return [[{text: head, tone: 'dim'}], ...lines.map((text): Line => [{text}])];
}

function toneOf(sentence: string): Tone {
	return sentence.startsWith('They DIFFER') || sentence.startsWith('Damaged')
		? 'bad'
		: sentence.startsWith('The copies that count are equal')
			? 'hit'
			: 'plain';
}
