/** A command's refusal in Redis's own words, code first: `ERR syntax error`. */
export class CommandError extends Error {}

/** Bytes that are no request. The message is Redis's own; the connection ends after it is sent. */
export class ProtocolError extends Error {}

/** `ERR syntax error`. */
export const syntaxError = (): CommandError => new CommandError('ERR syntax error');

export const wrongArguments = (command: string): CommandError => new CommandError(`ERR wrong number of arguments for '${command}' command`);
