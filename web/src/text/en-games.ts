import type { Theme } from "../games/draw-and-guess/words.ts";
import { count } from "./en-counts.ts";

/** English words of the games. Fetched with them: `text` itself is part of the page's first load. */
const number = new Intl.NumberFormat("en");
const names = new Intl.DisplayNames("en", { type: "language" });
const list = new Intl.ListFormat("en", { style: "long", type: "conjunction" });

const themes: Record<Theme, string> = { animals: "Animals", food: "Food", things: "Things" };

export const enGames = {
  title: "Game",
  close: "Back to the table",
  loading: "The game is on its way.",
  somebody: "Somebody",
  you: "you",
  stop: "End the game",
  stopSure: "End it for everybody",
  stopNot: "Go on playing",
  leave: "Get up",
  join: "Sit down",
  watching: "You are watching.",
  away: "away",
  gone: "left",

  lobby: {
    hosted: "Say aloud what is going on",
    hostedHint:
      "By this browser, for you alone: the server cannot read this room, so no robot of it can host unless the owner lets it in. Some browsers send such words to their maker.",
    layOut: "Lay it on the table",
    start: "Start",
    again: "Play again",
    players: "Players",
    opened: (name: string) => `${name} has laid it on the table.`,
    starts: (name: string) => `${name} starts the game.`,
    more: "It takes two. Whoever is in the room can sit down.",
  },

  draw: {
    name: "Draw and guess",
    rules: [
      "One of you draws a word, and nobody else sees it.",
      "The others type what they see. The first to guess it gets 10 points, the next 9, then 8.",
      "Who draws gets 2 points for everybody who guesses it.",
      "No letters, no numbers. Everybody draws in turn.",
    ],
    language: "Words in",
    languageName: (tag: string) => names.of(tag) ?? tag,
    theme: "Theme",
    themes,
    rounds: "Rounds",
    roundsOf: (rounds: number) => count(rounds, "round", "rounds"),
    seconds: "Time to draw",
    secondsOf: (seconds: number) => count(seconds, "second", "seconds"),
    settings: (language: string, theme: string, rounds: number, seconds: number) =>
      `${theme}, in ${names.of(language) ?? language}. ${count(rounds, "round", "rounds")}, ${count(seconds, "second", "seconds")} a drawing.`,

    round: (round: number, rounds: number) =>
      `Round ${number.format(round)} of ${number.format(rounds)}`,
    left: (seconds: number) => `${count(seconds, "second", "seconds")} left`,
    choose: "Choose what to draw",
    dealing: "Words are on their way.",
    chooses: (name: string) => `${name} chooses a word.`,
    yourWord: "Draw",
    wordOf: (lengths: readonly number[]) =>
      lengths.length === 1
        ? `A word of ${count(lengths[0] ?? 0, "character", "characters")}`
        : `${count(lengths.length, "word", "words")}, of ${list.format(lengths.map((one) => number.format(one)))} characters`,
    pass: "Skip this word",
    sheetOf: (name: string) => `What ${name} draws`,
    ownSheet:
      "Your sheet. With the keyboard: arrow keys move the pen, with Shift further; Space puts it down or lifts it.",
    penDown: "The pen is down.",
    penUp: "The pen is up.",
    full: "The sheet is full. Wipe it off to go on.",
    tools: "Drawing tools",
    colours: "Colours",
    colour: [
      "Ink",
      "Red",
      "Orange",
      "Yellow",
      "Green",
      "Blue",
      "Violet",
      "Brown",
      "Pink",
      "Rubber",
    ] as readonly string[],
    widths: "Widths",
    width: ["Fine", "Middle", "Broad", "Very broad"] as readonly string[],
    undo: "Undo",
    wipe: "Wipe off",

    guess: "Your guess",
    send: "Guess",
    say: "Say it",
    sayAgain: "Press again to say your guess.",
    saying: "You are muted meanwhile. Say your guess; it is sent as soon as it is understood.",
    sayFailed: "Your browser does not listen. Type your guess.",
    guessing: (guess: string) => `“${guess}” is on its way to who draws.`,
    close: (guess: string) => `“${guess}” is close!`,
    wrong: (guess: string) => `“${guess}” is not it.`,
    right: "You have it.",
    notSent: "That guess does not work. Take 1 to 40 characters.",
    feed: "Guesses",
    said: (name: string, guess: string) => `${name}: ${guess}`,
    hasIt: (name: string) => `${name} has it.`,
    isClose: (name: string) => `${name} is close.`,
    scores: "Points",
    points: (points: number) => count(points, "point", "points"),
    draws: "draws",
    has: "has it",

    ends: {
      "": "",
      time: "The time is up.",
      all: "Everybody has it.",
      idle: "Nothing was drawn.",
      passed: "The word was skipped.",
      gone: "Who drew has left.",
      false: "What was shown is not the word that was drawn. This turn does not count.",
    },
    itWas: (word: string) => `It was “${word}”.`,
    noWord: "The word stays a secret.",

    winner: (name: string) => `${name} has won.`,
    winners: (all: readonly string[]) => `${list.format(all)} have won.`,
    stoppedBy: (name: string) => `${name} has ended the game.`,
    album: "What was drawn",
    drawn: (name: string, word: string) => (word === "" ? `By ${name}` : `${word}, by ${name}`),
    save: "Save as a picture",
    saveFailed: "The picture could not be made. Try again.",
    fileTitle: (room: string) => `${room}: draw and guess`,
  },
};

/** The shape every language has. */
export type GamesText = typeof enGames;
