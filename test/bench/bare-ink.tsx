// The floor for the first frame: the least that Ink can put on a screen, bundled as the program is.
import {render, Text} from 'ink';

(Promise as {withResolvers?: unknown}).withResolvers ??= () => {
	let resolve;
	let reject;
	const promise = new Promise((yes, no) => {
		resolve = yes;
		reject = no;
	});
	return {promise, resolve, reject};
};

render(<Text>first frame</Text>, {alternateScreen: true, incrementalRendering: true});
setTimeout(() => undefined, 60_000);
