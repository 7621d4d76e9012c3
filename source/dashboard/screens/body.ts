import type {ReactNode} from 'react';
import type {State} from '../state/state.ts';

/** The room of a screen between the header and what there is to see. */
export type BodyProps = {readonly state: State; readonly width: number; readonly height: number};

/** What a screen draws there. */
export type Body = (props: BodyProps) => ReactNode;
