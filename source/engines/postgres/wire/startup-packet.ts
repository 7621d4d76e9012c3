import {ProtocolViolation} from './message-splitter.ts';

/** The first packet of a connection. */
export type StartupPacket =
	/** Asks for encryption: TLS or GSSAPI. */
	| {readonly kind: 'encrypt'}
	| {readonly kind: 'cancel'; readonly processId: number; readonly secret: number}
	| {readonly kind: 'start'; readonly minorVersion: number; readonly parameters: ReadonlyMap<string, string>};

/** @throws ProtocolViolation when it is none of them, or of another protocol than PostgreSQL's third */
export function parseStartupPacket(packet: Buffer): StartupPacket {
	if (packet.length < 8) {
		throw new ProtocolViolation('invalid length of startup packet');
	}

	const code = packet.readInt32BE(4);
	if (code === 80_877_103 || code === 80_877_104) {
		return {kind: 'encrypt'};
	}

	if (code === 80_877_102) {
		if (packet.length !== 16) {
			throw new ProtocolViolation('invalid length of cancel request packet');
		}

		return {kind: 'cancel', processId: packet.readInt32BE(8), secret: packet.readInt32BE(12)};
	}

	const [major, minorVersion] = [code >> 16, code & 0xff_ff];
	if (major !== 3) {
		throw new ProtocolViolation(`unsupported frontend protocol ${major}.${minorVersion}: server supports 3.0`, '0A000');
	}

	return {kind: 'start', minorVersion, parameters: parametersOf(packet.toString('utf8', 8))};
}

/** Names and values, each ended by a zero byte; one more ends them all. */
function parametersOf(text: string): Map<string, string> {
	const words = text.split('\0');
	if (words.length % 2 !== 0 || words.length < 2 || words.at(-1) !== '' || words.at(-2) !== '') {
		throw new ProtocolViolation('invalid startup packet layout: expected terminator as last byte');
	}

	const parameters = new Map<string, string>();
	for (let i = 0; i < words.length - 2; i += 2) {
		if (words[i] === '') {
			throw new ProtocolViolation('invalid startup packet layout: expected terminator as last byte');
		}

		parameters.set(words[i]!, words[i + 1]!);
	}

	return parameters;
}
