import {wrapWords} from '../../../words/wrapping.ts';
import {type Line, Lines} from '../../panels/lines.tsx';
import {Panel} from '../../panels/panel.tsx';
import type {LaboratoryView} from './view.ts';

type Props = {readonly answer: NonNullable<LaboratoryView['answer']>; readonly width: number; readonly height: number};

/** What another TTL would do, in the words of `what-if`, in a chart's place on a small screen. */
export function WhatIfPanel({answer: {title, sentences}, width, height}: Props) {
	return (
		<Panel title={title} note="SIMULATED" width={width} height={height}>
			<Lines lines={answerLines(sentences, width - 3, height - 2).map(line => [{text: ' '}, ...line])} />
		</Panel>
	);
}

/** The sentences that fit, each of them whole. */
export function answerLines(sentences: readonly string[], width: number, height: number): Line[] {
	const lines: Line[] = [];
	for (const sentence of sentences) {
		const more = wrapWords(sentence, width);
		if (lines.length + more.length <= height) {
			lines.push(...more.map((text): Line => [{text}]));
		}
	}

	return lines;
}
