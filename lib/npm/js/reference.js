// What is known without a file. Loaded when asked for.

/** The destinations with their limits, and where these come from. */
export const destinations = async () => (await import("./reference/destinations.js")).default;

/** The rules and what they are for. */
export const rules = async () => (await import("./reference/rules.js")).default;
