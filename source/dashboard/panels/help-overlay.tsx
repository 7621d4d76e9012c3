import {keyLabel, keymap} from '../keymap.ts';
import {type Line, Lines} from '../lines.tsx';
import type {LayerName, State} from '../state.ts';
import {Panel} from './panel.tsx';

type Props = {readonly layers: State['layers']; readonly width: number; readonly height: number};

const clients: ReadonlyArray<readonly [LayerName, string, (address: string) => string]> = [
	['mongo', 'MongoDB', address => `mongosh ${address.replace(/\/$/, '')}/shopstream`],
	['redis', 'Redis', address => `redis-cli -u ${address}`],
	['gcs', 'GCS', address => address],
];

/** Every key in one line, and where each layer can be looked into from another terminal. */
export function HelpOverlay({layers, width, height}: Props) {
	const lines: Line[] = [
		...keymap.map((binding): Line => [
			{text: ` ${keyLabel(binding).padStart(5)}  `, tone: 'accent'},
			{text: binding.help},
		]),
		...(height > keymap.length + 6 ? [[]] : []),
		...clients.map(([name, title, command]): Line => {
			const {backend} = layers[name];
			return [
				{text: ` ${title.padEnd(8)}`, tone: 'strong'},
				{text: backend ? command(backend.address) : 'opening'},
				{text: backend ? `  ${backend.label}` : '', tone: 'dim'},
			];
		}),
	];
	return (
		<Panel title="Help" note="? or Esc closes it" width={width} height={height}>
			<Lines lines={lines.slice(0, height - 2)}/>
		</Panel>
	);
}
