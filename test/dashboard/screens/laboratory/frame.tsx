import {Laboratory} from '../../../../source/dashboard/screens/laboratory/laboratory.tsx';
import type {LaboratoryView} from '../../../../source/dashboard/screens/laboratory/view.ts';
import {renderAt} from '../../render-at.ts';

/** The room between header and key bar at 80 × 24 and at 140 × 45. */
export const small = {width: 80, height: 21};
export const large = {width: 140, height: 43};

/** The laboratory of a view, line by line. */
export function frame(view: LaboratoryView, size = small): string[] {
	return renderAt(<Laboratory view={view} {...size} />, size.width, size.height + 2)
		.split('\n')
		.map(line => line.trimEnd());
}
