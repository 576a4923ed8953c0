import { enRobots, type RobotsText } from "./en-robots.ts";
import { addWords } from "./languages.ts";

/** The words about robots in the page's language, as `text` is of all else. */
export let robotsText: RobotsText = enRobots;

addWords(
  enRobots,
  {
    es: async () => (await import("./es-robots.ts")).esRobots,
    zh: async () => (await import("./zh-robots.ts")).zhRobots,
  },
  (words) => {
    robotsText = words;
  },
);
