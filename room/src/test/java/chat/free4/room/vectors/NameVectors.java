package chat.free4.room.vectors;

import chat.free4.room.access.RoomId;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The vectors of room names and nicknames; what is expected is written by hand. */
final class NameVectors {
  private static final String FAMILY = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67";
  private static final String FLAG_DE = "\uD83C\uDDE9\uD83C\uDDEA";
  private static final String WAVE_DARK = "\uD83D\uDC4B\uD83C\uDFFF";
  private static final String KEYCAP_1 = "1\uFE0F\u20E3";

  private NameVectors() {}

  static VectorFile roomNames() {
    VectorFile file =
        new VectorFile(
            "room-names.json",
            "A public room's name as typed, its canonical form and its id; without them the name is"
                + " refused.");
    spellings(file);
    unicode(file);
    lengths(file);
    refused(file);
    return file;
  }

  private static void spellings(VectorFile file) {
    room(file, "plain", "coffee break", "coffee break");
    room(file, "case", "Coffee BREAK", "coffee break");
    room(file, "white space around and between", "  coffee \u00A0\t\n break ", "coffee break");
    room(file, "ideographic space and line separator", "coffee\u3000\u2028break", "coffee break");
    room(file, "next line (U+0085) is white space", "coffee\u0085break", "coffee break");
    room(file, "one character", "x", "x");
    room(file, "punctuation", "C++ & friends!", "c++ & friends!");
    room(file, "slash, hash, percent and question mark", "a/b#c%d?e", "a/b#c%d?e");
    room(file, "digits", "2026", "2026");
  }

  private static void unicode(VectorFile file) {
    room(file, "composed", "Gr\u00FC\u00DFe", "gr\u00FC\u00DFe");
    room(file, "decomposed: the same room", "Gru\u0308\u00DFe", "gr\u00FC\u00DFe");
    room(file, "Hangul jamo compose", "\u1112\u1161\u11AB", "\uD55C");
    room(file, "Angstrom sign becomes a letter", "\u212Bngstr\u00F6m", "\u00E5ngstr\u00F6m");
    room(file, "fullwidth stays fullwidth (NFC, not NFKC)", "\uFF21", "\uFF41");
    room(file, "a ligature stays", "\uFB01n", "\uFB01n");
    room(file, "sharp s is not ss", "STRASSE", "strasse");
    room(file, "capital sharp s", "STRA\u1E9EE", "stra\u00DFe");
    room(file, "dotted capital I becomes two code points", "\u0130zmir", "i\u0307zmir");
    room(file, "dotless i stays", "\u0131", "\u0131");
    room(file, "sigma: capitals", "\u039F\u0394\u039F\u03A3", "\u03BF\u03B4\u03BF\u03C3");
    room(file, "sigma: final", "\u03BF\u03B4\u03BF\u03C2", "\u03BF\u03B4\u03BF\u03C3");
    room(file, "sigma: before a full stop", "\u0391.\u03A3.", "\u03B1.\u03C3.");
    room(file, "titlecase digraph", "\u01C5", "\u01C6");
    room(file, "Cherokee", "\u13A0", "\uAB70");
    room(file, "Deseret, beyond the BMP", "\uD801\uDC00", "\uD801\uDC28");
    room(file, "Arabic", "\u0645\u0631\u062D\u0628\u0627", "\u0645\u0631\u062D\u0628\u0627");
    room(
        file,
        "Persian with a zero-width non-joiner",
        "\u0645\u06CC\u200C\u0631\u0648\u0645",
        "\u0645\u06CC\u200C\u0631\u0648\u0645");
    room(file, "Japanese", "\u96D1\u8AC7", "\u96D1\u8AC7");
    room(
        file,
        "Devanagari",
        "\u0928\u092E\u0938\u094D\u0924\u0947",
        "\u0928\u092E\u0938\u094D\u0924\u0947");
    room(file, "emoji family", FAMILY, FAMILY);
    room(file, "a flag", FLAG_DE, FLAG_DE);
    room(file, "keycap", KEYCAP_1, KEYCAP_1);
  }

  private static void lengths(VectorFile file) {
    room(file, "40 characters", "x".repeat(40), "x".repeat(40));
    room(file, "41 characters", "x".repeat(41), null);
    room(file, "40 after trimming", " ".repeat(30) + "x".repeat(40) + "\t", "x".repeat(40));
    room(file, "11 families: 198 bytes", FAMILY.repeat(11), FAMILY.repeat(11));
    room(file, "12 families: 216 bytes", FAMILY.repeat(12), null);
    room(file, "25 dark waves: 200 bytes", WAVE_DARK.repeat(25), WAVE_DARK.repeat(25));
    room(file, "26 dark waves: 208 bytes", WAVE_DARK.repeat(26), null);
    room(
        file,
        "40 letters with two marks each: one character each, 200 bytes",
        "x\u0323\u035C".repeat(40),
        "x\u0323\u035C".repeat(40));
    room(
        file,
        "one letter under 100 marks: one character, 201 bytes",
        "x" + "\u0323".repeat(100),
        null);
    room(
        file,
        "one letter under 99 marks: one character, 199 bytes",
        "x" + "\u0323".repeat(99),
        "x" + "\u0323".repeat(99));
    room(file, "2,001 spaces and letters", " ".repeat(2_000) + "x", null);
  }

  private static void refused(VectorFile file) {
    room(file, "empty", "", null);
    room(file, "white space alone", " \u00A0\u3000\n", null);
    room(file, "NUL", "a\u0000b", null);
    room(file, "escape", "a\u001Bb", null);
    room(file, "delete", "a\u007Fb", null);
    room(file, "C1 control", "a\u009Fb", null);
    room(file, "right-to-left override", "abc\u202Edef", null);
    room(file, "left-to-right embedding", "\u202Aabc\u202C", null);
    room(file, "isolate", "\u2066abc\u2069", null);
    room(file, "left-to-right mark", "abc\u200E", null);
    room(file, "right-to-left mark", "abc\u200F", null);
    room(file, "Arabic letter mark", "abc\u061C", null);
    room(file, "zero-width space", "ab\u200Bc", null);
    room(file, "word joiner", "ab\u2060c", null);
    room(file, "byte order mark is no white space", "\uFEFFabc", null);
    room(file, "a zero-width joiner alone cannot be seen", "\u200D", null);
    room(file, "a combining mark alone cannot be seen", "\u0301", null);
    room(file, "a soft hyphen alone cannot be seen", "\u00AD", null);
    room(file, "private use alone cannot be known", "\uE000", null);
    room(file, "lone high surrogate", "a\uD83Db", null);
    room(file, "lone low surrogate", "\uDC68", null);
    room(file, "surrogates the wrong way round", "\uDC68\uD83D", null);
  }

  private static void room(
      VectorFile file, String about, String input, @Nullable String canonical) {
    ObjectNode node = file.add(about).put("input", input);
    if (canonical != null) {
      node.put("canonical", canonical);
      node.put("id", RoomId.ofPublic(canonical).value().toBase64Url());
    }
  }

  static VectorFile nicknames() {
    VectorFile file =
        new VectorFile("nicknames.json", "Which nicknames are shown, and which show as \"?\".");
    nickname(file, "plain", "Ada", true);
    nickname(file, "inner space", "Ada L.", true);
    nickname(file, "24 characters", "x".repeat(24), true);
    nickname(file, "25 characters", "x".repeat(25), false);
    nickname(file, "24 families", FAMILY.repeat(24), true);
    nickname(file, "25 families", FAMILY.repeat(25), false);
    nickname(file, "24 flags", FLAG_DE.repeat(24), true);
    nickname(file, "25 flags", FLAG_DE.repeat(25), false);
    nickname(file, "24 letters with three marks each", "a\u0323\u0301\u035C".repeat(24), true);
    nickname(file, "24 Hangul syllables from jamo", "\u1112\u1161\u11AB".repeat(24), true);
    nickname(file, "24 Tamil syllables of two code points", "\u0BA8\u0BBF".repeat(24), true);
    nickname(file, "25 Tamil syllables", "\u0BA8\u0BBF".repeat(25), false);
    nickname(file, "Hebrew", "\u05E9\u05DC\u05D5\u05DD", true);
    nickname(file, "empty", "", false);
    nickname(file, "a space alone", " ", false);
    nickname(file, "a new line", "a\nb", false);
    nickname(file, "a tab", "a\tb", false);
    nickname(file, "a line separator", "a\u2028b", false);
    nickname(file, "a paragraph separator", "a\u2029b", false);
    nickname(file, "right-to-left override", "a\u202Eb", false);
    nickname(file, "pop isolate", "a\u2069", false);
    nickname(file, "zero-width space", "\u200B", false);
    nickname(file, "byte order mark", "a\uFEFF", false);
    nickname(file, "zero-width joiners alone", "\u200D\u200D", false);
    nickname(file, "a variation selector alone", "\uFE0F", false);
    nickname(file, "lone surrogate", "a\uD83D", false);
    nickname(file, "a symbol", "\u2665", true);
    nickname(file, "a digit", "7", true);
    return file;
  }

  private static void nickname(VectorFile file, String about, String input, boolean valid) {
    file.add(about).put("input", input).put("valid", valid);
  }
}
