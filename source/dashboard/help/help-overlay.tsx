import {glossaryOf} from './glossary.ts';
import {helpPages, keyPages, wordsOnPage} from './help-pages.ts';
import {keysOf} from '../keys/keymap.ts';
import {said} from '../../scenarios/wording.ts';
import {keyLabel} from '../keys/key-binding.ts';
import {fitting, type Line, Lines} from '../panels/lines.tsx';
import {layers as listOfLayers} from '../../layers/layers.ts';
import type {Scenario} from '../../scenarios/scenario.ts';
import type {State} from '../state/state.ts';
import {Panel} from '../panels/panel.tsx';
import {noKey} from '../selectors/no-key.ts';

type Props = {
	readonly scenario: Scenario;
	readonly page: number;
	readonly layers: State['layers'];
	readonly cacheKey: State['cacheKey'];
	readonly width: number;
	readonly height: number;
};

/** The widest title and a space. */
const titleColumns = Math.max(...listOfLayers.map(({title}) => title.length)) + 1;

/** A page of the keys, one a line, and where each layer can be looked into from another terminal; on its last pages the words of the screen. */
export function HelpOverlay({scenario, page, layers, cacheKey, width, height}: Props) {
	const glossary = glossaryOf(scenario);
	const keymap = keysOf(scenario);
	const pages = helpPages(height, keymap.length, glossary.length);
	const pagesOfKeys = keyPages(height, keymap.length);
	const note = `page ${page + 1} of ${pages}: ? turns it, Esc closes it`;
	if (page >= pagesOfKeys) {
		const perPage = wordsOnPage(height);
		const wordColumns = Math.max(...glossary.map(([word]) => word.length)) + 2;
		const words = glossary.slice((page - pagesOfKeys) * perPage, (page - pagesOfKeys + 1) * perPage);
		return (
			<Panel title="Words" note={note} width={width} height={height}>
				<Lines lines={words.map(([word, meaning]) => [{text: ` ${word.padEnd(wordColumns)}`, tone: 'accent'}, {text: meaning}])} />
			</Panel>
		);
	}

	const perPage = Math.ceil(keymap.length / pagesOfKeys);
	const labelWidth = Math.max(...keymap.map(binding => keyLabel(binding).length));
	const lines: Line[] = [
		...keymap
			.slice(page * perPage, (page + 1) * perPage)
			.map((binding): Line => [
				{text: ` ${keyLabel(binding).padStart(labelWidth)}  `, tone: 'accent'},
				{text: said(binding.help, scenario)},
				{text: binding.screen ? `  (on ${binding.screen.key})` : '', tone: 'dim'},
			]),
		[],
		...listOfLayers.map(({name, title, attach}): Line => {
			const {backend, health} = layers[name];
			const said = backend ? attach(backend.address) : health === 'opening' ? 'opening' : 'not open';
			const label = backend ? `  ${backend.label}` : '';
			// A label is shown whole, or without its protocol, or not at all.
			return [
				{text: ` ${title.padEnd(titleColumns)}`, tone: 'strong'},
				{text: said},
				{text: fitting([label, label.replace(/,.*/, ''), ''], width - 5 - titleColumns - said.length), tone: 'dim'},
			];
		}),
	];
	const key: Line = [{text: ' ' + 'GET'.padEnd(titleColumns), tone: 'strong'}, {text: cacheKey === undefined ? noKey({scenario}) : `'${cacheKey}'`}];
	return (
		<Panel title="Help" note={note} width={width} height={height}>
			<Lines lines={[...lines, key].slice(0, height - 2)} />
		</Panel>
	);
}
