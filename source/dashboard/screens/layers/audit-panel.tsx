import type {Audit} from '../../../flows/audited.ts';
import {capital} from '../../../words/capital.ts';
import {localTime, zoneLabel} from '../../../words/local-day.ts';
import {Lines} from '../../panels/lines.tsx';
import {Panel} from '../../panels/panel.tsx';
import {newsText, presentNews} from '../../selectors/present-news.ts';
import type {State} from '../../state/state.ts';
import {auditLines} from './audit-lines.ts';

type Props = {readonly state: State; readonly audit: Audit; readonly width: number; readonly height: number};

/** One fact as every layer holds it, in the room of the whole screen. */
export function AuditPanel({state, audit, width, height}: Props) {
	const {scenario, timeZone} = state;
	const {id, idAtMs} = audit;
	const lines = auditLines(audit, scenario, timeZone, width - 4, height - 2);
	return (
		<Panel
			title={`${capital(scenario.facts.one)} ${id}`}
			note={idAtMs === undefined ? 'its id does not tell when' : `placed ${localTime(idAtMs, timeZone)} ${zoneLabel(timeZone, idAtMs)}, by its id`}
			foot={newsText(presentNews(state))}
			width={width}
			height={height}
		>
			<Lines lines={lines.map(line => [{text: ' '}, ...line])} />
		</Panel>
	);
}
