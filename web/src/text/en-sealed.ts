import type { PasswordStrength } from "../crypto/password-strength.ts";
import type { SealedFault } from "../state/room-view.ts";
import type { MakeFault } from "../state/sealed-rooms.ts";

/** Words of rooms that are not public. */
export const enSealed = {
  kinds: { unlisted: "Unlisted room", private: "Private room" },

  make: {
    title: "New room",
    name: "Title",
    nameHint: "Only people in the room read it.",
    kind: "Who can come",
    public: "Public",
    publicHint: "Anyone. Home lists it while people are there.",
    unlisted: "Unlisted",
    unlistedHint: "Whoever has the link. It is listed nowhere.",
    private: "Private",
    privateHint: "Whoever has the link and the password.",
    password: "Password",
    passwordHint: "At least 8 characters. Tell it by another way than the link.",
    sealed: "What is said, written and shown in it is sealed: this server cannot read or hear it.",
    language: "Language",
    limit: "Most people at once",
    limitHint: "2 to 200. Leave it empty for as many as the server takes.",
    make: "Make the room",
    making: "Making the room",
    home: "Back",
    faults: {
      title: "1 to 60 characters, none of them hidden.",
      password: "8 to 128 characters.",
      limit: "A number from 2 to 200, or nothing.",
      failed: "The room could not be made. Reload the page, then try again.",
    } satisfies Record<MakeFault, string>,
  },

  strength: {
    short: "Too short.",
    weak: "Easy to guess. A few words that do not belong together are better.",
    fair: "Fair. Another word makes it strong.",
    strong: "Strong.",
  } satisfies Record<PasswordStrength, string>,

  open: {
    title: "This room has a password",
    wrong: "It did not open. Type the password again.",
    password: "Password",
    open: "Go on",
    opening: "One moment. Passwords are made slow to try, on purpose.",
    fault: "Passwords have 8 to 128 characters.",
    home: "Other room",
  },

  noSecret: {
    title: "This link is not whole.",
    todo: "The part after # is missing, and this browser has not been in the room. Ask for the whole link.",
  },

  otherPassword: "Type the password again",

  mayNot: (owner: string | undefined) =>
    owner === undefined
      ? "Only the room's owner can change this, in the browser where the room was made. If that is lost, nobody can any more; who moderates still does."
      : `Only ${owner} can change this, who owns the room.`,

  change: {
    name: "Title",
    topicHint: "Only people in the room read it.",
    password: "New password",
    passwordHint: "Leave it empty to keep the one there is. Nobody who is inside has to leave.",
    newLink: "Make a new link",
    newLinkHint: "The one there is opens the room no more. Whoever is inside stays.",
    newLinkPassword: "For a new link, type a password as well: the same or another.",
    follower: "Link of the room that follows",
    followerHint: "To go on as another kind of room, make that room, then paste its link here.",
    heir: "Owner",
    heirHint: "Another owner can change all of this, and you cannot any more.",
    heirSelf: "You",
    listed: "None of this is listed anywhere.",
    faults: {
      title: "1 to 60 characters, none of them hidden.",
      topic: "At most 120 characters, none of them hidden, and not too much in all.",
      tags: "Up to five different tags of 2 to 24 characters, none of them hidden.",
      language: "Choose a language of the list.",
      password: "8 to 128 characters. A new link needs a password typed, too.",
      follower: "This is no link to a room of this server.",
      "not-owner": "It was changed meanwhile, or is no longer yours to change.",
      busy: "That was often. Wait a moment, then save again.",
      failed: "It was not saved. Wait until you are connected, then save again.",
    } satisfies Record<SealedFault, string>,
  },

  moved: "This room goes on elsewhere.",
  follow: "Go there",
};
