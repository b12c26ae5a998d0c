/** The site's token (JWT) for its visitor, or a function that gets one. */
export type Identity = string | (() => string | Promise<string>);
