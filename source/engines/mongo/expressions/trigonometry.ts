import type {Double} from 'bson';
import {uassert} from '../mongo-error.ts';
import {double, toDouble} from '../values/numbers.ts';
import {isNullish, ofTwo} from './arguments.ts';
import type {OperatorCompiler} from './compile-expression.ts';
import {numeric, ofNumber} from './number-arguments.ts';

/** Trigonometry: doubles in, doubles out. */
export const trigonometryOperators: Readonly<Record<string, OperatorCompiler>> = {
	...Object.fromEntries(
		(['sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh'] as const).map(name => [
			`$${name}`,
			ofNumber(value => inDomain(name, toDouble(value), Math[name](toDouble(value)))),
		]),
	),
	$atan2: ofTwo((y, x, name) => (isNullish(y) || isNullish(x) ? null : double(Math.atan2(toDouble(numeric(y, name)), toDouble(numeric(x, name)))))),
	$degreesToRadians: ofNumber(value => double(toDouble(value) * (Math.PI / 180))),
	$radiansToDegrees: ofNumber(value => double(toDouble(value) * (180 / Math.PI))),
};

function inDomain(name: string, value: number, result: number): number | Double {
	uassert(!Number.isNaN(result) || Number.isNaN(value), 50_989, `cannot apply $${name} to ${value}, value is out of its range`);
	return double(result);
}
