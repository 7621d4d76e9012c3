declare const SHOPSTREAM_VERSION: string | undefined;

/** This program's version, put in by the build; source files under test have none. */
export const version = typeof SHOPSTREAM_VERSION === 'string' ? SHOPSTREAM_VERSION : '0.0.0';
