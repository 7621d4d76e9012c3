import {Box} from 'ink';
import type {Audit} from '../../../flows/audited.ts';
import {capital} from '../../../words/capital.ts';
import {localTime, zoneLabel} from '../../../words/local-day.ts';
import {Lines} from '../../panels/lines.tsx';
import {Panel} from '../../panels/panel.tsx';
import {newsText, presentNews} from '../../selectors/present-news.ts';
import type {State} from '../../state/state.ts';
import {ActivityPanel, activityRows} from '../dashboard/activity-panel.tsx';
import {auditLines} from './audit-lines.ts';

type Props = {readonly state: State; readonly audit: Audit; readonly width: number; readonly height: number};

/** One fact as every layer holds it, in the room of the whole screen. */
export function AuditPanel({state, audit, width, height}: Props) {
	const {scenario, timeZone} = state;
	const {id, idAtMs} = audit;
	const lines = auditLines(audit, scenario, timeZone, width - 4, height - 2);
	// An empty line stands above the activity, whose upper border is the lower one of the audit.
	const activity = activityRows(height - lines.length - 2);
	return (
		<Box flexDirection="column">
			<Panel
				title={`${capital(scenario.facts.one)} ${id}`}
				note={idAtMs === undefined ? 'its id does not tell when' : `placed ${localTime(idAtMs, timeZone)} ${zoneLabel(timeZone, idAtMs)}, by its id`}
				foot={activity > 0 ? undefined : newsText(presentNews(state))}
				isOpenBelow={activity > 0}
				width={width}
				height={height - activity}
			>
				<Lines lines={lines.map(line => [{text: ' '}, ...line])} />
			</Panel>
			{activity > 0 && <ActivityPanel job={state.job} activity={state.activity} timeZone={timeZone} isJoined width={width} height={activity} />}
		</Box>
	);
}
