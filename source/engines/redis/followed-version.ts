/** The Redis version whose behaviour this engine follows, and names where a version is asked for. */
export const followedVersion = '7.0.15';
