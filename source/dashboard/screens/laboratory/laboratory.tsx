import {Box} from 'ink';
import {curveChart} from '../../charts/curve-chart.ts';
import {Lines} from '../../panels/lines.tsx';
import {Panel} from '../../panels/panel.tsx';
import {chartOf, figureCharts, type FigureName} from './figure-charts.ts';
import {JitterPanel} from './jitter-panel.tsx';
import {FiguresPanel} from './figures-panel.tsx';
import {laboratoryLayout} from './laboratory-layout.ts';
import {legend} from './signs.ts';
import {MemoryPanels} from './memory-panels.tsx';
import type {LaboratoryView} from './view.ts';
import {WhatIfPanel} from './what-if-panel.tsx';

type Props = {readonly view: LaboratoryView; readonly width: number; readonly height: number};

/** What it buys left, what it costs right; where they stand under each other, in reading order. */
const grid: readonly FigureName[] = ['hit-rate', 'age', 'origin', 'error'];
const pairs: ReadonlyArray<readonly FigureName[]> = [grid.slice(0, 2), grid.slice(2)];

/** The laboratory: what the TTL buys and costs, as charts over all TTLs and in figures at the present one. */
export function Laboratory({view, width, height}: Props) {
	const {chartWidths, chartHeights, figures} = laboratoryLayout(width, height);
	const isSmall = chartWidths.length * chartHeights.length < grid.length;
	// The guess is about the hit rate: its chart is there while the guess is placed.
	const names = isSmall ? pairs[view.guess?.isPlacing ? 0 : view.chartPair]! : grid;
	return (
		<Box flexDirection="column" width={width} height={height}>
			<Box>
				{view.jitter ? (
					<JitterPanel jitter={view.jitter} width={sum(chartWidths)} height={sum(chartHeights)} />
				) : view.memory ? (
					<MemoryPanels view={view} memory={view.memory} width={sum(chartWidths)} height={sum(chartHeights)} />
				) : (
					<Box flexDirection="column">
						{chartHeights.map((chartHeight, row) => (
							<Box key={names[row * chartWidths.length]}>
								{chartWidths.map((chartWidth, column) => {
									const name = names[row * chartWidths.length + column]!;
									return isSmall && row === 1 && view.answer && !view.guess?.isPlacing ? (
										<WhatIfPanel key="answer" answer={view.answer} width={chartWidth} height={chartHeight} />
									) : (
										<ChartPanel key={name} name={name} view={view} width={chartWidth} height={chartHeight} />
									);
								})}
							</Box>
						))}
					</Box>
				)}
				<FiguresPanel view={view} showsAnswer={!isSmall} {...figures} />
			</Box>
			<Lines lines={[legend(view, names.includes('hit-rate'), width)]} />
		</Box>
	);
}

const sum = (lengths: readonly number[]) => lengths.reduce((before, length) => before + length, 0);

function ChartPanel({name, view, width, height}: Props & {readonly name: FigureName}) {
	const {title, note} = figureCharts[name];
	return (
		<Panel title={title(view)} note={note} width={width} height={height}>
			<Lines lines={curveChart(chartOf(name, view), width - 2, height - 2, view.ascii)} />
		</Panel>
	);
}
