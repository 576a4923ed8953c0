import { enRobots } from "./en-robots.ts";

/** The words about robots in the page's language, as `text` is of all else. */
export const robotsText = enRobots;
