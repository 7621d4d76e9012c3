import {toAscii} from '../../words/ascii.ts';

/** An output that writes ASCII only, for terminals and locales without more. Everything else is the stream's own. */
export function asciiOutput(stream: NodeJS.WriteStream): NodeJS.WriteStream {
	return new Proxy(stream, {
		get(target, name) {
			if (name === 'write') {
				return (chunk: unknown, ...rest: unknown[]) => Reflect.apply(target.write, target, [typeof chunk === 'string' ? toAscii(chunk) : chunk, ...rest]);
			}

			const value: unknown = Reflect.get(target, name, target);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}
