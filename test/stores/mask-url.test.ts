import fc from 'fast-check';
import {expect, test} from 'vitest';
import {maskUrl} from '../../source/stores/mask-url.ts';

test.each([
	['mongodb://localhost:27017', 'mongodb://localhost:27017'],
	['mongodb://a:1,b:2/shop?replicaSet=r', 'mongodb://a:1,b:2/shop?replicaSet=r'],
	['mongodb+srv://teacher:secret@cluster.example.net/shop', 'mongodb+srv://teacher:***@cluster.example.net/shop'],
	['mongodb://teacher@localhost', 'mongodb://teacher@localhost'],
	['redis://:secret@localhost:6379/2', 'redis://:***@localhost:6379/2'],
	['redis://u:secret:more@h', 'redis://u:***@h'],
	['redis://u:se@cret@h', 'redis://u:***@h'],
	['redis://u:12/secret@h:6379', 'redis://u:***@h:6379'],
	['redis://u:12?secret@h:6379', 'redis://u:***@h:6379'],
	['redis://u:12#secret@h/0?x=1', 'redis://u:***@h/0'],
	['redis://u:x@secret/y@h', 'redis://u:***@h'],
	['redis://h?password=secret&db=1', 'redis://h?password=***&db=1'],
	['mongodb://h/?authMechanism=PLAIN&authSource=admin', 'mongodb://h/?authMechanism=PLAIN&authSource=admin'],
	['mongodb://h/?authMechanismProperties=AWS_SESSION_TOKEN:secret', 'mongodb://h/?authMechanismProperties=***'],
	['mongodb://h/?tlsCertificateKeyFilePassword=secret', 'mongodb://h/?tlsCertificateKeyFilePassword=***'],
	['http://u:secret@127.0.0.1:4443', 'http://u:***@127.0.0.1:4443'],
	['http://h/x#secret', 'http://h/x'],
	['secret', '***'],
	['', '***'],
])('%s', (url, shown) => {
	expect(maskUrl(url)).toBe(shown);
});

test('a password never shows, whatever is in it', () => {
	fc.assert(
		fc.property(fc.constantFrom('redis', 'mongodb', 'mongodb+srv', 'https'), fc.string({maxLength: 8}), fc.string({maxLength: 8}), (scheme, before, after) => {
			expect(maskUrl(`${scheme}://user:${before}SECRET${after}@host:1/path`)).not.toContain('SECRET');
			expect(maskUrl(`${scheme}://:${before}SECRET${after}@host`)).not.toContain('SECRET');
		}),
		{numRuns: 1000},
	);
});
