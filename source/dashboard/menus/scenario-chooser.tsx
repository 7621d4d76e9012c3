import {scenarios} from '../../scenarios/scenarios.ts';
import {type Line, Lines} from '../panels/lines.tsx';
import {Panel} from '../panels/panel.tsx';

type Props = {
	/** The line of the menu that is chosen. */
	readonly chosen: number;
	/** The name of the scenario that is open. */
	readonly open: string;
	readonly width: number;
	readonly height: number;
};

/** The scenarios, each with what it teaches, in place of a screen's body. */
export function ScenarioChooser({chosen, open, width, height}: Props) {
	// A line between two where there is room.
	const isAiry = scenarios.length * 5 <= height - 2;
	const lines = scenarios.flatMap(({name, title, teaches}, i): Line[] => [
		[
			{text: i === chosen ? '> ' : '  ', tone: 'accent'},
			{text: name, tone: i === chosen ? 'strong' : 'plain'},
			{text: `  ${title}`, tone: 'accent'},
			{text: name === open ? '  (open now)' : '', tone: 'dim'},
		],
		...teaches.map((text): Line => [{text: `  ${text}`, tone: i === chosen ? 'plain' : 'dim'}]),
		...(isAiry ? [[]] : []),
	]);
	return (
		<Panel title="Scenarios" note="Enter opens one, Esc closes this" width={width} height={height}>
			<Lines lines={lines.slice(0, height - 2)} />
		</Panel>
	);
}
