package chat.free4.room.vectors;

import static chat.free4.room.vectors.Fixtures.ALICE;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.RoomId;
import chat.free4.room.description.DescribeProof;
import chat.free4.room.description.RoomDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.StreamSupport;

/** The vectors of rooms' descriptions; what is expected is written by hand. */
final class DescriptionVectors {
  private static final String FAMILY = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67";
  private static final RoomDescription JAZZ =
      new RoomDescription("Jazz tonight", List.of("music", "jazz"), "en");

  private DescriptionVectors() {}

  static VectorFile descriptions() {
    VectorFile file =
        new VectorFile(
            "descriptions.json",
            "What a person typed to describe a room, and its canonical form; or refused, which"
                + " names the field that breaks the rules.");
    topic(file, "plain", "Jazz, and what is like it", "Jazz, and what is like it");
    topic(file, "no topic", "", "");
    topic(file, "white space alone is none", " \u00A0\n ", "");
    topic(file, "white space is folded, case stays", "  Jazz \t and\nmore ", "Jazz and more");
    topic(file, "decomposed", "Gru\u0308\u00DFe", "Gr\u00FC\u00DFe");
    topic(file, "120 characters", "x".repeat(120), "x".repeat(120));
    topic(file, "33 families: 594 bytes", FAMILY.repeat(33), FAMILY.repeat(33));
    topic(file, "Hebrew needs no control", "\u05E9\u05DC\u05D5\u05DD", "\u05E9\u05DC\u05D5\u05DD");
    refused(file, "topic of 121 characters", "x".repeat(121), List.of(), "any", "topic");
    refused(file, "topic of 612 bytes", FAMILY.repeat(34), List.of(), "any", "topic");
    refused(file, "topic with an override", "a\u202Eb", List.of(), "any", "topic");
    refused(file, "topic with an isolate", "\u2066a\u2069", List.of(), "any", "topic");
    refused(file, "topic with a control", "a\u0007b", List.of(), "any", "topic");
    refused(file, "topic with a zero-width space", "a\u200Bb", List.of(), "any", "topic");
    refused(file, "topic with half a surrogate pair", "a\uD83Db", List.of(), "any", "topic");
    refused(file, "topic that cannot be seen", "\u200D", List.of(), "any", "topic");
    refused(file, "topic over 2,000 units", " ".repeat(2_000) + "x", List.of(), "any", "topic");
    tags(
        file,
        "tags are folded",
        List.of("  MUSIC ", "Jazz\u00A0Club"),
        List.of("music", "jazz club"));
    tags(file, "order stays", List.of("bb", "aa"), List.of("bb", "aa"));
    tags(file, "sigma", List.of("\u039F\u0394\u039F\u03A3"), List.of("\u03BF\u03B4\u03BF\u03C3"));
    tags(file, "two characters", List.of("go"), List.of("go"));
    tags(file, "24 characters", List.of("x".repeat(24)), List.of("x".repeat(24)));
    tags(file, "two families", List.of(FAMILY + FAMILY), List.of(FAMILY + FAMILY));
    List<String> five = List.of("aa", "bb", "cc", "dd", "ee");
    tags(file, "five tags", five, five);
    refused(file, "six tags", "", List.of("aa", "bb", "cc", "dd", "ee", "ff"), "any", "tags");
    refused(file, "tag of one character", "", List.of("x"), "any", "tags");
    refused(file, "tag of one family", "", List.of(FAMILY), "any", "tags");
    refused(file, "tag of 25 characters", "", List.of("x".repeat(25)), "any", "tags");
    refused(file, "tag of 126 bytes", "", List.of(FAMILY.repeat(7)), "any", "tags");
    refused(file, "empty tag", "", List.of(""), "any", "tags");
    refused(file, "the same tag twice, when folded", "", List.of("Jazz", "jazz "), "any", "tags");
    refused(file, "tag with an override", "", List.of("a\u202Eb"), "any", "tags");
    refused(file, "tag with a control", "", List.of("a\u0000b"), "any", "tags");
    for (String language : RoomDescription.LANGUAGES) {
      accepted(
          file,
          "language " + language,
          "",
          List.of(),
          language,
          new RoomDescription("", List.of(), language));
    }
    refused(file, "no language", "", List.of(), "", "language");
    refused(file, "a language that is not on the list", "", List.of(), "tlh", "language");
    refused(file, "another spelling of a language", "", List.of(), "EN", "language");
    return file;
  }

  private static void topic(VectorFile file, String about, String input, String canonical) {
    accepted(
        file, about, input, List.of(), "any", new RoomDescription(canonical, List.of(), "any"));
  }

  private static void tags(
      VectorFile file, String about, List<String> input, List<String> canonical) {
    accepted(file, about, "", input, "any", new RoomDescription("", canonical, "any"));
  }

  private static void accepted(
      VectorFile file,
      String about,
      String topic,
      List<String> tags,
      String language,
      RoomDescription canonical) {
    put(input(file, about, topic, tags, language).putObject("canonical"), canonical);
  }

  private static void refused(
      VectorFile file,
      String about,
      String topic,
      List<String> tags,
      String language,
      String field) {
    input(file, about, topic, tags, language).put("refused", field);
  }

  private static ObjectNode input(
      VectorFile file, String about, String topic, List<String> tags, String language) {
    ObjectNode node = file.add(about).put("topic", topic);
    ArrayNode list = node.putArray("tags");
    tags.forEach(list::add);
    return node.put("language", language);
  }

  private static void put(ObjectNode node, RoomDescription description) {
    node.put("topic", description.topic());
    ArrayNode tags = node.putArray("tags");
    description.tags().forEach(tags::add);
    node.put("language", description.language());
  }

  /** What a person typed, read. */
  static RoomDescription.Reading read(JsonNode node) {
    return RoomDescription.read(
        node.get("topic").asText(), texts(node.get("tags")), node.get("language").asText());
  }

  /** A description as it stands there. */
  static RoomDescription stored(JsonNode node) {
    return new RoomDescription(
        node.get("topic").asText(), texts(node.get("tags")), node.get("language").asText());
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  static VectorFile signatures() {
    VectorFile file =
        new VectorFile(
            "describe-signatures.json",
            "The device's signature of a room.describe, over canonical words.");
    DescribeProof good = proof(Fixtures.SESSION, Fixtures.ROOM, JAZZ);
    Bytes signature = ALICE.device().sign(good.transcript());
    signature(file, "good", good, signature, true);
    DescribeProof none = proof(Fixtures.SESSION, Fixtures.ROOM, RoomDescription.NONE);
    Bytes ofNone = ALICE.device().sign(none.transcript());
    signature(file, "nothing said", none, ofNone, true);
    RoomDescription other = new RoomDescription("Jazz tonight", List.of("jazz", "music"), "en");
    signature(
        file,
        "another order of tags",
        proof(Fixtures.SESSION, Fixtures.ROOM, other),
        signature,
        false);
    RoomDescription fewer = new RoomDescription("Jazz tonight", List.of("music"), "en");
    signature(
        file, "a tag taken out", proof(Fixtures.SESSION, Fixtures.ROOM, fewer), signature, false);
    signature(
        file,
        "for another room",
        proof(Fixtures.SESSION, RoomId.ofPublic("another room"), JAZZ),
        signature,
        false);
    signature(
        file,
        "replayed in another session",
        proof(Fixtures.seed("another session").slice(0, 16), Fixtures.ROOM, JAZZ),
        signature,
        false);
    signature(
        file,
        "signed by the identity, not the device",
        good,
        ALICE.identity().sign(good.transcript()),
        false);
    return file;
  }

  private static DescribeProof proof(Bytes session, RoomId room, RoomDescription description) {
    return new DescribeProof(
        session, room, ALICE.identity().publicKey(), ALICE.device().publicKey(), description);
  }

  private static void signature(
      VectorFile file, String about, DescribeProof proof, Bytes signature, boolean valid) {
    ObjectNode node = file.add(about);
    node.put("deviceSeed", ALICE.deviceSeed().toBase64Url());
    node.put("session", proof.session().toBase64Url());
    node.put("room", proof.room().value().toBase64Url());
    node.put("identity", proof.identity().toBase64Url());
    node.put("device", proof.device().toBase64Url());
    put(node, proof.description());
    node.put("transcript", proof.transcript().toBase64Url());
    node.put("signature", signature.toBase64Url());
    node.put("valid", valid);
  }
}
