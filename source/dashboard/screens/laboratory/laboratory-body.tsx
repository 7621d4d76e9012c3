import type {BodyProps} from '../body.ts';
import {Box} from 'ink';
import {useMemo} from 'react';
import {budgetOf, budgetQuestion} from '../../selectors/present-budget.ts';
import {Laboratory} from './laboratory.tsx';
import {viewOf} from './view-of.ts';
import {MenuPanel} from '../../menus/menu-panel.tsx';
import {menuView} from '../../menus/menu-view.ts';

/** A menu stands over the lower part of the laboratory, beside the charts' upper part. */
export function LaboratoryBody({state, width, height}: BodyProps) {
	const menuHeight = state.menu ? menuRows : 0;
	const {error, truth, factsPerSecond, errorShare, fillSeconds} = budgetQuestion(state);
	// Most frames change nothing that it depends on.
	const budget = useMemo(() => budgetOf({error, truth, factsPerSecond, errorShare, fillSeconds}), [error, truth, factsPerSecond, errorShare, fillSeconds]);
	return (
		<Box flexDirection="column">
			<Laboratory view={viewOf(state, budget)} width={width} height={height - menuHeight} />
			{state.menu && <MenuPanel {...menuView(state.menu, state)} width={width} height={menuHeight} />}
		</Box>
	);
}

/** The longest menu and its frame. */
const menuRows = 8;
